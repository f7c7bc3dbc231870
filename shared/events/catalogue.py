"""Importing this module knows every event."""

from shared.events import (
    cards,
    duties,
    enrolling,
    giving,
    identity,
    kinship,
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
    "cards",
    "duties",
    "enrolling",
    "giving",
    "identity",
    "kinship",
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
