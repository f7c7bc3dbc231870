"""Sheets of other systems brought in: many rows at a time, by the rules that pages and API follow."""
