"""Background jobs, one a file."""
