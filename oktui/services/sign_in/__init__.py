"""Signing in, sessions and one's own password: the use cases."""
