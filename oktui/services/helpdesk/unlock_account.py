"""Unlock an account: Odemknout účet (R2.6-3)."""

from oktui.domain.authority import Action
from oktui.domain.changes import Unlock
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.changing import make
from oktui.services.subjects import account_for


def unlock_account(actor: Actor, account_id: int, *, version: int | None = None, effects: Effects) -> None:
    """End the lock and start the count of failures anew; an account not locked stays as it is.

    Raises:
        EditConflict: somebody else has saved the employee since that version (X-21).
        Forbidden, NotFound
    """
    with acting(actor, Action.UNLOCK, effects) as principal:
        account = account_for(principal, Action.UNLOCK, account_id)
        make(principal, Unlock(), account.employee.id, version=version, effects=effects)
