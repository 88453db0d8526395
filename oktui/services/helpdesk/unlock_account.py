"""Unlock an account: Odemknout účet (R2.6-3)."""

from oktui.domain.audit import EventKind
from oktui.domain.authority import Action
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.recording import record
from oktui.services.subjects import account_for
from storage import accounts, employees


def unlock_account(actor: Actor, account_id: int, *, effects: Effects) -> None:
    """End the lock and start the count of failures anew; an account not locked stays as it is. Raises Forbidden."""
    with acting(actor, Action.UNLOCK, effects) as principal:
        account = account_for(principal, Action.UNLOCK, account_id)
        if not account.locked(effects.policy):
            return
        accounts.forget_failures(account_id)
        employees.touch(account.employee.id)
        record(principal, EventKind.UNLOCKED, account.employee, before={"locked": True}, after={"locked": False})
