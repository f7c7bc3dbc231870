"""Importing this module knows every event."""

from shared.events import (
    giving,
    identity,
    ledger,
    ledger_heads,
    matching,
    notify,
    parties,
    projects,
    service,
    teams,
)

__all__ = [
    "giving",
    "identity",
    "ledger",
    "ledger_heads",
    "matching",
    "notify",
    "parties",
    "projects",
    "service",
    "teams",
]
