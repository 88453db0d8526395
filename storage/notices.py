"""Notices to be sent by e-mail: a queue in which each stands once, however often it is put there."""

from datetime import date, datetime
from typing import Any, Final, cast

from peewee import SQL, fn

from oktui.domain.modules import Realm
from oktui.domain.notices import ENDS_WITHIN, NewNotice, Notice, NoticeKind, NoticeReason, NoticeState
from storage.mapping import columns, record
from storage.models import AccountRow, EmployeeRow, GrantRow, NoticeRow

_WAITING: Final = SQL("state = 'waiting'")
_SENDING: Final = SQL("state = 'sending'")
_FAILED: Final = SQL("state = 'failed'")
"""In letters, not as parameters: only then does an engine see that a partial index holds them all."""


def add(notice: NewNotice, token: str, now: datetime) -> bool:
    """Put a notice into the queue; False when the owner is, or was, told of this event already."""
    of_event = (NoticeRow.account == notice.account_id, NoticeRow.kind == notice.kind, NoticeRow.event == notice.event)
    # One that was dropped, for it was not so any more, is told after all when it is so again.
    NoticeRow.delete().where(*of_event, NoticeRow.reason == NoticeReason.OUT_OF_DATE).execute()
    values = columns(notice, but=("account_id",))
    query = NoticeRow.insert(
        **values, account=notice.account_id, token=token, created_at=now, due_at=now, state=NoticeState.WAITING
    )
    return bool(query.on_conflict_ignore().as_rowcount().execute())


def told(notice: NewNotice) -> bool:
    """Whether the owner is, or was, told of this event already."""
    row = NoticeRow
    of_event = (row.account == notice.account_id, row.kind == notice.kind, row.event == notice.event)
    return row.select().where(*of_event).exists()


def owners_whose_validity_ends(day: date) -> list[tuple[int, date]]:
    """The accounts whose owners' validity ends soon, who have not been told of that end, with its day."""
    ends = EmployeeRow.valid_to
    said = NoticeRow.select(SQL("1")).where(
        NoticeRow.account == AccountRow.id,
        NoticeRow.kind == NoticeKind.VALIDITY_ENDS,
        NoticeRow.event == ends.cast("TEXT"),
        NoticeRow.reason.is_null() | (NoticeRow.reason != NoticeReason.OUT_OF_DATE),
    )
    query: Any = AccountRow.select(AccountRow.id, ends).join(EmployeeRow)
    query = query.where(
        EmployeeRow.retired_at.is_null(), EmployeeRow.realm.in_(list(Realm)), ends >= day, ends <= day + ENDS_WITHIN,
        ~fn.EXISTS(said),
    )  # fmt: skip
    return list(query.order_by(AccountRow.id).tuples())


def administrators() -> list[int]:
    """The accounts to which Správa systému is granted with the level that changes things."""
    granted = SQL("revoked_at IS NULL AND permission = 'system_administration' AND level = 'update'")
    query: Any = GrantRow.select(GrantRow.account).where(granted).distinct().tuples()
    return sorted(account_id for (account_id,) in query)


def next_due(now: datetime) -> Notice | None:
    """The notice that has waited longest of those that are due."""
    query = NoticeRow.select().where(_WAITING, NoticeRow.due_at <= now)
    row = query.order_by(NoticeRow.due_at, NoticeRow.id).first()
    return None if row is None else _value_of(row)


def anything_to_do(now: datetime) -> bool:
    """Whether a notice is due, or was left by a program that was sending it."""
    due = NoticeRow.select().where(_WAITING, NoticeRow.due_at <= now).exists()
    return due or NoticeRow.select().where(_SENDING).exists()


def expire(now: datetime) -> int:
    """Give up those that it is too late for; returns how many."""
    changed = {"state": NoticeState.FAILED, "reason": NoticeReason.EXPIRED, "settled_at": now}
    return sum(
        NoticeRow.update(**changed)
        .where(_WAITING, NoticeRow.kind == kind, NoticeRow.created_at < now - kind.lifetime)
        .execute()
        for kind in NoticeKind
    )


def begin(notice_id: int, address: str) -> bool:
    """Note that the server is about to be given a notice; False when it does not wait any more."""
    return _move(notice_id, _WAITING, state=NoticeState.SENDING, address=address)


def take_back(now: datetime) -> int:
    """Have those wait again of which nobody knows whether the server took them; returns how many."""
    query = NoticeRow.update(state=NoticeState.WAITING, due_at=now, attempts=NoticeRow.attempts + 1)
    return cast(int, query.where(_SENDING).execute())


def postpone(notice_id: int, until: datetime, reply: int | None) -> None:
    """Have a notice wait after an attempt in vain."""
    changed = {"state": NoticeState.WAITING, "due_at": until, "attempts": NoticeRow.attempts + 1, "reply": reply}
    _move(notice_id, SQL("state IN ('waiting', 'sending')"), **changed)


def settle(
    notice_id: int,
    state: NoticeState,
    now: datetime,
    *,
    reason: NoticeReason | None = None,
    reply: int | None = None,
    address: str | None = None,
) -> None:
    """Note what came of a notice."""
    tried = state is NoticeState.SENT or reason is NoticeReason.REFUSED
    changed: dict[str, Any] = {"state": state, "settled_at": now, "reason": reason, "reply": reply}
    if tried:
        changed["attempts"] = NoticeRow.attempts + 1
    if address is not None:
        changed["address"] = address
    _move(notice_id, SQL("state IN ('waiting', 'sending')"), **changed)


def _move(notice_id: int, which: Any, **changed: Any) -> bool:
    return bool(NoticeRow.update(**changed).where(NoticeRow.id == notice_id, which).execute())


def counts() -> dict[NoticeState, int]:
    """How many notices are in each state."""
    query: Any = NoticeRow.select(NoticeRow.state, fn.COUNT(NoticeRow.id).alias("number")).group_by(NoticeRow.state)
    found = {row.state: row.number for row in query}
    return {state: found.get(state, 0) for state in NoticeState}


def count_failed(since: datetime) -> int:
    """How many could not be delivered since then."""
    return NoticeRow.select().where(_FAILED, NoticeRow.settled_at >= since).count()


def waiting(most: int) -> list[Notice]:
    """Those that are to be sent, the next one first."""
    query = NoticeRow.select().where(SQL("state IN ('waiting', 'sending')"))
    return [_value_of(row) for row in query.order_by(NoticeRow.due_at, NoticeRow.id).limit(most)]


def failed(most: int) -> list[Notice]:
    """Those that could not be delivered, the last one first."""
    query = NoticeRow.select().where(_FAILED)
    return [_value_of(row) for row in query.order_by(NoticeRow.settled_at.desc(), NoticeRow.id.desc()).limit(most)]


def forget(before: datetime) -> int:
    """Delete the notices that were settled before then; returns how many."""
    query = NoticeRow.delete().where(NoticeRow.settled_at.is_null(False), NoticeRow.settled_at < before)
    return cast(int, query.execute())


def _value_of(row: NoticeRow) -> Notice:
    return record(Notice, row)
