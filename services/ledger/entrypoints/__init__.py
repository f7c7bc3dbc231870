"""API, pages, consumers and schedules."""
