"""X-19: whatever the disk has kept when the power is back, nothing acknowledged is lost and nothing is half done."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random  # noqa: TID251 - a disk's whims, the same in every run

import pytest

from tests.power_cut.disk import Disk
from tests.power_cut.looking import EMPTY, committed, content, lay_out, opens
from tests.power_cut.recording import Asked, Kind, record

pytestmark = pytest.mark.slow

STATES = int(os.environ.get("OKTUI_SOAK_STATES", "600"))
"""How many states of the disk are tried; without, a few that are the same in every run."""
CHANCE = Random() if "OKTUI_SOAK_STATES" in os.environ else Random(2016)


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


def let_be(file: Path, found: str) -> None:
    """Ask nothing more."""


@pytest.mark.timeout(0)
def test_a_cut_at_any_moment_loses_nothing_that_was_acknowledged(home: Path, tmp_path: Path) -> None:
    """X-19, R2.3-11: a transaction is there whole or not at all, and those whose use case returned are there."""
    done = record(home, "EXTRA")
    assert done.status == 0, done.said
    asked = done.asked
    assert sum(one.kind is Kind.ACKNOWLEDGE for one in asked) > 15
    assert lost(asked, tmp_path, opens) == []


@pytest.mark.timeout(0)
@pytest.mark.parametrize("synchronous", ["OFF", "FULL"])
def test_with_less_syncing_the_same_cuts_lose_something(home: Path, tmp_path: Path, synchronous: str) -> None:
    """The control: with OFF files are damaged, with peewee's default what was acknowledged comes undone."""
    wrong = lost(record(home, synchronous).asked, tmp_path, let_be)
    assert any(what.endswith("lost") for what in wrong)
    assert all(what.endswith("lost") for what in wrong) == (synchronous == "FULL")
