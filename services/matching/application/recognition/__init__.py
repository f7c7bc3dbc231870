"""What can be done with stars and medals."""
