"""Days lived through under two ways of asking, side by side."""
