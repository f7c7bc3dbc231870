"""What can be done with the five parties."""
