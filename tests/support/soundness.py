"""Whether the program left the database sound, asked after every test that has one."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import peewee
import pytest

from oktui.domain.errors import Outage
from storage.checks import INVARIANTS
from storage.database import transaction

ROOT = Path(__file__).parents[2]
_PROGRAM = tuple(f"{ROOT / 'oktui' / part}" for part in ("services", "jobs", "demo.py"))
_WRITING = ("INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER")


@contextmanager
def kept_by_the_program() -> Iterator[None]:
    """Fail where a use case or a job has broken an invariant.

    What a test writes to tables itself, to arrange what no use case would do, is no fault of the program's: once it
    has, there is nothing to be asked.
    """
    arranged = False
    original = peewee.Database.execute_sql

    def execute_sql(self: peewee.Database, sql: str, params: Any = None, *rest: Any) -> Any:
        nonlocal arranged
        if not arranged and sql.lstrip().upper().startswith(_WRITING) and not _by_the_program():
            arranged = True
        return original(self, sql, params, *rest)  # type: ignore[no-untyped-call]  # peewee's stubs leave it out

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(peewee.Database, "execute_sql", execute_sql)
        yield
    if not arranged:
        found = breaches()
        assert found == [], found


def breaches() -> list[object]:
    """What breaks an invariant; nothing where the test has taken the database away."""
    try:
        with transaction():
            return [breach for invariant in INVARIANTS for breach in invariant.breaches()]
    except Outage:
        return []


def _by_the_program() -> bool:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_filename.startswith(_PROGRAM):
            return True
        frame = frame.f_back
    return False
