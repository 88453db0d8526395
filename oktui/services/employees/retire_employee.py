"""Retire an employee, or restore one: Zrušení – vyřazení účtu (R2.5-1)."""

from oktui.domain.authority import Action
from oktui.domain.changes import Restore, Retire
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.changing import make


def retire_employee(
    actor: Actor, employee_id: int, *, version: int | None = None, confirmed: bool = False, effects: Effects
) -> None:
    """Turn Vyřazen to Ano, which ends the account's open sessions (X-9).

    Raises:
        LastAdministrator: nobody could administer the office any more, and that was not confirmed (X-10).
        EditConflict: somebody else has saved the employee since that version (X-21).
        Forbidden, NotFound
    """
    with acting(actor, Action.RETIRE, effects) as principal:
        make(principal, Retire(), employee_id, version=version, confirmed=confirmed, effects=effects)


def restore_employee(actor: Actor, employee_id: int, *, version: int | None = None, effects: Effects) -> None:
    """Turn Vyřazen back to Ne. Raises EditConflict, Forbidden, NotFound."""
    with acting(actor, Action.RETIRE, effects) as principal:
        make(principal, Restore(), employee_id, version=version, effects=effects)
