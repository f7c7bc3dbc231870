"""Stations: places where a community is served at known hours."""
