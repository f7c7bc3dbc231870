"""Whatever touches the world."""
