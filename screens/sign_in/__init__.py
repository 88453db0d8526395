"""Signing in, sessions and one's own password: the forms."""
