"""What the commands of `oktui` share: the installation they work on, how they answer, and who gives them."""

import argparse
import getpass
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from oktui.config import Settings, load_settings
from oktui.environment import hide_postgresql

if TYPE_CHECKING:
    from oktui.domain.modules import Module
    from oktui.domain.sessions import MachineOwner
    from oktui.effects import Effects

OK, REFUSED, UNUSABLE = 0, 1, 2
"""Exit statuses: done, refused by a rule or an outage, called in a way or place that cannot work."""


class Command(Protocol):
    """What a command does; returns the exit status."""

    def __call__(self, options: argparse.Namespace, /) -> int:
        """Do it."""


class Add(Protocol):
    """Adds a command of this name, which does this and is described so, and returns its parser for arguments."""

    def __call__(self, name: str, command: Command, text: str) -> argparse.ArgumentParser:
        """Add it."""


def complain(text: str, status: int) -> int:
    """Say on standard error why it was not done; returns the exit status."""
    print(_plain(text), file=sys.stderr)
    return status


def answer(text: str, data: Mapping[str, object], *, as_json: bool) -> None:
    """Say the result, to a person or to a script."""
    print(json.dumps(data, ensure_ascii=False) if as_json else _plain(text))


def _plain(text: str) -> str:
    """The text without anything that would steer the terminal: names come from outside (X-22)."""
    return "\n".join(
        "".join(character if character.isprintable() else "\ufffd" for character in line) for line in text.split("\n")
    )


def home_of(options: argparse.Namespace) -> Path | None:
    """The folder named with --home, before or after the command."""
    # Not a default of the parser's: a default of the command's would overwrite what stands before it.
    return getattr(options, "home", None)


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings of the installation. Raises BadSettings."""
    settings = load_settings(home_of(options))
    if settings.database_url.startswith("sqlite") and settings.krk_url.startswith("sqlite"):
        hide_postgresql()
    return settings


def open_installation(settings: Settings) -> "Effects":
    """Open databases and log; imported here, so that a command that fails before starts at once."""
    from oktui.installation import log_to_file, make_effects, open_databases

    open_databases(settings)
    log_to_file(settings.home)
    return make_effects(settings)


def machine_owner(module: "Module") -> "MachineOwner":
    """Whoever gives the command, as the rules and the audit know them."""
    from oktui.domain.sessions import MachineOwner

    return MachineOwner(module=module, name=getpass.getuser())
