"""`oktui admin`: an office's request for its first administrator, and MPSV's answer to it (R2.4-2)."""

import argparse
import sys
from pathlib import Path

from oktui.commands import OK, Add, answer, machine_owner, open_installation, settings_of
from oktui.domain.modules import Module
from oktui.domain.offices import OfficeKind, Region


def add_commands(add: Add) -> None:
    """Add `admin request` and `admin create-first`."""
    parser = add("admin", _nothing, "první správce systému úřadu")
    commands = parser.add_subparsers(required=True, metavar="PŘÍKAZ")
    request = commands.add_parser("request", help="sepíše žádost úřadu o účet správce")
    request.set_defaults(command=_request)
    request.add_argument("--module", choices=[module.value for module in Module], default=Module.OKNOUZE.value)
    request.add_argument("--office-kind", required=True, choices=[kind.value for kind in OfficeKind])
    request.add_argument("--workplace", required=True, help="název pracoviště")
    request.add_argument("--region", default="", choices=["", *(region.value for region in Region)], metavar="KRAJ")
    request.add_argument("--data-box", default="", help="ID datové schránky úřadu")
    for name in ("given-name", "surname", "birth-surname", "birth-number", "email", "position"):
        request.add_argument(f"--{name}", required=True)
    request.add_argument("--output", type=Path, metavar="SOUBOR", help="nový soubor místo standardního výstupu")
    first = commands.add_parser("create-first", help="založí nebo znovu otevře účet správce podle žádosti")
    first.set_defaults(command=_create_first)
    first.add_argument("request", type=Path, metavar="ŽÁDOST", help="soubor se žádostí; - čte standardní vstup")
    first.add_argument("--json", action="store_true", help="výsledek jako JSON")


def _nothing(_: argparse.Namespace) -> int:
    raise AssertionError("argparse demands one of the commands")


def _request(options: argparse.Namespace) -> int:
    effects = open_installation(settings_of(options))
    from oktui.domain.administrator_request import AdministratorRequest
    from oktui.domain.birth_number import BirthNumber
    from oktui.domain.calendar import local_date
    from oktui.services.private_file import write_private
    from oktui.services.workplaces.request_administrator import request_administrator

    module = Module(options.module)
    request = AdministratorRequest(
        module=module,
        region=Region(options.region) if options.region else None,
        office_kind=OfficeKind(options.office_kind),
        workplace=options.workplace,
        data_box=options.data_box,
        given_name=options.given_name,
        surname=options.surname,
        birth_surname=options.birth_surname,
        birth_number=BirthNumber.parse(options.birth_number, today=local_date(effects.now())),
        email=options.email,
        position=options.position,
    )
    text = request_administrator(machine_owner(module), request, effects=effects)
    if options.output is None:
        print(text, end="")
    else:
        write_private(options.output, text)
    return OK


def _create_first(options: argparse.Namespace) -> int:
    effects = open_installation(settings_of(options))
    from oktui.domain import administrator_request
    from oktui.domain.calendar import local_date
    from oktui.services.private_file import read_text
    from oktui.services.workplaces.create_first_administrator import create_first_administrator
    from screens.texts import offices

    letter = sys.stdin.read() if str(options.request) == "-" else read_text(options.request)
    request = administrator_request.read(letter, today=local_date(effects.now()))
    created = create_first_administrator(machine_owner(request.module), request, effects=effects)
    answer(
        offices.first_administrator(created.username, created.password, revived=created.revived),
        {"username": created.username, "password": created.password, "revived": created.revived},
        as_json=options.json,
    )
    return OK
