"""The five parties: bodies that serve communities, and what they are bound to."""
