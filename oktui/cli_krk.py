"""`oktui krk`: writing many persons to KRK at once (R2.2-2)."""

import argparse
import sys
from pathlib import Path

from oktui.commands import OK, Add, answer, machine_owner, open_installation, settings_of
from oktui.domain.modules import Module
from oktui.domain.person_file import COLUMNS, OPTIONAL

_COLUMNS = "\n".join(f"  {title}{' (může chybět)' if name in OPTIONAL else ''}" for name, title in COLUMNS.items())
_FORMAT = f"""\
Soubor CSV v kódování UTF-8, oddělovač středník nebo čárka. Na prvním řádku jsou názvy sloupců v libovolném pořadí:

{_COLUMNS}

Kategorie je HN, SS nebo HN+SS; k SS patří datum přijetí souhlasu (15.9.2014 nebo 2014-09-15) a jeho číslo jednací.
Zapíší se všechny osoby, nebo při jediné chybě žádná. IK dostanou v pořadí řádků."""


def add_commands(add: Add) -> None:
    """Add `krk import`."""
    parser = add("krk", _nothing, "registr osob KRK")
    commands = parser.add_subparsers(required=True, metavar="PŘÍKAZ")
    load = commands.add_parser(
        "import",
        help="zapíše osoby ze souboru CSV",
        description=_FORMAT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    load.set_defaults(command=_import)
    load.add_argument("file", type=Path, metavar="SOUBOR", help="soubor CSV; - čte standardní vstup")
    load.add_argument("--check", action="store_true", help="jen zkontroluje, nic nezapíše")
    load.add_argument("--json", action="store_true", help="výsledek jako JSON")


def _nothing(_: argparse.Namespace) -> int:
    raise AssertionError("argparse demands one of the commands")


def _import(options: argparse.Namespace) -> int:
    effects = open_installation(settings_of(options))
    from oktui.services.private_file import read_bytes
    from oktui.services.register.import_persons import ImportPersons, import_persons
    from screens.texts import register

    content = sys.stdin.buffer.read() if str(options.file) == "-" else read_bytes(options.file)
    request = ImportPersons(options.file.name, content, check=options.check)
    done = import_persons(machine_owner(Module.REGISTR), request, effects=effects)
    answer(
        register.imported(done.persons, done.first_ik, done.last_ik),
        {"persons": done.persons, "written": not options.check, "first_ik": done.first_ik, "last_ik": done.last_ik},
        as_json=options.json,
    )
    return OK
