"""Spot checks: records drawn by chance each month, looked at by staff, and what came of it made public."""
