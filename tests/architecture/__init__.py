"""Rules of the house that can be checked by looking at the files."""
