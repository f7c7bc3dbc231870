"""What can be done with pairings."""
