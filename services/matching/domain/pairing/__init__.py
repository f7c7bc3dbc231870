"""Pairing (结对帮扶): a helper and a resident who keep to each other for long."""
