"""Unlock an account: Odemknout účet (R2.6-3)."""

from oktui.domain.audit import EventKind
from oktui.domain.authority import Action, Subject, require
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.identity import identify
from oktui.services.recording import record
from storage import accounts, employees
from storage.database import transaction


def unlock_account(actor: Actor, account_id: int, *, effects: Effects) -> None:
    """End the lock and start the count of failures anew; an account not locked stays as it is. Raises Forbidden."""
    now = effects.now()
    with transaction():
        principal = identify(actor, effects)
        account = accounts.load(account_id, to_change=True)
        require(principal, Action.UNLOCK, Subject.of(account.employee, account, now))
        if not account.locked(effects.policy):
            return
        accounts.forget_failures(account_id)
        employees.touch(account.employee.id)
        record(
            principal,
            EventKind.UNLOCKED,
            account.employee,
            at=now,
            before={"locked": True},
            after={"locked": False},
        )
