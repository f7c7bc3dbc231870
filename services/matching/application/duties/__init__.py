"""What can be done with named duties."""
