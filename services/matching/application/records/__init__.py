"""What can be done with service records."""
