"""Notify: notices and live signals to the people they concern."""
