"""What is settled before Textual or peewee are imported; this module imports neither."""

import ctypes
import os
import resource
import sys
from collections.abc import MutableMapping
from typing import TextIO


def drop_textual_settings(environ: MutableMapping[str, str]) -> None:
    """Takes out of `environ` what Textual would obey: drivers, logs, screenshots, key presses, a false size.

    Textual reads most of it while it is imported, so this comes before the first `import textual`. What
    a user may choose stays: `NO_COLOR`, `TERM`, `COLORTERM`.
    """
    for name in list(environ):
        if name in {"TEXTUAL", "COLUMNS", "LINES"} or name.startswith("TEXTUAL_"):
            del environ[name]


def leave_no_traces() -> None:
    """Have no core of this program written, with passwords in it, nor its memory read, nor files that others may open.

    The limit alone would not do where the system hands cores to another program.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0)


_PR_SET_DUMPABLE = 4


def hide_postgresql() -> None:
    """Keep peewee from importing psycopg where no URL asks for it: it costs 75 ms and 11 MB at each start."""
    if "peewee" not in sys.modules:
        sys.modules.setdefault("psycopg", None)  # type: ignore[arg-type]  # None makes an import fail, as documented


def has_terminal() -> bool:
    """Whether somebody can see the program and type: both ends are terminals whose line still holds."""
    return _is_terminal(sys.__stdin__) and _is_terminal(sys.__stdout__)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()  # None where it was closed before Python began
