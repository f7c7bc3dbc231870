"""The shell of pages and APIs."""
