"""The audit: the forms."""
