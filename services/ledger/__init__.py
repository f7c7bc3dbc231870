"""Ledger: the time bank in minutes, by double entry."""
