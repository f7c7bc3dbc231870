"""Days of a community lived through under several ways of asking, without a platform: what one would have missed."""
