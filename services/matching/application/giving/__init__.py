"""Handlers of goods, funds, venues and the parts of a need."""
