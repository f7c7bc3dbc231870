"""Backup while the platform runs, and restore into an empty folder."""
