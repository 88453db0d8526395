"""Taking a change back: which ones can be, for how long, and what of somebody is then as it was (X-19, X-21)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from oktui.domain.accounts import Account, Grant
from oktui.domain.audit import AuditEvent, Detail, EventKind, Recorded, differences
from oktui.domain.authority import Action
from oktui.domain.changes import State
from oktui.domain.errors import DomainError
from oktui.domain.history import grants_in, name_of, undone
from oktui.domain.people import Details, Workplace
from oktui.domain.records import values
from oktui.values import dataclass

WITHIN: Final = timedelta(minutes=10)
"""How long after a change it can be taken back."""

UNDOES: Final = "undoes"
"""What the number of the event that was taken back is called on record."""

_ACTIONS: Final = {
    EventKind.EMPLOYEE_CREATED: Action.DELETE_EMPLOYEE,
    EventKind.EMPLOYEE_CHANGED: Action.EDIT_EMPLOYEE,
    EventKind.RETIRED: Action.RETIRE,
    EventKind.RESTORED: Action.RETIRE,
}
_NEVER: Final = frozenset({"password", "must_change", "recognised_by", "locked"})
"""Passwords and what belongs to signing in stay as they are."""


class NothingToUndo(DomainError, code="nothing_to_undo"):
    """The actor has made no change lately, or has taken their last one back already."""


@dataclass(eq=False)
class NotUndoable(DomainError, code="not_undoable"):
    """A change of this kind is never taken back: a password, a lock, or somebody who is gone."""

    kind: EventKind


@dataclass(eq=False)
class TouchedSince(DomainError, code="touched_since"):
    """Somebody has changed the employee since: who and when."""

    who: str
    when: datetime


def check_undoable(last: Recorded | None, now: datetime) -> Recorded:
    """The actor's last change, if it can be taken back now.

    Raises:
        NothingToUndo: there is none, it is too long ago, or it takes a change back itself.
        NotUndoable: it is of a kind that stays.
    """
    if last is None or last.event.at < now - WITHIN or is_undoing(last.event):
        raise NothingToUndo
    action_of(last.event)
    return last


def is_undoing(event: AuditEvent) -> bool:
    """Whether the event takes another one back."""
    return event.kind is EventKind.CHANGE_UNDONE or UNDOES in event.after


def action_of(event: AuditEvent) -> Action:
    """What one has to be allowed to do to take the change back. Raises NotUndoable."""
    action = _ACTIONS.get(event.kind)
    changed = {name for name, _, _ in differences(event.before, event.after)}
    if action is None or (event.before and changed <= _NEVER):
        raise NotUndoable(event.kind)
    return action


def keeps_password(event: AuditEvent) -> bool:
    """Whether the change was one of the password as well, which stays."""
    return "password" in event.after


def earlier(now: Detail, event: AuditEvent) -> Detail:
    """What a snapshot of an employee will be when the event is taken back."""
    kept = {name: value for name, value in now.items() if name in _NEVER}
    return {**{name: value for name, value in undone(now, [event]).items() if name not in _NEVER}, **kept}


def state_of(target: Detail, state: State, workplace: Workplace, at: datetime) -> State:
    """The employee with their account as the snapshot has them; whom there was no account of then has none."""
    retired_at = (state.employee.retired_at or at) if target["retired"] else None
    details = Details(**_details(target, state.employee.details))
    employee = replace(state.employee, workplace=workplace, details=details, retired_at=retired_at)
    account = state.account
    if account is None or "username" not in target:
        return State(employee, None)
    username, grants = str(target["username"]), _grants(target, account)
    return State(employee, replace(account, employee=employee, username=username, grants=grants))


def _details(target: Detail, stored: Details) -> dict[str, Any]:
    def read(name: str, value: object) -> object:
        text = str(target[name])
        if isinstance(value, date) or name in ("valid_from", "valid_to"):
            return date.fromisoformat(text) if text else None
        return text

    return {name: read(name, value) for name, value in values(stored).items()}


def _grants(target: Detail, account: Account) -> tuple[Grant, ...]:
    """The grants of then: those that are still held keep their number, and what was revoked before stays revoked."""
    wanted = {name_of(grant): grant for grant in grants_in(target)}
    held = {name_of(grant): grant for grant in account.grants if grant.revoked_at is None}
    revoked = [grant for grant in account.grants if grant.revoked_at is not None]
    kept = [replace(grant, id=held[name].id if name in held else None) for name, grant in wanted.items()]
    return (*revoked, *kept)
