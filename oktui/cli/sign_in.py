"""`oktui sign-in`: whether somebody can sign in, and what they may do then, for applications and scripts (R1.1-2)."""

from dataclasses import replace

import click

from oktui import answers
from oktui.cli.grammar import ByValue, Command
from oktui.cli.invocation import OK, REFUSED, Invocation, given
from oktui.cli.opening import open_named
from oktui.cli.reading import read_password
from oktui.domain.errors import DomainError, Outage
from oktui.domain.modules import Module
from oktui.domain.sources import in_usual_form
from oktui.effects import source_at
from oktui.services.sign_in.sign_in import SignIn, sign_in
from oktui.services.sign_in.sign_out import sign_out


class _Address(click.ParamType[str]):
    """An IP address, in its one usual form."""

    name = "address"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the address."""
        return in_usual_form(value) or self.fail("není IP adresa.", param, ctx)


@click.command("sign-in", cls=Command, help="Ověří přihlášení a řekne, co smí; heslo čte ze standardního vstupu.")
@click.option("--module", required=True, type=ByValue(Module), help="aplikace, do které se přihlašuje")
@click.option("--username", required=True, metavar="JMÉNO", help="uživatelské jméno")
@click.option("--origin", type=_Address(), metavar="ADRESA", help="IP adresa, ze které se přihlašuje")
@given
def command(invocation: Invocation, *, module: Module, username: str, origin: str | None) -> int:
    """Sign in and out again; an outage is no refusal (exit status 3)."""
    effects = open_named(invocation)
    if origin is not None:
        effects = replace(effects, origin=origin, source=source_at(origin))
    try:
        signed_in = sign_in(SignIn.only_to_check(module, username, read_password()), effects=effects)
    except Outage:
        raise
    except DomainError as error:
        told = {"signed_in": False, "reason": type(error).__name__, **answers.refused(error)}
        invocation.answer(f"{told['title']}\n{told['text']}", told)
        return REFUSED
    sign_out(signed_in.actor, effects=effects)
    invocation.answer(f"Přihlášeno: {signed_in.principal.name}", answers.signed_in(signed_in))
    return OK
