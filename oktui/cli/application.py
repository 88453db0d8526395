"""`oktui application`: the applications that may ask for their users, and their keys (R1-1)."""

import click

from oktui.cli.grammar import ByValue, Group
from oktui.cli.invocation import OK, Invocation, given
from oktui.cli.opening import machine_owner, open_named
from oktui.domain.modules import Module
from oktui.services.applications.add_application import add_application
from oktui.services.applications.list_applications import list_applications
from oktui.services.applications.remove_application import remove_application
from oktui.services.applications.renew_key import renew_key
from screens.texts import applications

_NAME = click.argument("name", metavar="NÁZEV", help="název aplikace")


@click.group("application", cls=Group, help="Aplikace, které smějí přihlašovat své uživatele, a jejich klíče.")
def command() -> None:
    """Hold the commands."""


@command.command("add", help="Přidá aplikaci a jednou ukáže její klíč.")
@_NAME
@click.option("--module", required=True, type=ByValue(Module), help="modul, do kterého smí přihlašovat, a žádný jiný")
@given
def _add(invocation: Invocation, /, *, name: str, module: Module) -> int:
    effects = open_named(invocation)
    key = add_application(machine_owner(invocation, module), name, module, effects=effects)
    invocation.answer(applications.key(key), {"name": name, "module": module.value, "key": key})
    return OK


@command.command("list", help="Vypíše aplikace.")
@given
def _list(invocation: Invocation, /) -> int:
    effects = open_named(invocation)
    found = list_applications(machine_owner(invocation, Module.REGISTR), effects=effects)
    rows = [
        {"name": each.name, "module": each.module.value, "key_made_at": each.key_made_at.isoformat()} for each in found
    ]
    invocation.answer(applications.listed(found), {"applications": rows})
    return OK


@command.command("renew", help="Dá aplikaci nový klíč a jednou ho ukáže; starý přestane hned platit.")
@_NAME
@given
def _renew(invocation: Invocation, /, *, name: str) -> int:
    effects = open_named(invocation)
    key = renew_key(machine_owner(invocation, Module.REGISTR), name, effects=effects)
    invocation.answer(applications.key(key), {"name": name, "key": key})
    return OK


@command.command("remove", help="Odebere aplikaci a ukončí přihlášení jejích uživatelů.")
@_NAME
@given
def _remove(invocation: Invocation, /, *, name: str) -> int:
    effects = open_named(invocation)
    ended = remove_application(machine_owner(invocation, Module.REGISTR), name, effects=effects)
    invocation.answer(applications.removed(name, ended), {"name": name, "sessions_ended": ended})
    return OK
