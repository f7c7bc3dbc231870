"""Commands, reactions, sweeps and queries."""
