"""The list of employees sorted by the first or the last day of their validity (F3)."""

from typing import Any

from storage.database import execute
from storage.schema import words

_DAYS = {"from": "valid_from", "to": "COALESCE(valid_to, '9999-12-31')"}


def up(_migrator: Any, db: Any) -> None:
    """An order index of all and of each region, as those by name.

    On SQLite of one expression: only by one does it begin within an index.
    """
    for name, day in _DAYS.items():
        place = f"({day} || sort_key)" if words(db)["strict"] else f"({day}), sort_key"
        execute(db, f"CREATE INDEX employee_{name}_order ON employee (realm, {place}, id)")
        execute(db, f"CREATE INDEX employee_region_{name}_order ON employee (realm, region, {place}, id)")
