"""List the applications that may ask for their users."""

from oktui.domain.applications import Application
from oktui.domain.authority import Action
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.services.acting import seeing
from storage import applications


def list_applications(owner: MachineOwner, *, effects: Effects) -> list[Application]:
    """All applications, by their names. Raises Forbidden: it is not the machine's owner who asks."""
    with seeing(owner, Action.COMMAND_MACHINE, effects):
        return applications.in_order()
