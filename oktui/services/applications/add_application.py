"""Let an application ask for its users (R1-1, X-3)."""

from oktui.domain.applications import check_name
from oktui.domain.audit import EventKind
from oktui.domain.authority import Action
from oktui.domain.modules import Module
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.application_keys import make, record_application
from storage import applications


def add_application(owner: MachineOwner, name: str, module: Module, *, effects: Effects) -> str:
    """Store an application that signs people in to the module, and return its key, which nobody can be shown again.

    Raises:
        Forbidden: it is not the machine's owner who asks.
        InvalidApplicationName, ApplicationNameTaken: it cannot be called so.
    """
    check_name(name)
    with acting(owner, Action.COMMAND_MACHINE, effects) as principal:
        key, key_hash = make(name, module, effects)
        application_id = applications.insert(name, module, key_hash, principal.at)
        record_application(principal, EventKind.APPLICATION_ADDED, application_id, name, module, {})
    return key
