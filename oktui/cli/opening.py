"""What commands work on: the installation's databases, and who gives the commands."""

import getpass
import os

from oktui.cli.invocation import Invocation
from oktui.cli.settings import settings_of
from oktui.config import Settings
from oktui.domain.modules import Module
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.installation import log_to_file, make_effects, open_databases, open_to_read


def open_named(invocation: Invocation) -> Effects:
    """Open the installation that the command was given for. Raises Unusable, SchemaMismatch, Outage."""
    return open_installation(settings_of(invocation))


def open_named_to_read(invocation: Invocation) -> Effects:
    """Open the installation for a command that writes nothing, not even a log. Raises as `open_named` does."""
    settings = settings_of(invocation)
    open_to_read(settings)
    return make_effects(settings)


def open_installation(settings: Settings) -> Effects:
    """Open databases and log. Raises SchemaMismatch, Outage."""
    open_databases(settings)
    log_to_file(settings.home)
    return make_effects(settings)


def machine_owner(module: Module) -> MachineOwner:
    """Whoever gives the command, as the rules and the audit know them."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a user without an entry in the machine's list of users, as in a container
        name = f"uid {os.getuid()}"
    return MachineOwner(module=module, name=name)
