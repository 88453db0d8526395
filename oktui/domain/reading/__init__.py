"""What comes as a file, read as people and programs write it: bytes, text, rows, headings, cells (X-28)."""
