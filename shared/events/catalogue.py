"""Importing this module knows every event."""

from shared.events import identity, ledger, matching, notify, projects, service

__all__ = ["identity", "ledger", "matching", "notify", "projects", "service"]
