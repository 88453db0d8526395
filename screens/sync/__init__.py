"""The sync: the forms."""
