"""How facts travel: log, relay, worker, parking."""
