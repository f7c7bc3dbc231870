"""Rounds of asking for all needs of a city at once, and what each came to."""
