"""Who serves which need, for a whole market at once: exact, or near enough with a proof of how near."""
