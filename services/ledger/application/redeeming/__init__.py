"""Redeeming: time credits become a service."""
