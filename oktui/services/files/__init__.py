"""What becomes of files that were made in the program: read on screen, fetched by a command (X-30)."""
