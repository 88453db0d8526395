"""Click's commands as `oktui` has them: in Czech, all with --home and --json, loaded when they are named."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from importlib import import_module
from typing import Any, TypeVar

import click

from oktui.cli.invocation import Invocation

E = TypeVar("E", bound=Enum)

COMPLETE = "_OKTUI_COMPLETE"
"""The environment variable in which a shell asks what may follow."""

COMMON = (
    click.Option(
        ["--home"],
        type=click.Path(file_okay=False),
        metavar="ADRESÁŘ",
        expose_value=False,
        help="složka instalace (jinak OKTUI_HOME)",
    ),
    click.Option(["--json"], is_flag=True, expose_value=False, help="výsledek i chyba jako JSON"),
)
"""For the help and for completion; `take_invocation` has read them before Click reads the rest."""


class Command(click.Command):
    """A command, which takes what every command takes."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"options_metavar": "[VOLBY]", **options})
        self.params.extend(COMMON)

    def get_short_help_str(self, limit: int = 500) -> str:  # noqa: ARG002 - Click's
        """What stands in its group's list: the first sentence, whole."""
        return super().get_short_help_str(500)


class Group(Command, click.Group):
    """Commands under one name, listed in the order in which they are added."""

    command_class = Command

    def __init__(self, *arguments: Any, **options: Any) -> None:
        chosen = {"subcommand_metavar": "PŘÍKAZ [ARGUMENTY]...", "no_args_is_help": False, **options}
        super().__init__(*arguments, **chosen)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's
        """The names of the commands."""
        return list(self.commands)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """What is imported is no garbage, now or later: it is not searched for any while it comes, nor ever again."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class Deferred(click.Command):
    """Stands in a group for the `command` of a module, which is loaded when it is named."""

    def __init__(self, name: str, short_help: str) -> None:
        super().__init__(name, short_help=short_help)
        self._module = f"oktui.cli.{name.replace('-', '_')}"

    def load(self, context: click.Context | None, arguments: Sequence[str] = ()) -> click.Command:
        """The command itself, with the drivers that the settings or the arguments ask for."""
        from oktui.cli.settings import leave_out_drivers  # here, because nothing but a named command needs settings

        invocation = context.find_object(Invocation) if context else None
        if not any(argument.startswith(("postgresql://", "postgres://")) for argument in arguments):
            leave_out_drivers(invocation or Invocation())
        with _nothing_collected():
            command: click.Command = import_module(self._module).command
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of the command itself, so that Click goes on with that one."""
        return self.load(parent, args).make_context(info_name, args, parent, **extra)


class ByValue(click.Choice[E]):
    """One of an enumeration's members, named by its value."""

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:  # noqa: ARG002 - Click's
        """What is typed for this member."""
        return str(choice.value if isinstance(choice, Enum) else choice)
