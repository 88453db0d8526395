"""Applications and their keys: the use cases."""
