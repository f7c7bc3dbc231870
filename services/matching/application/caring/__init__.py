"""What can be done with care plans."""
