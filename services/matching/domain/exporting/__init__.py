"""What an export takes out, and the trace it leaves."""
