"""Employees: the use cases."""
