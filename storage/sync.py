"""The sync's lease, the record of its runs, and what waits for it (X-7)."""

from datetime import datetime, timedelta
from typing import Any, cast

from peewee import ModelSelect, fn

from oktui.domain.authority import Scope
from oktui.domain.rows import Rows
from oktui.domain.sync import SyncRun, SyncState, Waiting
from storage import accounts, employees
from storage.keyset import checked, page
from storage.mapping import record
from storage.models import AccountRow, EmployeeRow, LeaseRow, SyncRunRow, WorkplaceRow

_LEASE = "sync"
_ABSURD = timedelta(hours=1)
"""A lease that ends so far ahead was taken by a wrong clock, and counts for nothing."""


def take_lease(holder: str, now: datetime, until: datetime) -> bool:
    """Take the lease; False while another holder has it."""
    LeaseRow.insert(name=_LEASE, holder=holder, until=now).on_conflict_ignore().execute()
    free = (LeaseRow.holder == holder) | (LeaseRow.until <= now) | (LeaseRow.until > now + _ABSURD)
    return bool(LeaseRow.update(holder=holder, until=until).where(LeaseRow.name == _LEASE, free).execute())


def renew_lease(holder: str, until: datetime) -> bool:
    """Prolong the holder's lease, even one that has run out; False once another holder has taken it."""
    query = LeaseRow.update(until=until).where(LeaseRow.name == _LEASE, LeaseRow.holder == holder)
    return bool(query.execute())


def lease_end() -> datetime | None:
    """Until when the lease is taken, as its holder last said."""
    row = LeaseRow.get_or_none(LeaseRow.name == _LEASE)
    return None if row is None else cast(datetime, row.until)


def give_up_lease(holder: str, now: datetime) -> None:
    """Let others have the lease at once."""
    LeaseRow.update(until=now).where(LeaseRow.name == _LEASE, LeaseRow.holder == holder).execute()


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


def forget_runs(before: datetime) -> int:
    """Delete the runs that began before then, killed ones too; returns how many."""
    return cast(int, SyncRunRow.delete().where(SyncRunRow.started_at < before).execute())


def runs(now: datetime, rows: Rows[int]) -> list[SyncRun]:
    """The runs that are asked for by their ids, newest first (F14)."""
    running = _running(now)
    return page(SyncRunRow.select(), (SyncRunRow.id,), rows, lambda row: _run(row, running), newest_first=True)


def _running(now: datetime) -> int | None:
    """The run that the lease's holder is at: the last one begun, while the lease lasts."""
    lease = LeaseRow.get_or_none(LeaseRow.name == _LEASE)
    last = SyncRunRow.select().order_by(SyncRunRow.id.desc()).first()
    if lease is None or last is None or not now < lease.until <= now + _ABSURD:
        return None
    return cast(int, last.id) if last.holder == lease.holder else None


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
