"""The record of the sync's runs, and what waits for it (X-7)."""

from datetime import datetime
from typing import Any, Final, cast

from peewee import ModelSelect, fn

from oktui.domain.authority import Scope
from oktui.domain.rows import Rows
from oktui.domain.sync import SyncRun, SyncState, Waiting
from storage import accounts, employees, leases
from storage.keyset import checked, page
from storage.mapping import record
from storage.models import AccountRow, EmployeeRow, SyncRunRow, WorkplaceRow

LEASE: Final = "sync"
"""The name of its lease."""


def last_slot() -> datetime | None:
    """The slot of the run that was finished last."""
    row = (
        SyncRunRow.select(SyncRunRow.slot)
        .where(SyncRunRow.finished_at.is_null(False))
        .order_by(SyncRunRow.id.desc())
        .first()
    )
    return None if row is None else cast(datetime, row.slot)


def begin_run(slot: datetime, holder: str, now: datetime) -> int:
    """Record that a run has begun and return its id."""
    return cast(int, SyncRunRow.insert(slot=slot, holder=holder, started_at=now).execute())


def finish_run(run_id: int, *, processed: int, activated: int, failed: int, now: datetime) -> None:
    """Record how a run went."""
    query = SyncRunRow.update(processed=processed, activated=activated, failed=failed, finished_at=now)
    query.where(SyncRunRow.id == run_id).execute()


def forget(before: datetime) -> int:
    """Delete the runs that began before then, killed ones too; returns how many."""
    return cast(int, SyncRunRow.delete().where(SyncRunRow.started_at < before).execute())


def runs(now: datetime, rows: Rows[int]) -> list[SyncRun]:
    """The runs that are asked for by their ids, newest first (F14)."""
    running = _running(now)
    return page(SyncRunRow.select(), (SyncRunRow.id,), rows, lambda row: _run(row, running), newest_first=True)


def _running(now: datetime) -> int | None:
    """The run that the lease's holder is at: the last one begun, while the lease lasts."""
    holder = leases.holder(LEASE, now)
    last = SyncRunRow.select().order_by(SyncRunRow.id.desc()).first()
    return cast(int, last.id) if last is not None and last.holder == holder else None


def _run(row: SyncRunRow, running: int | None) -> SyncRun:
    return record(SyncRun, row, key=row.id, running=row.id == running)


def waiting(scope: Scope, rows: Rows[int]) -> list[Waiting]:
    """The accounts of the scope that wait for the sync and are asked for by their ids, oldest first (F14)."""
    query = _waiting(scope).select(AccountRow, EmployeeRow, WorkplaceRow)
    return page(query, (AccountRow.id,), rows, _as_waiting)


def count_waiting(scope: Scope) -> dict[tuple[SyncState, bool], int]:
    """How many accounts of the scope wait for the sync, by state and by whether KRK failed."""
    by = (AccountRow.sync_state, AccountRow.sync_failed)
    rows: Any = _waiting(scope).select(*by, fn.COUNT(AccountRow.id).alias("number")).group_by(*by).namedtuples()
    return {(row.sync_state, row.sync_failed): row.number for row in rows}


def _waiting(scope: Scope) -> "ModelSelect[AccountRow]":
    """Begun at the accounts that wait, which are few, and never at the employees, who are many."""
    query = AccountRow.select().join(EmployeeRow).join(WorkplaceRow)
    query = query.where(accounts.PENDING, checked(AccountRow.realm == scope.realm))
    return query if scope.region is None else query.where(checked(EmployeeRow.region == scope.region))


def _as_waiting(row: AccountRow) -> Waiting:
    employee = employees.value_of(row.employee)
    return Waiting(
        key=row.id,
        ik=employee.ik,
        name=employee.person.name,
        username=row.username,
        state=row.sync_state,
        failed=row.sync_failed,
        since=row.sync_changed_at,
    )
