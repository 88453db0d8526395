"""Workplaces and their administrators: the use cases."""
