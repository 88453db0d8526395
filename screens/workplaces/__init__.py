"""Workplaces and their administrators: the forms."""
