"""Looking at what a disk has: as SQLite reads it, and as the program does."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from oktui.domain.sessions import MachineOwner
from oktui.services.audit.verify_audit import verify_audit
from storage import schema
from storage.database import close_database, open_database
from storage.sealing_key import SealingKey, use_sealing_key
from tests.power_cut.disk import Disk
from tests.power_cut.recording import Asked, Kind
from tests.power_cut.work import DATABASE
from tests.support.cast import AUDIT_KEY
from tests.support.effects import make_effects
from tests.support.soundness import breaches

EMPTY = "nothing"


def content(file: Path) -> str:
    """What the database holds, as SQLite finds it, with what a journal says taken back; EMPTY without tables.

    Raises sqlite3.DatabaseError for a file that is damaged.
    """
    with closing(sqlite3.connect(file)) as found:
        if found.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise sqlite3.DatabaseError("integrity_check")
        tables = found.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        if not tables:
            return EMPTY
        told = hashlib.sha256(repr(tables).encode())
        for name, sql in tables:
            if not sql.startswith("CREATE VIRTUAL"):
                for row in found.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - a name out of the database itself
                    told.update(repr(row).encode())
        return told.hexdigest()


def lay_out(files: dict[str, bytes], folder: Path) -> Path:
    """Write the files, and nothing else, into the folder; returns where the database is."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder / DATABASE


def committed(asked: list[Asked], folder: Path) -> Iterator[str]:
    """After each call: what the last transaction that had ended by then left."""
    disk, known = Disk(), EMPTY
    for one in asked:
        disk.take(one)
        if one.kind is Kind.UNLINK:
            known = content(lay_out(disk.whole(), folder))
        yield known


def opens(file: Path, found: str) -> None:
    """Work with what was left, as the program does: it upgrades what is empty, and finds the rest sound."""
    url = f"sqlite:///{file}"
    schema.upgrade(url)
    open_database(url)
    use_sealing_key(SealingKey(AUDIT_KEY, file.parent / "audit.anchor"))
    try:
        assert breaches() == []
        assert verify_audit(MachineOwner(name="spravce"), effects=make_effects()).finding is None
    finally:
        use_sealing_key(None)
        close_database()
