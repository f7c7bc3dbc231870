"""What can be done with stations."""
