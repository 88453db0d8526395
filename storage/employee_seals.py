"""The seal on what an employee is, with their account and grants, as the last event on them left it (X-19).

The audit's chain tells what was done; this tells that nothing else was. The seal needs the audit's key, and holds the
number of the event, so neither a row changed by hand nor an old one put back together with its seal will do.
"""

import hmac
from collections.abc import Iterator
from typing import Any, Final

from peewee import BooleanField, Field, ForeignKeyField, IntegerField, Model

from oktui.domain.chain import GENESIS
from oktui.values import dataclass
from storage.database import database, is_sqlite
from storage.fields import DayField, InstantField
from storage.models import AccountRow, EmployeeRow, EmployeeSealRow, GrantRow, ProposalRow
from storage.sealing_key import the_key

UNSEALED: Final[dict[type[Model], set[str]]] = {
    # The workplace's; how fresh our copy is, which the sync notes each day; and what follows from all the others.
    EmployeeRow: {"region", "refreshed_at", "words"},
    # Counted before an attempt is verified, and recorded after it; and what somebody has chosen for themselves.
    AccountRow: {"failures", "menu_first", "appearance", "sorted_by", "descending", "printer"},
    GrantRow: set(),
    ProposalRow: {"proposed_by_id"},  # who is deleted is not named any more; their name stays
}
"""The columns that may change without an event."""

_BETWEEN, _NOTHING, _END = "\x1f", "\x1e", "\x1d"  # no text that the program takes has these


@dataclass(frozen=True)
class Sealed:
    """An employee's number, and whether they are as they were sealed; None where nobody sealed them."""

    employee_id: int
    whole: bool | None


def put(employee_id: int, number: int = GENESIS.number) -> None:
    """Seal an employee who is there as the event of this number leaves them, or as they were before all events."""
    row = _rows("WHERE e.id = ?", employee_id).fetchone()
    if row is None:
        return
    values = {"number": number, "mac": _seal(number, row[-1])}
    query = EmployeeSealRow.insert(employee=employee_id, **values)
    query.on_conflict(conflict_target=[EmployeeSealRow.employee], update=values).execute()


def sealed() -> Iterator[Sealed]:
    """Every employee, and whether their seal holds."""
    for employee_id, number, mac, state in _rows():
        whole = None if mac is None else hmac.compare_digest(bytes(mac), _seal(number, state))
        yield Sealed(employee_id, whole)


def _seal(number: int, state: str) -> bytes:
    return hmac.digest(the_key(), f"employee\0{number}\0{state}".encode(), "sha256")


def _rows(condition: str = "", *parameters: object) -> Any:
    """Number, event, seal and state of employees."""
    sql = f"""
        SELECT e.id, s.number, s.mac, {_text(EmployeeRow, "e")} || coalesce({_text(AccountRow, "a")}, '')
            || coalesce({_held(GrantRow)}, '') || coalesce({_held(ProposalRow)}, '')
        FROM employee e LEFT JOIN account a ON a.employee_id = e.id LEFT JOIN employee_seal s ON s.employee_id = e.id
        {condition}"""  # noqa: S608 - of this module's own names
    return database.execute_sql(sql if is_sqlite() else sql.replace("?", "%s"), parameters or None)


def _held(model: type[Model]) -> str:
    """What all rows say that the table has of the account."""
    text, table = _text(model, "g"), model._meta.table_name  # noqa: SLF001 - peewee's way to ask for it
    held = f"FROM {table} g WHERE g.account_id = a.id"
    if is_sqlite():
        return f"(SELECT group_concat(told, '') FROM (SELECT {text} AS told {held} ORDER BY g.id))"  # noqa: S608
    return f"(SELECT string_agg({text}, '' ORDER BY g.id) {held})"


def _text(model: type[Model], alias: str) -> str:
    """An expression for all that a row says, the same on both engines."""
    meta: Any = model._meta  # noqa: SLF001 - peewee's way to ask for columns
    fields = [field for field in meta.sorted_fields if field.column_name not in UNSEALED[model]]
    told = [f"coalesce({_plain(field, f'{alias}.{field.column_name}')}, '{_NOTHING}')" for field in fields]
    if is_sqlite():  # in one pass: its || copies what there is once more for each column
        joined = f"printf('{_BETWEEN.join(['%s'] * len(told))}{_END}', {', '.join(told)})"
    else:
        joined = f"concat_ws('{_BETWEEN}', {', '.join(told)}) || '{_END}'"
    return f"CASE WHEN {alias}.id IS NOT NULL THEN {joined} END"


def _plain(field: Field, column: str) -> str:
    match field:
        case InstantField() if not is_sqlite():
            return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')"
        case DayField() if not is_sqlite():
            return f"to_char({column}, 'YYYY-MM-DD')"
        case BooleanField():
            return f"CAST(CAST({column} AS INTEGER) AS TEXT)"
        case IntegerField() | ForeignKeyField():  # AutoField is an IntegerField
            return f"CAST({column} AS TEXT)"
    return column
