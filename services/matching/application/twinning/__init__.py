"""What can be done with twinnings."""
