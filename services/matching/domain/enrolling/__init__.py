"""People and bodies that enrol in a community to serve there (双报到)."""
