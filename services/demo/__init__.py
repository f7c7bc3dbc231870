"""People and days made up, driven through the public API."""
