"""X-19: whatever the disk has kept when the power is back, nothing acknowledged is lost and nothing is half done."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random  # noqa: TID251 - a disk's whims, the same in every run

import pytest

from oktui.domain.sessions import MachineOwner
from oktui.services.audit.verify_audit import verify_audit
from storage import schema
from storage.database import close_database, open_database
from storage.sealing_key import SealingKey, use_sealing_key
from tests.power_cut.disk import Disk
from tests.power_cut.recording import Asked, Kind, record
from tests.power_cut.work import DATABASE
from tests.support.cast import AUDIT_KEY
from tests.support.effects import make_effects
from tests.support.soundness import breaches

pytestmark = pytest.mark.slow

STATES = int(os.environ.get("OKTUI_SOAK_STATES", "600"))
"""How many states of the disk are tried; without, a few that are the same in every run."""
CHANCE = Random() if "OKTUI_SOAK_STATES" in os.environ else Random(2016)
EMPTY = "nothing"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder to work in."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


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


def lost(asked: list[Asked], folder: Path, sound: Callable[[Path, str], None]) -> list[str]:
    """Try states of the disk after cuts at any moment; returns what is wrong with those that are wrong."""
    ends = list(committed(asked, folder / "whole"))
    cuts = sorted(CHANCE.choices(range(len(asked)), k=STATES))
    disk, acknowledged, wrong, seen = Disk(), EMPTY, [], set[str]()
    since = 0
    for number, one in enumerate(asked):
        disk.take(one)
        if one.kind is Kind.ACKNOWLEDGE:
            acknowledged, since = ends[number], number
        for _ in range(cuts.count(number)):
            file = lay_out(disk.after_a_cut(CHANCE), folder / "cut")
            try:
                found = content(file)
            except sqlite3.DatabaseError as error:
                wrong.append(f"{number}: {error}")
                continue
            if found not in (acknowledged, *ends[since : number + 1]):
                wrong.append(f"{number}: lost" if found in ends else f"{number}: half done")
            elif found not in seen:
                seen.add(found)
                sound(file, found)
    return wrong


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


def let_be(file: Path, found: str) -> None:
    """Ask nothing more."""


@pytest.mark.timeout(0)
def test_a_cut_at_any_moment_loses_nothing_that_was_acknowledged(home: Path, tmp_path: Path) -> None:
    """X-19, R2.3-11: a transaction is there whole or not at all, and those whose use case returned are there."""
    asked = record(home, "EXTRA")
    assert sum(one.kind is Kind.ACKNOWLEDGE for one in asked) > 15
    assert lost(asked, tmp_path, opens) == []


@pytest.mark.timeout(0)
@pytest.mark.parametrize("synchronous", ["OFF", "FULL"])
def test_with_less_syncing_the_same_cuts_lose_something(home: Path, tmp_path: Path, synchronous: str) -> None:
    """The control: with OFF files are damaged, with peewee's default what was acknowledged comes undone."""
    wrong = lost(record(home, synchronous), tmp_path, let_be)
    assert any(what.endswith("lost") for what in wrong)
    assert all(what.endswith("lost") for what in wrong) == (synchronous == "FULL")
