"""`oktui krk`: many persons written at once (R2.2-2), a register's tables, and whether it answers as it should."""

from collections.abc import Sequence
from pathlib import Path

import click

from oktui.cli.grammar import Group
from oktui.cli.invocation import OK, OUTAGE, REFUSED, Invocation, Unusable, given
from oktui.cli.opening import machine_owner, open_named
from oktui.cli.reading import read_named
from oktui.cli.settings import settings_of
from oktui.domain.ik import is_ik
from oktui.domain.modules import Module
from oktui.domain.person_file import COLUMNS
from oktui.domain.reading.faults import Fault, FileRefused, Warned
from oktui.installation import open_register
from oktui.services.register.import_persons import ImportPersons, Updated, import_persons
from oktui.services.register_check import Asked, Compared, check_register
from oktui.setting import ADDRESSES
from screens.texts import files, refusals, register
from screens.texts import krk_check as texts
from screens.texts.doctor import State
from storage import krk

_COLUMNS = "\n".join(
    f"  {title}{' (může chybět)' if name in COLUMNS.optional else ''}" for name, title in COLUMNS.titles.items()
)
_FORMAT = f"""\
Zapíše osoby ze souboru CSV v běžném kódování a s běžným oddělovačem, nebo ze sešitu XLSX či ODS. Záhlaví má názvy
sloupců v libovolném pořadí:

\b
{_COLUMNS}

Kategorie je HN, SS nebo HN+SS; k SS patří datum přijetí souhlasu (15.9.2014 nebo 2014-09-15) a jeho číslo jednací.
Rodné číslo napište s lomítkem, jinak mu tabulkový program odebere úvodní nulu. Kdo má jediné jméno, má ho v příjmení.
Zapíší se všechny osoby, nebo při jediné chybě žádná. IK dostanou v pořadí řádků. Upozornění zápisu nebrání.

S --update převezmou osoby, které KRK podle rodného čísla zná, jména a tituly ze sloupců, které soubor má, a kategorie,
které jim chybějí; žádnou neztratí. Rodné číslo se souborem nemění. S --check se rozdíly jen vypíší."""


@click.group("krk", cls=Group, help="Registr osob KRK.")
def command() -> None:
    """Hold the commands."""


@command.command("import", short_help="zapíše osoby ze souboru CSV nebo ze sešitu", help=_FORMAT)
@click.argument("file", type=click.Path(path_type=Path), metavar="SOUBOR", help="soubor; - čte standardní vstup")
@click.option("--check", is_flag=True, help="jen zkontroluje, nic nezapíše")
@click.option("--update", is_flag=True, help="známé osoby opraví podle souboru")
@given
def _import(invocation: Invocation, *, file: Path, check: bool, update: bool) -> int:
    effects = open_named(invocation)
    request = ImportPersons(file.name, read_named(file), check=check, update=update)
    try:
        done = import_persons(machine_owner(invocation, Module.REGISTR), request, effects=effects)
    except FileRefused as error:
        details = {"written": False, **_told(error.faults, error.warnings)}
        return invocation.complain(refusals.refusal(error).text, REFUSED, reason=type(error).__name__, **details)
    written = not check and bool(done.persons or done.updated)
    changes = [line for each in done.updated for line in register.differences(each)]
    said = register.imported(done, written=written, update=update)
    ends = {"first_ik": done.first_ik, "last_ik": done.last_ik}
    known = {"unchanged": done.unchanged, "updated": list(map(_changes, done.updated))} if update else {}
    invocation.answer(
        "\n".join([*changes, said]),
        {"persons": done.persons, "written": written, **ends, **known, **_told((), done.warnings)},
    )
    if done.warnings and not invocation.as_json:
        invocation.warn("\n".join(map(files.warned, done.warnings)))
    return OK


@command.command("check", short_help="zkontroluje, zda registr odpovídá, jak má", help=texts.CHECK)
@click.argument("iks", nargs=-1, metavar="[IK]...", help="osoby, jejichž záznamy se porovnají")
@given
def _check(invocation: Invocation, *, iks: tuple[str, ...]) -> int:
    for ik in iks:
        if not is_ik(ik):
            raise Unusable(f"{ik} není IK.")
    machine_owner(invocation, Module.REGISTR)
    open_register(settings_of(invocation))
    found = list(check_register(iks))
    told = [
        {"check": texts.subject(each), "state": texts.state(each).value, "found": texts.said(each), **_details(each)}
        for each in found
    ]
    sick = [each for each in found if texts.state(each) is State.BAD]
    place = krk.place()
    text = [f"Registr {place}", *map(texts.line, found)]
    invocation.answer("\n".join(text), {"register": place, "sound": not sick, "checks": told})
    if any(isinstance(each, Asked) for each in sick):
        return OUTAGE
    return REFUSED if sick else OK


def _details(checked: Asked | Compared) -> dict[str, object]:
    if isinstance(checked, Compared):
        return {"ik": checked.ik, "faults": [fault.value for fault in checked.faults]}
    cause = checked.failure.cause.value if checked.failure and checked.failure.cause else None
    return {"question": checked.question.value, "cause": cause}


@command.command("upgrade", short_help="založí tabulky vlastního registru", help=texts.UPGRADE)
@given
def _upgrade(invocation: Invocation) -> int:
    machine_owner(invocation, Module.REGISTR)
    settings = settings_of(invocation)
    open_register(settings)
    if not settings.krk_url.startswith(ADDRESSES):
        return invocation.complain(texts.OF_SERVICE, REFUSED, reason="RegisterIsForeign")
    try:
        applied = krk.upgrade(settings.krk_url)
    except krk.TablesTaken:
        return invocation.complain(texts.FOREIGN.format(place=krk.place()), REFUSED, reason="RegisterIsForeign")
    invocation.answer("\n".join(applied) if applied else texts.CURRENT, {"applied": applied})
    return OK


def _changes(updated: Updated) -> dict[str, object]:
    """What is changed of a known person, for a script."""
    changes = {name: {"before": before, "after": after} for name, before, after in updated.differences}
    return {"row": updated.row, "ik": updated.person.ik, "changes": changes}


def _told(faults: Sequence[Fault], warnings: Sequence[Warned]) -> dict[str, object]:
    """What is wrong and what to look at again, for a script."""
    return {
        "faults": [
            {
                "row": fault.row or None,
                "column": fault.column or None,
                "reason": type(fault.error).__name__,
                "text": refusals.refusal(fault.error).text,
            }
            for fault in faults
        ],
        "warnings": [
            {"row": warned.row, "reason": warned.notice.value, "text": files.NOTICES[warned.notice]}
            for warned in warnings
        ],
    }
