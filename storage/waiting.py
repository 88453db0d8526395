"""How long this thread waits for a database: every wait ends (X-33)."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class _Deadline(threading.local):
    at: float | None = None


_deadline = _Deadline()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Have all that this thread asks of a database in the block be answered within so many seconds, or fail."""
    before = _deadline.at
    until = time.monotonic() + seconds
    _deadline.at = until if before is None else min(before, until)
    try:
        yield
    finally:
        _deadline.at = before


def patience(most: float) -> float:
    """How many seconds the next answer may take: at most `most`, and no longer than what is left of the block."""
    return most if _deadline.at is None else max(0.0, min(most, _deadline.at - time.monotonic()))
