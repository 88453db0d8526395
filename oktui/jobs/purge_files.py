"""Remove files that nobody has fetched in time (X-30)."""

from oktui.effects import Effects


def purge_files(*, effects: Effects) -> int:
    """Remove what was kept for long enough, and drafts of programs that were killed; returns how many files.

    Raises FilesUnavailable: the folder is not ours alone.
    """
    return effects.files.purge(effects.now())
