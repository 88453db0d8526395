"""Forgetting what was typed or shown, where a library would keep it (X-20)."""

from rich.cells import cached_cell_len


def forget_widths() -> None:
    """Have no text be kept with its width: of the last thousands that were drawn or typed, passwords too, rich does."""
    cached_cell_len.cache_clear()
