"""What commands work on: the installation's databases, and who gives the commands."""

import os
import re

from oktui.cli.invocation import Invocation, Unusable
from oktui.cli.settings import commands_machine, settings_of
from oktui.config import Settings
from oktui.domain.modules import Module
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.guarding import name_of, owner_of
from oktui.installation import make_effects, open_databases, open_to_read
from oktui.last_sign_in import LastSignIn
from oktui.log import start_log


def open_named(invocation: Invocation) -> Effects:
    """Open the installation that the command was given for. Raises Unusable, SchemaMismatch, Outage."""
    return open_installation(settings_of(invocation))


def open_named_to_read(invocation: Invocation) -> Effects:
    """Open the installation for a command that writes nothing, not even a log. Raises as `open_named` does."""
    return open_to_look(settings_of(invocation))


def open_to_look(settings: Settings) -> Effects:
    """As `open_named_to_read`, of settings that are known already."""
    open_to_read(settings)
    return make_effects(settings)


def open_installation(settings: Settings) -> Effects:
    """Open the log, which is told of what comes next, and the databases. Raises SchemaMismatch, Outage."""
    if settings.home.is_dir():
        start_log(settings)
    open_databases(settings)
    return make_effects(settings)


def memory_of(settings: Settings) -> LastSignIn | None:
    """Who signed in last; of an account that does not own the installation, which is many people's, nothing."""
    return LastSignIn.of_user(settings.home) if owner_of(settings.home) == os.geteuid() else None


def machine_owner(invocation: Invocation, module: Module) -> MachineOwner:
    """Whoever gives the command, as the rules and the audit know them.

    Root, or the account that owns the settings. An account that only runs the program, as sshd's forced command does,
    is none. Raises Unusable.
    """
    settings_of(invocation)
    if not commands_machine(invocation):
        raise Unusable("Tento příkaz dává jen správce serveru nebo ten, komu patří nastavení instalace: sudo oktui …")
    return MachineOwner(module=module, name=_name(invocation.uid, os.environ.get("SUDO_USER", "")))


def _name(uid: int, behind: str) -> str:
    """The account's name; of root, whom sudo names behind it. Nobody else is believed what the environment says."""
    known = uid == 0 and re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}", behind)
    return f"{behind} (sudo)" if known and behind != "root" else name_of(uid)
