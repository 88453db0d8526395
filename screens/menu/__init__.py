"""The main menu and what it explains: the forms."""
