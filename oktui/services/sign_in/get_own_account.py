"""See one's own account: all that an official without Správa systému sees of accounts (F2)."""

from oktui.domain.accounts import Account
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing_oneself


def get_own_account(actor: Actor, *, effects: Effects) -> Account:
    """The actor's own account with its employee and grants."""
    with seeing_oneself(actor, effects) as own:
        return own.account
