"""`oktui krk`: writing many persons to KRK at once (R2.2-2)."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from oktui.commands import OK, REFUSED, Add, answer, complain, machine_owner, open_installation, settings_of
from oktui.domain.modules import Module
from oktui.domain.person_file import COLUMNS
from oktui.domain.reading.faults import Fault, FileRefused, Warned

_COLUMNS = "\n".join(
    f"  {title}{' (může chybět)' if name in COLUMNS.optional else ''}" for name, title in COLUMNS.titles.items()
)
_FORMAT = f"""\
Soubor CSV v běžném kódování a s běžným oddělovačem, nebo sešit XLSX, XLS či ODS. Záhlaví má názvy sloupců v libovolném
pořadí:

{_COLUMNS}

Kategorie je HN, SS nebo HN+SS; k SS patří datum přijetí souhlasu (15.9.2014 nebo 2014-09-15) a jeho číslo jednací.
Rodné číslo napište s lomítkem, jinak mu tabulkový program odebere úvodní nulu. Kdo má jediné jméno, má ho v příjmení.
Zapíší se všechny osoby, nebo při jediné chybě žádná. IK dostanou v pořadí řádků. Upozornění zápisu nebrání."""


def add_commands(add: Add) -> None:
    """Add `krk import`."""
    parser = add("krk", _nothing, "registr osob KRK")
    commands = parser.add_subparsers(required=True, metavar="PŘÍKAZ")
    load = commands.add_parser(
        "import",
        help="zapíše osoby ze souboru CSV nebo ze sešitu",
        description=_FORMAT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    load.set_defaults(command=_import)
    load.add_argument("file", type=Path, metavar="SOUBOR", help="soubor; - čte standardní vstup")
    load.add_argument("--check", action="store_true", help="jen zkontroluje, nic nezapíše")
    load.add_argument("--json", action="store_true", help="výsledek jako JSON")


def _nothing(_: argparse.Namespace) -> int:
    raise AssertionError("argparse demands one of the commands")


def _import(options: argparse.Namespace) -> int:
    effects = open_installation(settings_of(options))
    from oktui.services.private_file import read_bytes
    from oktui.services.register.import_persons import ImportPersons, import_persons
    from screens.texts import files, register

    content = sys.stdin.buffer.read() if str(options.file) == "-" else read_bytes(options.file)
    request = ImportPersons(options.file.name, content, check=options.check)
    try:
        done = import_persons(machine_owner(Module.REGISTR), request, effects=effects)
    except FileRefused as error:
        if not options.json:
            raise
        answer("", {"written": False, **_told(error.faults, error.warnings)}, as_json=True)
        return REFUSED
    ends = {"first_ik": done.first_ik, "last_ik": done.last_ik}
    answer(
        register.imported(done.persons, done.first_ik, done.last_ik),
        {"persons": done.persons, "written": not options.check, **ends, **_told((), done.warnings)},
        as_json=options.json,
    )
    if done.warnings and not options.json:
        complain("\n".join(map(files.warned, done.warnings)), OK)
    return OK


def _told(faults: Sequence[Fault], warnings: Sequence[Warned]) -> dict[str, object]:
    """What is wrong and what to look at again, for a script."""
    from screens.texts import files, refusals

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
