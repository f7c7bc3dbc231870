"""Importing this module knows every event."""

from shared.events import (
    duties,
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
    "duties",
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
