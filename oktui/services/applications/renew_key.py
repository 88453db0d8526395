"""Give an application another key: the old one is lost, or others may have seen it."""

from oktui.domain.audit import EventKind
from oktui.domain.authority import Action
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.application_keys import make, record_application
from storage import applications


def renew_key(owner: MachineOwner, name: str, *, effects: Effects) -> str:
    """Replace the application's key and return the new one; its users stay signed in. Raises UnknownApplication."""
    with acting(owner, Action.COMMAND_MACHINE, effects) as principal:
        application = applications.named(name)
        key, key_hash = make(name, application.module, effects)
        applications.set_key(application.id, key_hash, principal.at)
        record_application(principal, EventKind.APPLICATION_KEY_CHANGED, application.id, name, application.module, {})
    return key
