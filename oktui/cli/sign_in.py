"""`oktui sign-in`: whether somebody can sign in, for scripts (R1.1-2)."""

import click

from oktui.cli.grammar import ByValue, Command
from oktui.cli.invocation import OK, REFUSED, Invocation, given
from oktui.cli.opening import open_named
from oktui.cli.reading import read_password
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module
from oktui.domain.sessions import Place
from oktui.domain.sign_in import SlowedDown
from oktui.services.sign_in.sign_in import SignIn, sign_in
from oktui.services.sign_in.sign_out import sign_out
from screens.texts.refusals import refusal


@click.command("sign-in", cls=Command, help="Ověří přihlášení; heslo čte ze standardního vstupu.")
@click.option("--module", required=True, type=ByValue(Module), help="aplikace, do které se přihlašuje")
@click.option("--username", required=True, metavar="JMÉNO", help="uživatelské jméno")
@given
def command(invocation: Invocation, *, module: Module, username: str) -> int:
    """Sign in and out again."""
    effects = open_named(invocation)
    try:
        # The place of an application, so that nobody at a terminal is in the way; what another check has left goes.
        request = SignIn(module, username, read_password(), end_other=True, place=Place.APPLICATION)
        signed_in = sign_in(request, effects=effects)
    except DomainError as error:
        message = refusal(error)
        refused: dict[str, object] = {
            "signed_in": False,
            "reason": type(error).__name__,
            "title": message.title,
            "text": message.text,
        }
        if isinstance(error, SlowedDown):
            refused["until"] = error.until.isoformat()
        invocation.answer(f"{message.title}\n{message.text}", refused)
        return REFUSED
    sign_out(signed_in.actor, effects=effects)
    principal = signed_in.principal
    done = {"signed_in": True, "username": principal.username, "must_change_password": signed_in.must_change}
    invocation.answer(f"Přihlášeno: {principal.name}", done)
    return OK
