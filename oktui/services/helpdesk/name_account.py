"""Find the account that the owner of the machine names on the command line."""

from oktui.domain.accounts import Account
from oktui.domain.authority import Action
from oktui.domain.modules import Module, Realm
from oktui.domain.names import AmbiguousUsername, UnknownUsername, is_username
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.services.acting import seeing
from storage import accounts


def name_account(owner: MachineOwner, username: str, module: Module | None, *, effects: Effects) -> Account:
    """The account with the username in the module's realm, or in whichever realm has it.

    Raises:
        Forbidden: to anybody but the owner of the machine.
        UnknownUsername: there is none.
        AmbiguousUsername: there is one in each, and no module to tell which is meant.
    """
    wanted = username.strip()
    realms = [module.realm] if module else list(Realm)
    with seeing(owner, Action.COMMAND_MACHINE, effects):
        named = [accounts.named(realm, wanted) for realm in realms] if is_username(wanted) else []
    found = [account for account in named if account is not None]
    if not found:
        raise UnknownUsername(username)
    if len(found) > 1:
        raise AmbiguousUsername(username)
    return found[0]
