"""Errors of the program itself: what the log is told of them, and the number that the user is."""

import logging
import traceback
import zlib
from collections.abc import Iterator

LOGGER = logging.getLogger("oktui")
LOGGER.addHandler(logging.NullHandler())  # else Python's last resort writes the log on the terminal


def report_bug(error: BaseException) -> str:
    """Log the error and return its number of eight digits; the same bug always has the same one."""
    description = "".join(describe(error))
    number = f"{zlib.crc32(description.encode()) % 10**8:08}"
    LOGGER.error("error %s\n%s", number, description)
    return number


def is_recorded() -> bool:
    """Whether there is a log that keeps what it is told."""
    return any(not isinstance(handler, logging.NullHandler) for handler in LOGGER.handlers)


def describe(error: BaseException) -> Iterator[str]:
    """Tell where the error and what led to it were raised, and their types.

    Never their messages or local variables, which may quote a password or a birth number (X-20).
    """
    carried = getattr(error, "error", None)
    if isinstance(carried, BaseException):  # Textual's WorkerFailed says nothing of its own, and chains nothing
        error = carried
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from describe(cause)
        yield "which led to\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"
