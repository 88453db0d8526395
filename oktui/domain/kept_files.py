"""Files that the program keeps for whoever had them made: what they are called, and until when (X-30)."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from oktui.domain.audit import AuditEvent, EventKind, SubjectKind
from oktui.domain.authority import Action
from oktui.domain.calendar import PRAGUE
from oktui.domain.errors import DomainError, Outage
from oktui.values import dataclass

DIGEST: Final = "sha256"
"""What the digest of a file's content is called on record."""
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz234567"
_PUBLIC, _SECRET = 4, 26  # the secret part alone has 130 bits
_NAME = re.compile(
    rf"([a-z]{{1,16}}-[0-9]{{8}}-[0-9]{{6}}-[a-z2-7]{{{_PUBLIC}}})-[a-z2-7]{{{_SECRET}}}(\.(?:csv|pdf|txt|xlsx))"
)
_TOPICS = {
    SubjectKind.EMPLOYEES: "zamestnanci",
    SubjectKind.EMPLOYEE: "ucet",
    SubjectKind.AUDIT: "audit",
    SubjectKind.WORKPLACE: "zadost",
}
_ACTIONS = {SubjectKind.EMPLOYEE: Action.RESET_PASSWORD, SubjectKind.WORKPLACE: Action.REQUEST_ADMINISTRATOR}


class Format(Enum):
    """What a file is made as."""

    XLSX = ".xlsx"
    CSV = ".csv"
    TEXT = ".txt"
    PDF = ".pdf"


class FileNotKept(DomainError, code="file_not_kept"):
    """No file of this name waits for whoever asks; whether one ever did is not said (X-30)."""


@dataclass(eq=False)
class FileTooLarge(DomainError, code="file_too_large"):
    """The file alone would take more room than all files may, in megabytes."""

    limit: int


class FilesUnavailable(Outage, code="files_unavailable"):
    """The folder for files is not one of our own alone, or cannot be written to."""


@dataclass(frozen=True)
class KeptFile:
    """A file that waits, how large it is in bytes, until when, and of how many rows if it is a list."""

    name: str
    size: int
    until: datetime
    rows: int | None = None


@dataclass(frozen=True)
class Excerpt:
    """The beginning of a file as text, or all of it."""

    text: str
    whole: bool


def name_file(what: SubjectKind, kind: Format, at: datetime, choose: Callable[[str], str]) -> str:
    """A name that nobody typed or can guess: of what, from when, and chance; only the maker is told all of it."""
    code = "".join(choose(_ALPHABET) for _ in range(_PUBLIC + _SECRET))
    return f"{_TOPICS[what]}-{at.astimezone(PRAGUE):%Y%m%d-%H%M%S}-{code[:_PUBLIC]}-{code[_PUBLIC:]}{kind.value}"


def is_name(text: str) -> bool:
    """Whether the program gives such names."""
    return _NAME.fullmatch(text) is not None


def public_name(name: str) -> str:
    """What others may know of a name, in the audit as well: who knows all of it can have the file.

    Raises FileNotKept: the program gives no such names.
    """
    parts = _NAME.fullmatch(name)
    if parts is None:
        raise FileNotKept
    return parts[1] + parts[2]


def made(events: Iterable[AuditEvent], digest: str, *, now: datetime, keep: timedelta) -> AuditEvent:
    """The event by which a file with this content was made, among those of its public name.

    Raises FileNotKept: no event vouches for it, it has been fetched, or its time is over.
    """
    found = None
    for event in events:
        if event.kind is EventKind.FILE_FETCHED:
            raise FileNotKept
        if event.kind is EventKind.EXPORTED and event.after.get(DIGEST) == digest:
            found = event
    if found is None or found.at + keep <= now:
        raise FileNotKept
    return found


def action_of(made_by: AuditEvent) -> Action:
    """What one has to be allowed to do to have such a file."""
    return _ACTIONS.get(made_by.subject_kind, Action.EXPORT)
