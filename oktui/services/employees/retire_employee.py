"""Retire an employee, or restore one: Zrušení – vyřazení účtu (R2.5-1)."""

from datetime import datetime

from oktui.domain.audit import EventKind
from oktui.domain.authority import Action, Subject, require
from oktui.domain.sessions import Actor, SessionEnd
from oktui.effects import Effects
from oktui.services.administration import keeping_administration
from oktui.services.identity import identify
from oktui.services.recording import record
from storage import accounts, employees, sessions
from storage.database import transaction


def retire_employee(actor: Actor, employee_id: int, *, confirmed: bool = False, effects: Effects) -> None:
    """Turn Vyřazen to Ano, which ends the account's open session (X-9).

    Raises:
        LastAdministrator: nobody could administer the office any more, and that was not confirmed (X-10).
        Forbidden, NotFound
    """
    _set_retired(actor, employee_id, effects.now(), effects, confirmed=confirmed)


def restore_employee(actor: Actor, employee_id: int, *, effects: Effects) -> None:
    """Turn Vyřazen back to Ne. Raises Forbidden, NotFound."""
    _set_retired(actor, employee_id, None, effects, confirmed=True)


def _set_retired(
    actor: Actor, employee_id: int, retired_at: datetime | None, effects: Effects, *, confirmed: bool
) -> None:
    now, retired = effects.now(), retired_at is not None
    with transaction():
        principal = identify(actor, effects)
        account = accounts.of_employee(employee_id, to_change=True)
        employee = employees.load(employee_id, to_change=True)
        require(principal, Action.RETIRE, Subject.of(employee, account, now))
        if (employee.retired_at is not None) == retired:
            return
        with keeping_administration(employee, confirmed=confirmed, effects=effects):
            employees.set_retired(employee_id, retired_at)
        if account is not None and retired:
            sessions.end_all_of(account.id, SessionEnd.RETIRED, now)
        kind = EventKind.RETIRED if retired else EventKind.RESTORED
        record(principal, kind, employee, at=now, before={"retired": not retired}, after={"retired": retired})
