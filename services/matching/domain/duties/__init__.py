"""Named duties of a community: who looks after a building, children, disasters, law."""
