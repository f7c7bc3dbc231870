"""Printed cards: given out, taken back, and read at the presence screen."""
