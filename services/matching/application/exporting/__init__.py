"""Members and their service taken out for other systems: under the names these use, and never without a trace."""
