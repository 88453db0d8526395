"""What needs doing: the forms."""
