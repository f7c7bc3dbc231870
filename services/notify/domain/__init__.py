"""Pure states, rules and values."""
