"""Retire an employee, or restore one: Zrušení – vyřazení účtu (R2.5-1)."""

from oktui.domain.audit import EventKind
from oktui.domain.authority import Action
from oktui.domain.sessions import Actor, SessionEnd
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.administration import keeping_administration
from oktui.services.recording import record, who
from oktui.services.subjects import employee_for
from storage import employees, sessions


def retire_employee(actor: Actor, employee_id: int, *, confirmed: bool = False, effects: Effects) -> None:
    """Turn Vyřazen to Ano, which ends the account's open sessions (X-9).

    Raises:
        LastAdministrator: nobody could administer the office any more, and that was not confirmed (X-10).
        Forbidden, NotFound
    """
    _set_retired(actor, employee_id, effects, retired=True, confirmed=confirmed)


def restore_employee(actor: Actor, employee_id: int, *, effects: Effects) -> None:
    """Turn Vyřazen back to Ne. Raises Forbidden, NotFound."""
    _set_retired(actor, employee_id, effects, retired=False, confirmed=True)


def _set_retired(actor: Actor, employee_id: int, effects: Effects, *, retired: bool, confirmed: bool) -> None:
    with acting(actor, Action.RETIRE, effects) as principal:
        employee, account = employee_for(principal, Action.RETIRE, employee_id, to_change=True)
        if (employee.retired_at is not None) == retired:
            return
        with keeping_administration(employee, confirmed=confirmed, today=principal.today):
            employees.set_retired(employee_id, principal.at if retired else None)
        if account is not None and retired:
            sessions.end_all_of(account.id, SessionEnd.RETIRED, principal.at, by=who(principal).name)
        kind = EventKind.RETIRED if retired else EventKind.RESTORED
        record(principal, kind, employee, before={"retired": not retired}, after={"retired": retired})
