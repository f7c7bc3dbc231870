"""Whom to ask for many needs at once: planned together, asked in rounds, kept as runs."""
