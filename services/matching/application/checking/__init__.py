"""What can be done with spot checks."""
