"""`oktui db`: makes the databases, or brings them to this version."""

import click

from oktui.cli.grammar import Group
from oktui.cli.invocation import OK, Invocation, given
from oktui.cli.settings import settings_of
from oktui.installation import upgrade_databases


@click.group("db", cls=Group, help="Databáze instalace.")
def command() -> None:
    """Hold the commands."""


@command.command("upgrade", help="Založí databáze, nebo je převede na novou verzi.")
@given
def _upgrade(invocation: Invocation) -> int:
    applied = upgrade_databases(settings_of(invocation))
    invocation.answer("\n".join(applied) if applied else "Databáze je aktuální.", {"applied": applied})
    return OK
