"""How long work says how far it has come, and learns that it is to stop."""

from typing import Protocol


class Progress(Protocol):
    """Is told what is done so far, after each part of the work; raises Stopped to have the rest left undone."""

    def __call__(self, done: int, /) -> None:
        """So many rows are done."""


def unwatched(_done: int, /) -> None:
    """Nobody waits, and nobody stops it."""
