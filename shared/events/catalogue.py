"""Importing this module knows every event."""

from shared.events import (
    enrolling,
    giving,
    identity,
    ledger,
    ledger_heads,
    matching,
    notify,
    parties,
    projects,
    service,
    stations,
    teams,
    twinning,
)

__all__ = [
    "enrolling",
    "giving",
    "identity",
    "ledger",
    "ledger_heads",
    "matching",
    "notify",
    "parties",
    "projects",
    "service",
    "stations",
    "teams",
    "twinning",
]
