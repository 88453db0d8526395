"""`oktui admin`: an office's request for its first administrator, and MPSV's answer to it (R2.4-2)."""

from functools import partial
from pathlib import Path

import click

from oktui.cli.grammar import ByValue, Group
from oktui.cli.invocation import OK, REFUSED, Invocation, Unusable, given
from oktui.cli.opening import machine_owner, open_named
from oktui.cli.reading import is_answered_to, read_answer, read_letter
from oktui.domain import administrator_request, office_letter
from oktui.domain.administrator_request import AdministratorRequest
from oktui.domain.birth_number import BirthNumber, DoubtfulBirthNumber
from oktui.domain.calendar import local_date
from oktui.domain.modules import Module
from oktui.domain.offices import OfficeKind, Region
from oktui.private_files import write_private
from oktui.services.workplaces.create_first_administrator import create_first_administrator
from oktui.services.workplaces.request_administrator import request_administrator
from screens.texts import offices

_REGIONS = [region.value for region in Region]


@click.group("admin", cls=Group, help="První správce systému úřadu.")
def command() -> None:
    """Hold the commands."""


@command.command("request", help="Sepíše žádost úřadu o účet správce; odešle ji úřad sám datovou schránkou.")
@click.option(
    "--module", type=ByValue(Module), default=Module.OKNOUZE, help="aplikace, ve které bude správcem (jinak oknouze)"
)
@click.option("--office-kind", required=True, type=ByValue(OfficeKind), help="druh úřadu")
@click.option("--workplace", required=True, metavar="NÁZEV", help="název pracoviště")
@click.option(
    "--region", default="", type=click.Choice(["", *_REGIONS]), metavar="KRAJ", help=f"kraj: {', '.join(_REGIONS)}"
)
@click.option("--data-box", default="", metavar="ID", help="ID datové schránky úřadu")
@click.option(
    "--given-name", required=True, metavar="JMÉNO", help="jméno budoucího správce; prázdné, má-li osoba jediné jméno"
)
@click.option("--surname", required=True, metavar="PŘÍJMENÍ", help="jeho příjmení")
@click.option("--birth-surname", required=True, metavar="PŘÍJMENÍ", help="jeho rodné příjmení")
@click.option("--birth-number", required=True, metavar="ČÍSLO", help="jeho rodné číslo")
@click.option("--email", required=True, metavar="ADRESA", help="jeho služební e-mail")
@click.option("--position", required=True, metavar="FUNKCE", help="jeho funkce")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="SOUBOR",
    help="nový soubor místo standardního výstupu",
)
@given
def _request(
    invocation: Invocation,
    /,
    *,
    module: Module,
    office_kind: OfficeKind,
    region: str,
    birth_number: str,
    output: Path | None,
    **typed: str,
) -> int:
    effects = open_named(invocation)
    request = AdministratorRequest(
        module=module,
        office_kind=office_kind,
        region=Region(region) if region else None,
        birth_number=BirthNumber.parse(birth_number, today=local_date(effects.now())),
        **typed,
    )
    letter = request_administrator(machine_owner(invocation, module), request, one_name_confirmed=True, effects=effects)
    if output is not None:
        write_private(output, letter)
    if output is None or invocation.as_json:
        invocation.answer(letter.rstrip("\n"), {"request": letter, "file": str(output) if output else None})
    return OK


@command.command("create-first", help="Založí nebo znovu otevře účet správce podle žádosti.")
@click.argument(
    "request",
    type=click.Path(path_type=Path),
    metavar="ŽÁDOST",
    help="soubor se žádostí; - čte standardní vstup",
)
@click.option("--yes", is_flag=True, help="založí účet bez dotazu, zda program žádosti rozumí správně")
@click.option(
    "--doubtful-birth-number",
    is_flag=True,
    help="zapíše i neobvyklé rodné číslo, které KRK nezná (ověřte ho v dokladu)",
)
@given
def _create_first(invocation: Invocation, *, request: Path, yes: bool, doubtful_birth_number: bool) -> int:
    effects = open_named(invocation)
    asked = office_letter.read(read_letter(request), today=local_date(effects.now()))
    if not yes and not _confirmed(invocation, asked):
        return invocation.complain(offices.NOT_CONFIRMED, REFUSED, reason="NotConfirmed")
    create = partial(create_first_administrator, machine_owner(invocation, asked.module), asked, effects=effects)
    try:
        created = create(doubtful_confirmed=doubtful_birth_number)
    except DoubtfulBirthNumber as doubtful:
        return invocation.complain(offices.doubtful(doubtful), REFUSED, reason=type(doubtful).__name__)
    invocation.answer(
        offices.first_administrator(created.username, created.password, revived=created.revived),
        {"username": created.username, "password": created.password, "revived": created.revived},
    )
    return OK


def _confirmed(invocation: Invocation, asked: AdministratorRequest) -> bool:
    """Show what was understood, and ask. Raises Unusable where nobody can be asked."""
    if invocation.as_json or not is_answered_to():
        raise Unusable(offices.NOBODY_TO_ASK)
    invocation.warn(offices.understood(administrator_request.lines(asked)))
    click.echo(offices.CONFIRM, err=True, nl=False)
    return read_answer() in offices.CONFIRMED
