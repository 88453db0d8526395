"""The command `oktui`: without a word the terminal program, with one of them everything else."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oktui import cli_account, cli_admin, cli_audit, cli_krk
from oktui.commands import OK, REFUSED, UNUSABLE, answer, complain, home_of, open_installation, settings_of
from oktui.config import BadSettings, Settings
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module
from oktui.environment import drop_textual_settings, hide_postgresql

if TYPE_CHECKING:
    from oktui.effects import Effects


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    drop_textual_settings(os.environ)
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except BadSettings as error:
        return complain(str(error), UNUSABLE)
    except DomainError as error:
        from screens.texts import refusals

        return complain(refusals.refusal(error).text, REFUSED)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


class _Parser(argparse.ArgumentParser):
    """Takes --home before or after any command: argparse makes the parsers of commands of their parent's class."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # No default: that of a command's parser would overwrite what stands before the command.
        self.add_argument(
            "--home",
            type=Path,
            default=argparse.SUPPRESS,
            metavar="ADRESÁŘ",
            help="složka instalace (jinak OKTUI_HOME)",
        )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="oktui", description="Správa uživatelských účtů.")
    parser.set_defaults(command=_run_program)
    commands = parser.add_subparsers(title="příkazy", metavar="PŘÍKAZ")

    def add(name: str, command: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        child = commands.add_parser(name, help=text, description=text)
        child.set_defaults(command=command)
        return child

    worker = add("worker", _work, "sehrává nové účty na pozadí")
    worker.add_argument("--once", action="store_true", help="jedno sehrání hned a konec")
    database = add("db", _upgrade, "databáze")
    database.add_argument("action", choices=["upgrade"], help="založí databáze nebo je převede na novou verzi")
    demo = add("demo", _demo, "ukázka s osobami z dokumentu")
    demo.add_argument("--walkthrough", action="store_true", help="přehraje kapitolu 2.3 sama")
    demo.add_argument("--pictures", type=Path, metavar="ADRESÁŘ", help="při přehrávání ukládá obrazovky jako SVG")
    sign_in = add("sign-in", _sign_in, "ověří přihlášení; heslo čte ze standardního vstupu")
    sign_in.add_argument("--module", required=True, choices=[module.value for module in Module])
    sign_in.add_argument("--username", required=True)
    sign_in.add_argument("--json", action="store_true", help="výsledek jako JSON")
    cli_account.add_commands(add)
    cli_admin.add_commands(add)
    cli_krk.add_commands(add)
    cli_audit.add_commands(add)
    return parser


def _run_program(options: argparse.Namespace) -> int:
    from oktui.terminal import is_terminal

    if not (is_terminal(sys.__stdin__) and is_terminal(sys.__stdout__)):
        return _no_terminal()
    settings = settings_of(options)
    return _show(settings, open_installation(settings))


def _no_terminal() -> int:
    from screens.texts import program

    return complain(program.NO_TERMINAL, UNUSABLE)


def _show(settings: Settings, effects: "Effects", demo: tuple[str, ...] = ()) -> int:
    """Run the terminal program; with an embedded database it does the sync itself when no worker does (X-7)."""
    from functools import partial

    from oktui.app import OktuiApp
    from oktui.jobs.schedule import make_holder, run_when_due
    from oktui.last_sign_in import LastSignIn
    from oktui.terminal import run

    embedded = settings.database_url.startswith("sqlite")
    background = partial(run_when_due, effects=effects, holder=make_holder()) if embedded else None
    memory = None if demo else LastSignIn.of_user(settings.home)  # a demo is played by turns, by all of its people
    return run(OktuiApp(effects, demo=demo, memory=memory, background=background))


def _upgrade(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    from oktui.installation import upgrade_databases

    applied = upgrade_databases(settings)
    print("\n".join(applied) if applied else "Databáze je aktuální.")
    return OK


def _work(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    effects = open_installation(settings)
    from oktui import worker

    if not options.once:
        return worker.work(effects)
    run = worker.work_once(effects)
    if run is None:
        return complain("Sehrání právě provádí jiný proces.", REFUSED)
    print(f"Zpracováno účtů: {run.processed}, zprovozněno: {run.activated}, bez odpovědi KRK: {run.failed}.")
    return OK


def _demo(options: argparse.Namespace) -> int:
    home = home_of(options)
    if home is not None:
        return _demo_in(home, options)
    with tempfile.TemporaryDirectory(prefix="oktui-demo-") as folder:
        return _demo_in(Path(folder), options)


def _demo_in(home: Path, options: argparse.Namespace) -> int:
    from oktui.terminal import is_terminal

    hide_postgresql()
    from oktui import demo

    settings = demo.make_home(home)
    effects = open_installation(settings)
    usernames = demo.prepare(effects=effects)
    on_screen = is_terminal(sys.__stdin__) and is_terminal(sys.__stdout__)
    if options.walkthrough or options.pictures or not on_screen:
        from oktui.walkthrough import play

        return play(effects, usernames, pictures=options.pictures)
    return _show(settings, effects, demo=usernames)


def _sign_in(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    effects = open_installation(settings)
    from oktui.services.sign_in.sign_in import SignIn, sign_in
    from oktui.services.sign_in.sign_out import sign_out
    from screens.texts import refusals

    password = sys.stdin.readline().rstrip("\r\n")
    try:
        signed_in = sign_in(SignIn(Module(options.module), options.username, password), effects=effects)
    except DomainError as error:
        message = refusals.refusal(error)
        refused = {"signed_in": False, "reason": type(error).__name__, "title": message.title, "text": message.text}
        answer(f"{message.title}\n{message.text}", refused, as_json=options.json)
        return REFUSED
    sign_out(signed_in.actor, effects=effects)
    principal = signed_in.principal
    done = {"signed_in": True, "username": principal.username, "must_change_password": signed_in.must_change}
    answer(f"Přihlášeno: {principal.name}", done, as_json=options.json)
    return OK
