"""What organisations do with projects and shifts, and what volunteers do with a place."""
