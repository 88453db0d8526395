"""Helping whoever cannot sign in: the forms."""
