"""The sync: the use cases."""
