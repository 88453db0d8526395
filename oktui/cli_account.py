"""`oktui account`: help for one account from the command line; the way out when nobody can sign in any more."""

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING

from oktui.commands import OK, REFUSED, Add, answer, machine_owner, open_installation, settings_of
from oktui.domain.modules import Module

if TYPE_CHECKING:
    from oktui.domain.accounts import Account
    from oktui.domain.sessions import MachineOwner
    from oktui.effects import Effects
    from oktui.services.helpdesk.diagnose_account import Explained


def add_commands(add: Add) -> None:
    """Add `account why`, `unlock`, `reset`, `retire` and `restore`."""
    parser = add("account", _nothing, "pomoc s uživatelským účtem")
    commands = parser.add_subparsers(required=True, metavar="PŘÍKAZ")
    for name, command, text in (
        ("why", _why, "proč se účtem nelze přihlásit; návratový kód 1, když se nelze"),
        ("unlock", _unlock, "zruší zámek přihlášení"),
        ("reset", _reset, "vygeneruje nové heslo, vypíše ho a zruší zámek"),
        ("retire", _retire, "vyřadí účet"),
        ("restore", _restore, "zruší vyřazení účtu"),
    ):
        child = commands.add_parser(name, help=text, description=text)
        child.set_defaults(command=command)
        child.add_argument("name", metavar="JMÉNO", help="uživatelské jméno")
        child.add_argument("--module", choices=[module.value for module in Module], help="aplikace, které se to týká")
        child.add_argument("--json", action="store_true", help="výsledek jako JSON")
        if name == "reset":
            child.add_argument("--password-stdin", action="store_true", help="heslo přečte ze standardního vstupu")
        if name == "retire":
            child.add_argument("--yes", action="store_true", help="vyřadí i posledního správce systému úřadu")


def _nothing(_: argparse.Namespace) -> int:
    raise AssertionError("argparse demands one of the commands")


def _named(options: argparse.Namespace) -> "tuple[Effects, MachineOwner, Account]":
    """The installation, its owner in the account's realm, and the account that was named."""
    effects = open_installation(settings_of(options))
    from oktui.services.helpdesk.name_account import name_account

    module = Module(options.module) if options.module else None
    account = name_account(machine_owner(module or Module.REGISTR), options.name, module, effects=effects)
    return effects, machine_owner(module or account.employee.realm.modules[0]), account


def _why(options: argparse.Namespace) -> int:
    effects, owner, account = _named(options)
    from oktui.services.helpdesk.diagnose_account import Diagnose, diagnose_account
    from screens.texts import diagnosis as words

    diagnosis = diagnose_account(owner, Diagnose(account.employee.id), effects=effects)
    told = {
        "username": account.username,
        "module": diagnosis.module.value,
        "can_sign_in": not diagnosis.hindrances,
        "conditions": [_condition(each) for each in diagnosis.conditions],
        "next_sync": diagnosis.next_sync.isoformat(),
    }
    answer(words.report(diagnosis), told, as_json=options.json)
    return REFUSED if diagnosis.hindrances else OK


def _condition(explained: "Explained") -> dict[str, object]:
    finding, event = explained.finding, explained.event
    return {
        "condition": finding.condition.value,
        "met": finding.met,
        "cause": finding.cause.value if finding.cause else None,
        "since": finding.since.isoformat() if isinstance(finding.since, date) else None,
        "by": event.who.name if event else None,
    }


def _unlock(options: argparse.Namespace) -> int:
    effects, owner, account = _named(options)
    from oktui.services.helpdesk.unlock_account import unlock_account

    locked = account.locked(effects.policy)
    unlock_account(owner, account.id, effects=effects)
    said = "Zámek přihlášení byl zrušen." if locked else "Účet není zamčen."
    return _done(options, account, said, {"unlocked": locked})


def _reset(options: argparse.Namespace) -> int:
    effects, owner, account = _named(options)
    from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
    from oktui.services.passwords import PasswordEntry
    from screens.texts import passwords

    entry = None
    if options.password_stdin:
        typed = sys.stdin.readline().rstrip("\r\n")
        entry = PasswordEntry(typed, typed)
    issued = reset_password(owner, ResetPassword(account.id, entry, unlock=True), effects=effects)
    until = passwords.issued(issued.until, unlocked=issued.unlocked)
    told: dict[str, object] = {
        "unlocked": issued.unlocked,
        "valid_until": issued.until.isoformat() if issued.until else None,
    }
    if entry is not None:
        return _done(options, account, until, told)
    return _done(options, account, f"{issued.password}\n{until}", {"password": issued.password, **told})


def _retire(options: argparse.Namespace) -> int:
    effects, owner, account = _named(options)
    from oktui.services.employees.retire_employee import retire_employee

    retire_employee(owner, account.employee.id, confirmed=options.yes, effects=effects)
    return _done(options, account, "Účet je vyřazen.", {"retired": True})


def _restore(options: argparse.Namespace) -> int:
    effects, owner, account = _named(options)
    from oktui.services.employees.retire_employee import restore_employee

    restore_employee(owner, account.employee.id, effects=effects)
    return _done(options, account, "Účet není vyřazen.", {"retired": False})


def _done(options: argparse.Namespace, account: "Account", said: str, told: dict[str, object]) -> int:
    answer(said, {"username": account.username, **told}, as_json=options.json)
    return OK
