"""`oktui sign-in`: whether somebody can sign in, and what they may do then, for applications and scripts (R1.1-2)."""

from collections.abc import Mapping
from dataclasses import replace
from ipaddress import ip_address

import click

from oktui.cli.grammar import ByValue, Command
from oktui.cli.invocation import OK, REFUSED, Invocation, given
from oktui.cli.opening import open_named
from oktui.cli.reading import read_password
from oktui.domain.accounts import Grant
from oktui.domain.errors import DomainError, Outage
from oktui.domain.modules import Module
from oktui.domain.sessions import Place
from oktui.domain.sign_in import NotSynchronised, SlowedDown
from oktui.effects import source_at
from oktui.services.sign_in.sign_in import SignedIn, SignIn, sign_in
from oktui.services.sign_in.sign_out import sign_out
from screens.texts.message import Message
from screens.texts.refusals import refusal


class _Address(click.ParamType[str]):
    """An IP address, in its one usual form."""

    name = "address"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the address."""
        try:
            if "%" not in value:  # what follows it may be any text, and would be on record
                return str(ip_address(value))
        except ValueError:
            pass
        return self.fail("není IP adresa.", param, ctx)


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
        # The place of an application, so that nobody at a terminal is in the way; what another check has left goes.
        request = SignIn(module, username, read_password(), end_other=True, place=Place.APPLICATION)
        signed_in = sign_in(request, effects=effects)
    except Outage:
        raise
    except DomainError as error:
        message = refusal(error)
        invocation.answer(f"{message.title}\n{message.text}", _refused(error, message))
        return REFUSED
    sign_out(signed_in.actor, effects=effects)
    invocation.answer(f"Přihlášeno: {signed_in.principal.name}", _done(signed_in))
    return OK


def _done(signed_in: SignedIn) -> Mapping[str, object]:
    """Who it is and what they may do, in words and days that a program reads."""
    principal, dies_at = signed_in.principal, signed_in.password_dies_at
    workplace = principal.workplace
    return {
        "signed_in": True,
        "username": principal.username,
        "name": principal.name,
        "ik": principal.ik,
        "module": principal.module.value,
        "workplace": workplace.name,
        "office": workplace.office_kind.value,
        "region": workplace.region.value if workplace.region else None,
        "permissions": list(map(_permission, signed_in.grants)),
        "must_change_password": signed_in.must_change,
        "password_valid_until": dies_at.isoformat() if dies_at else None,
    }


def _permission(grant: Grant) -> Mapping[str, object]:
    return {
        "permission": grant.permission.value,
        "title": grant.permission.title,
        "level": grant.level.value,
        "valid_from": grant.valid_from.isoformat(),
        "valid_to": grant.valid_to.isoformat() if grant.valid_to else None,
    }


def _refused(error: DomainError, message: Message) -> Mapping[str, object]:
    """The document's own words, and what a program needs of them."""
    told: dict[str, object] = {
        "signed_in": False,
        "reason": type(error).__name__,
        "code": error.code,
        "title": message.title,
        "text": message.text,
    }
    if isinstance(error, SlowedDown):
        told["until"] = error.until.isoformat()
    if isinstance(error, NotSynchronised) and error.incident is not None:
        told["incident"] = error.incident
    return told
