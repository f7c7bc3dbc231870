"""Sheets of other systems brought in: each row by the command that the API uses."""
