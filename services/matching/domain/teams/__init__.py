"""Teams of volunteers under a responsible body."""
