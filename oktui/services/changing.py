"""Deciding and making one change to one employee, alone or as one of many (R2.5-1, R2.6-3, X-21)."""

from dataclasses import replace

from oktui.domain.accounts import check_opens, holds_administration
from oktui.domain.audit import Detail
from oktui.domain.authority import Principal, Subject, require
from oktui.domain.changes import Change, Move, Restore, Retire, State, Unlock, becomes
from oktui.domain.people import EmployeeExists, Workplace
from oktui.domain.proposals import reaches_others
from oktui.domain.sessions import SessionEnd
from oktui.effects import Effects
from oktui.services.administration import keeping_administration
from oktui.services.granting import Granted, granted, store_grants
from oktui.services.new_accounts import refuse_taken
from oktui.services.new_passwords import demand_stricter
from oktui.services.recording import record, snapshot, who
from oktui.services.subjects import employee_for
from oktui.services.versions import check_version
from storage import accounts, employees, sessions, workplaces


def place_of(change: Change) -> Workplace | None:
    """The workplace that the change moves to, if it is such a one. Raises NotFound."""
    return workplaces.load(change.workplace_id) if isinstance(change, Move) and change.workplace_id else None


def decide(
    principal: Principal, change: Change, before: State, place: Workplace | None, effects: Effects, *, confirmed: bool
) -> State:
    """What the change, which moves to this place, makes of them, if the actor may make it.

    Whether their office keeps an administrator is asked where it is stored.

    Raises:
        NothingGranted: the account would lose all that lets its owner in, and that was not confirmed (R1.1-2).
        Forbidden, NotFound, EmployeeExists, DomainError: see `becomes`.
    """
    require(principal, change.action, Subject.of(before.employee, before.account, principal.at))
    after = becomes(change, before, principal, effects.policy, place)
    there, moved = after.employee.workplace, after.employee
    if there.id != before.employee.workplace.id and employees.find(moved.realm, there.id, moved.ik):
        raise EmployeeExists
    if not confirmed and before.account is not None and after.account is not None:
        held = before.account.grants
        check_opens(principal.module, after.account.grants, principal.today, effects.policy, before=held)
    return after


def make(
    principal: Principal,
    change: Change,
    employee_id: int,
    *,
    effects: Effects,
    version: int | None = None,
    confirmed: bool = False,
) -> bool:
    """Make the change and put it on record; says whether there was anything to change.

    Raises:
        LastAdministrator: nobody could administer the office any more, and that was not confirmed (X-10).
        EditConflict: somebody else has saved the employee since that version (X-21).
        DomainError: see `decide`.
    """
    employee, account = employee_for(principal, change.action, employee_id, to_change=True)
    check_version(employee, version)
    before = State(employee, account)
    after = decide(principal, change, before, place_of(change), effects, confirmed=confirmed)
    if after == before:
        return False
    with keeping_administration(employee, confirmed=confirmed, today=principal.today):
        withdrawn = store(principal, before, after, effects)
    was, now = told(change, before, after, effects)
    record(principal, change.kind, after.employee, before={**was, **withdrawn}, after=now)
    return True


def told(change: Change, before: State, after: State, effects: Effects) -> tuple[Detail, Detail]:
    """What is said of the change, before and after."""
    match change:
        case Retire():
            return {"retired": False}, {"retired": True}
        case Restore():
            return {"retired": True}, {"retired": False}
        case Unlock():
            return {"locked": True}, {"locked": False}
    return snapshot(before.employee, before.account), standing(before, after, effects)


def standing(before: State, after: State, effects: Effects) -> Detail:
    """How it is with them once the change is stored: what is decided, less what waits for a second person."""
    if before.account is None or after.account is None:
        return snapshot(after.employee, after.account)
    moved = reaches_others(after.employee.workplace, before.employee.workplace)
    become = granted(before.account.grants, after.account.grants, policy=effects.policy, moved=moved)
    return {**snapshot(after.employee, replace(after.account, grants=become.stand)), **become.waiting}


def store(principal: Principal, before: State, after: State, effects: Effects) -> Detail:
    """Write the difference between two decided states, and end the sessions that it ends (X-9).

    Returns what waited for a second person and waits no more, for it was decided anew.
    """
    employee, wanted = before.employee, after.employee
    touched = False
    if (wanted.workplace, wanted.details) != (employee.workplace, employee.details):
        employees.update(employee.id, wanted.workplace, wanted.details)
        touched = True
    if wanted.retired_at != employee.retired_at:
        employees.set_retired(employee.id, wanted.retired_at)
        touched = True
    if not touched:
        employees.touch(employee.id)
    return _store_account(principal, before, after, effects).withdrawn


def _store_account(principal: Principal, before: State, after: State, effects: Effects) -> Granted:
    account, wanted = before.account, after.account
    if account is None:
        return Granted(())
    if wanted is None:
        accounts.delete(account.id)
        return Granted(())
    if wanted.username != account.username:
        try:
            accounts.rename(account.id, wanted.username)
        except accounts.UsernameInUse:
            refuse_taken(principal.realm, wanted.username)
            raise
    moved = reaches_others(after.employee.workplace, before.employee.workplace)
    become = Granted(account.grants)
    if moved or wanted.grants != account.grants:
        become = store_grants(
            account.id, account.grants, wanted.grants, actor=principal, policy=effects.policy, moved=moved
        )
        demand_stricter(
            account.id,
            was_administrator=account.is_administrator(principal.at),
            is_administrator=holds_administration(become.stand, principal.at),
        )
    if (wanted.failures, wanted.locked_at) != (account.failures, account.locked_at):
        accounts.forget_failures(account.id)
    reason = _ended_by(before, after, principal)
    if reason is None and moved and become.waiting:  # a session goes where its owner goes, with what it began with
        reason = SessionEnd.ENDED_BY_ADMINISTRATOR
    if reason is not None:
        sessions.end_all_of(account.id, reason, principal.at, by=who(principal).name)
    return become


def _ended_by(before: State, after: State, principal: Principal) -> SessionEnd | None:
    if after.employee.retired_at is not None and before.employee.retired_at is None:
        return SessionEnd.RETIRED
    return None if after.employee.valid_on(principal.today) else SessionEnd.NOT_VALID
