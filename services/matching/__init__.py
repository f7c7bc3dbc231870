"""Matching: the register, needs, offers, proposals, assignments and service records."""
