"""A day of activity through the public API."""
