"""Sessions, of which an account has one open in each module and place (X-23)."""

from datetime import date, datetime
from typing import Any, cast

from oktui.domain.authority import NotFound
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.offices import Region
from oktui.domain.rows import Rows
from oktui.domain.sessions import ListedSession, Place, Session, SessionCursor, SessionEnd
from storage import employees
from storage.keyset import page
from storage.mapping import record
from storage.models import AccountRow, EmployeeRow, SessionRow, WorkplaceRow


def _value_of(row: SessionRow) -> Session:
    permissions = {Permission(name): Level(level) for name, level in row.permissions.items()}
    return record(Session, row, permissions=permissions)


def load(session_id: int) -> Session:
    """The session. Raises NotFound."""
    row = SessionRow.get_or_none(SessionRow.id == session_id)
    if row is None:
        raise NotFound
    return _value_of(row)


def open_of(account_id: int, module: Module, place: Place) -> Session | None:
    """The account's open session there, if it has one."""
    there = (SessionRow.module == module) & (SessionRow.place == place)
    row = SessionRow.get_or_none(SessionRow.account == account_id, SessionRow.ended_at.is_null(), there)
    return None if row is None else _value_of(row)


def begin(
    account_id: int,
    module: Module,
    place: Place,
    permissions: dict[Permission, Level],
    *,
    now: datetime,
    origin: str,
    must_change: bool,
) -> int:
    """Open a session with these permissions, which it keeps (R2.3-13), and return its id."""
    query = SessionRow.insert(
        account=account_id,
        module=module,
        place=place,
        permissions={permission.value: level.value for permission, level in permissions.items()},
        started_at=now,
        last_active_at=now,
        origin=origin,
        must_change=must_change,
    )
    return cast(int, query.execute())


def end(session_id: int, reason: SessionEnd, now: datetime, *, by: str = "") -> None:
    """End a session that is open; one that has ended stays as it is. `by` is the administrator who ends it."""
    _end(SessionRow.id == session_id, reason, now, by)


def end_all_of(account_id: int, reason: SessionEnd, now: datetime, *, by: str = "") -> None:
    """End all open sessions of the account, wherever they are (X-9)."""
    _end(SessionRow.account == account_id, reason, now, by)


def end_others(session_id: int, reason: SessionEnd, now: datetime) -> int:
    """End all open sessions of the account but this one; returns how many there were (X-9)."""
    account = SessionRow.select(SessionRow.account).where(SessionRow.id == session_id)
    return _end((SessionRow.account == account) & (SessionRow.id != session_id), reason, now, "")


def end_among(ids: Any, reason: SessionEnd, now: datetime, *, by: str) -> int:
    """End those of the sessions that are open, `ids` being a query for them; returns how many there were."""
    return _end(SessionRow.id.in_(ids), reason, now, by)


def end_all(reason: SessionEnd, now: datetime, *, by: str) -> None:
    """End all open sessions of all accounts."""
    _end(SessionRow.id > 0, reason, now, by)


def _end(which: Any, reason: SessionEnd, now: datetime, by: str) -> int:
    query = SessionRow.update(ended_at=now, end_reason=reason, ended_by=by).where(which, SessionRow.ended_at.is_null())
    return int(query.execute())


def mark_active(session_id: int, last_active_at: datetime) -> None:
    """Remember when the program was touched last."""
    SessionRow.update(last_active_at=last_active_at).where(SessionRow.id == session_id).execute()


def lock(session_id: int, now: datetime) -> None:
    """Have nothing done in the session before its owner's password is given (X-27)."""
    SessionRow.update(locked_at=now).where(SessionRow.id == session_id).execute()


def unlock(session_id: int, now: datetime) -> None:
    """Let the session go on: its owner is here again (X-27)."""
    query = SessionRow.update(locked_at=None, last_active_at=now, wrong_passwords=0)
    query.where(SessionRow.id == session_id).execute()


def password_changed(session_id: int) -> None:
    """Let the session go on to everything else: a demanded change has been made (X-16)."""
    SessionRow.update(must_change=False, wrong_passwords=0).where(SessionRow.id == session_id).execute()


def forget_wrong_passwords(session_id: int) -> None:
    """Begin counting anew: the right one was given."""
    SessionRow.update(wrong_passwords=0).where(SessionRow.id == session_id).execute()


def count_wrong_password(session_id: int) -> int:
    """Count a wrong password and return how many there have been (X-14)."""
    SessionRow.update(wrong_passwords=SessionRow.wrong_passwords + 1).where(SessionRow.id == session_id).execute()
    return load(session_id).wrong_passwords


def forget(before: datetime) -> int:
    """Delete what nobody has used since; returns how many sessions. Those of killed programs never ended."""
    return cast(int, SessionRow.delete().where(SessionRow.last_active_at < before).execute())


def going_on(
    module: Module,
    region: Region | None,
    rows: Rows[SessionCursor],
    *,
    begun_after: datetime,
    used_after: datetime,
    day: date,
) -> list[ListedSession]:
    """The module's sessions that are not over and are asked for, in Czech order of their owners (F10).

    Those that end at their owner's next action are over as well: they began too long ago, or the account is not valid
    on the day, retired or locked (X-9, X-27), or an application left them alone. `region` None means all regions.
    """
    employee = EmployeeRow
    query = (
        SessionRow.select(SessionRow, AccountRow, EmployeeRow, WorkplaceRow)
        .join(AccountRow)
        .join(EmployeeRow)
        .join(WorkplaceRow)
        .where(
            SessionRow.ended_at.is_null(),
            SessionRow.module == module,
            SessionRow.started_at > begun_after,
            (SessionRow.place != Place.APPLICATION) | (SessionRow.last_active_at > used_after),
            AccountRow.locked_at.is_null(),
            employee.retired_at.is_null(),
            employee.valid_from <= day,
            employee.valid_to.is_null() | (employee.valid_to >= day),
        )
    )
    if region is not None:
        query = query.where(employee.region == region)
    return page(query, (employee.sort_key, SessionRow.id), rows, _listed)


def _listed(row: SessionRow) -> ListedSession:
    employee = employees.value_of(row.account.employee)
    return ListedSession(
        key=SessionCursor(row.account.employee.sort_key, row.id),
        ik=employee.ik,
        name=employee.person.name,
        username=row.account.username,
        workplace=employee.workplace.name,
        started_at=row.started_at,
        last_active_at=row.last_active_at,
        locked_at=row.locked_at,
        origin=row.origin,
    )
