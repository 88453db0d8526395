"""Helping whoever cannot sign in: the use cases."""
