"""Recognition: stars and medals for hours and quality, published before they are given."""
