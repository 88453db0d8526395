"""Employees: the forms."""
