"""Projects of organisations, their shifts, and who was there."""
