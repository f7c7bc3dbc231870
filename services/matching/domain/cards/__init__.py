"""Printed cards that stand in for a phone at the presence screen."""
