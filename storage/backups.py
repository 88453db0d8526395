"""Backups and copies: our database and the embedded register, whole, as rows that either engine takes."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final

from oktui.domain.backups import BackupKeyMissing, BackupOfAnotherVersion, BackupUnreadable, NotEmpty
from oktui.domain.chain import AuditKeyMissing
from oktui.private_files import drafted, opened
from storage import dump, roles, schema
from storage.database import connect_to, database, outages
from storage.encrypted import read_lines, write_lines
from storage.sealing_key import make_key, read_key

_AHEAD: Final = 1_000_000
"""Numbers between the last one in a backup and the next: those lost are not given out again, to others."""

_KRK: Final = "krk"


def make_backup_key(path: Path) -> None:
    """Make a new key. Raises FileTaken, FileUnwritable, DiskFull."""
    make_key(path)


def read_backup_key(path: Path) -> bytes:
    """The key in the file. Raises BackupKeyMissing, PathUnusable."""
    try:
        return read_key(path)
    except AuditKeyMissing as error:
        raise BackupKeyMissing from error


def write(path: Path, key: bytes, *, url: str, krk_url: str | None, made_at: datetime) -> None:
    """Write a new file of mode 0600 with all that the databases hold, while others go on.

    The register comes second: whoever is employed is in it, for nobody is ever taken out of it.

    Raises FileTaken, FileUnwritable, DiskFull, Outage.
    """
    head = {"made_at": made_at.isoformat(), "migrations": _migrations()}
    items = chain([head], _stored(url), [_KRK] if krk_url else [], _stored(krk_url) if krk_url else [])
    with drafted(path) as draft, draft.open("wb") as file:
        write_lines(file, key, (json.dumps(item, ensure_ascii=False) for item in items))


def _migrations() -> list[str]:
    return sorted(path.stem for folder in (schema.OURS, schema.KRK) for path in folder.glob("[0-9]*.py"))


def _stored(url: str) -> Iterator[dump.Item]:
    db = connect_to(url, read_only=True)
    with outages(db), db.connection_context():
        yield from dump.dump(db)


def restore(path: Path, key: bytes, *, krk_url: str | None) -> datetime:
    """Fill our database, open and empty, in the running transaction, and the register; returns when it was made.

    Raises:
        BackupUnreadable, BackupKeyWrong, BackupOfAnotherVersion: nothing can be restored from the file.
        NotEmpty, Outage: nothing was restored.
    """
    try:
        with opened(path) as file:
            return _restore(map(json.loads, read_lines(file, key)), krk_url)
    except (ValueError, KeyError, StopIteration) as error:
        raise BackupUnreadable from error


def _restore(items: Iterator[Any], krk_url: str | None) -> datetime:
    head = next(items)
    if head["migrations"] != _migrations():
        raise BackupOfAnotherVersion
    ours: Iterator[Any] = iter(lambda: next(items, _KRK), _KRK)
    dump.load(database.obj, ours, ahead=_AHEAD)
    if krk_url is not None:
        _fill(krk_url, items, filled="person", ahead=_AHEAD)
    return datetime.fromisoformat(head["made_at"])


def _fill(url: str, items: Iterable[Any], *, filled: str, ahead: int) -> None:
    db: Any = connect_to(url)
    with outages(db), db.connection_context(), db.atomic():
        if db.execute_sql(f"SELECT 1 FROM {filled} LIMIT 1").fetchone():  # noqa: S608 - a table of ours
            raise NotEmpty
        dump.load(db, items, ahead=ahead)


def copy(url: str, target: str, *, owner_url: str | None = None) -> None:
    """Make the target as its owner, and put in all that our database at the URL holds. Raises NotEmpty, Outage."""
    roles.upgrade(target, owner_url)
    _fill(roles.as_owner(target, owner_url), _stored(url), filled="workplace", ahead=0)
