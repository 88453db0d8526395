"""The audit: the use cases."""
