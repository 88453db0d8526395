"""See one's own account: all that an official without Správa systému sees of accounts (F2)."""

from oktui.domain.accounts import Account
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.identity import identify
from storage import accounts, sessions
from storage.database import transaction


def get_own_account(actor: Actor, *, effects: Effects) -> Account:
    """The actor's own account with its employee and grants."""
    with transaction():
        identify(actor, effects)
        return accounts.load(sessions.load(actor.session_id).account_id)
