"""The power is cut at any moment, and the disk has of what was not synced whatever it likes (X-19)."""
