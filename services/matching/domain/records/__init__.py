"""Service records: what was done, when, where, for how long, and who answers for it."""
