"""Certificates of service: what they state, how they are sealed, and when they hold."""
