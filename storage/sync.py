"""The sync's lease, the record of its runs, and what waits for it (X-7)."""

from datetime import datetime, timedelta
from typing import Any, cast

from peewee import ModelSelect, fn

from oktui.domain.modules import Realm
from oktui.domain.offices import Region
from oktui.domain.sync import SyncRun, SyncState, Waiting
from storage import employees
from storage.models import AccountRow, EmployeeRow, LeaseRow, SyncRunRow, WorkplaceRow
from storage.paging import by_key

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


def runs(
    now: datetime, *, after: int | None = None, before: int | None = None, backwards: bool = False, limit: int
) -> list[SyncRun]:
    """At most `limit` runs, newest first, next after or before a run's id; `backwards` gives the oldest (F14)."""
    page = by_key(
        SyncRunRow.select(),
        (SyncRunRow.id,),
        # What comes after a run in this order has a smaller id.
        after=None if before is None else (before,),
        before=None if after is None else (after,),
        backwards=before is None and not backwards,
        limit=limit,
    )
    running = _running(now)
    return sorted((_run(row, running) for row in page), key=lambda run: -run.key)


def _running(now: datetime) -> int | None:
    """The run that the lease's holder is at: the last one begun, while the lease lasts."""
    lease = LeaseRow.get_or_none(LeaseRow.name == _LEASE)
    last = SyncRunRow.select().order_by(SyncRunRow.id.desc()).first()
    if lease is None or last is None or not now < lease.until <= now + _ABSURD:
        return None
    return cast(int, last.id) if last.holder == lease.holder else None


def _run(row: SyncRunRow, running: int | None) -> SyncRun:
    return SyncRun(
        key=row.id,
        slot=row.slot,
        started_at=row.started_at,
        finished_at=row.finished_at,
        running=row.id == running,
        processed=row.processed,
        activated=row.activated,
        failed=row.failed,
    )


def waiting(
    realm: Realm,
    region: Region | None,
    *,
    after: int | None = None,
    before: int | None = None,
    backwards: bool = False,
    limit: int,
) -> list[Waiting]:
    """At most `limit` accounts of the scope that wait for the sync, oldest first, next after or before an id (F14).

    `region` None means all regions.
    """
    page = by_key(
        _waiting(realm, region).select(AccountRow, EmployeeRow, WorkplaceRow),
        (AccountRow.id,),
        after=None if after is None else (after,),
        before=None if before is None else (before,),
        backwards=backwards,
        limit=limit,
    )
    return sorted(map(_as_waiting, page), key=lambda row: row.key)


def count_waiting(realm: Realm, region: Region | None) -> dict[tuple[SyncState, bool], int]:
    """How many accounts of the scope wait for the sync, by state and by whether KRK failed."""
    by = (AccountRow.sync_state, AccountRow.sync_failed)
    rows: Any = _waiting(realm, region).select(*by, fn.COUNT(AccountRow.id).alias("number")).group_by(*by).namedtuples()
    return {(row.sync_state, row.sync_failed): row.number for row in rows}


def _waiting(realm: Realm, region: Region | None) -> "ModelSelect[AccountRow]":
    query = AccountRow.select().join(EmployeeRow).join(WorkplaceRow)
    query = query.where(AccountRow.sync_state != SyncState.ACTIVE, EmployeeRow.realm == realm)
    return query if region is None else query.where(EmployeeRow.region == region)


def _as_waiting(row: AccountRow) -> Waiting:
    employee = employees.value_of(row.employee)
    return Waiting(
        key=row.id,
        ik=employee.ik,
        name=employee.name,
        username=row.username,
        state=row.sync_state,
        failed=row.sync_failed,
        since=row.sync_changed_at,
    )
