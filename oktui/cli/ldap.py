"""`oktui ldap`: what slapd asks for software that speaks LDAP (docs/aplikace.md)."""

from pathlib import Path

import click

from oktui.cli.at_socket import at_socket
from oktui.cli.grammar import Command
from oktui.cli.invocation import OK, Invocation, given
from oktui.cli.opening import open_installation
from oktui.cli.settings import settings_of
from oktui.serving.ldap.server import serve


@click.command("ldap", cls=Command, help="Odpovídá serveru slapd, dokud ho neukončí SIGTERM.")
@click.option(
    "--socket",
    "path",
    type=click.Path(path_type=Path),
    metavar="SOUBOR",
    help="soket, na kterém čeká (jinak ldap.sock ve složce)",
)
@click.option("--check", is_flag=True, help="jen zkusí, zda to půjde, a skončí")
@given
def command(invocation: Invocation, /, *, path: Path | None, check: bool) -> int:
    """Answer until a signal."""
    settings = settings_of(invocation)
    effects = open_installation(settings)
    with at_socket(settings, path, "ldap.sock", "oktui ldap") as (where, bound):
        said = f"slapd se připojuje na {where}."
        if check:
            invocation.answer(f"V pořádku. {said}", {"checked": True})
            return OK
        if not invocation.as_json:
            invocation.warn(said)
        serve(effects, bound)
    if invocation.as_json:
        invocation.answer("", {"stopped": True})
    return OK
