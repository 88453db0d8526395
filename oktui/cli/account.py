"""`oktui account`: help for one account from the command line; the way out when nobody can sign in any more."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TypeVar

import click

from oktui.cli.grammar import ByValue, Group
from oktui.cli.invocation import OK, REFUSED, Invocation, given
from oktui.cli.opening import machine_owner, open_named
from oktui.cli.reading import read_password
from oktui.domain.accounts import Account
from oktui.domain.administrators import Administrator
from oktui.domain.modules import Module
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.services.employees.confirm_administration import confirm_administration, reject_administration
from oktui.services.employees.retire_employee import restore_employee, retire_employee
from oktui.services.helpdesk.diagnose_account import Diagnose, Explained, diagnose_account
from oktui.services.helpdesk.name_account import name_account
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.helpdesk.unlock_account import unlock_account
from oktui.services.new_passwords import PasswordEntry
from oktui.values import dataclass
from screens.texts import diagnosis as words
from screens.texts import passwords


@click.group("account", cls=Group, help="Pomoc s uživatelským účtem, pro vlastníka počítače.")
def command() -> None:
    """Hold the commands."""


F = TypeVar("F", bound=Callable[..., object])


def naming(function: F) -> F:
    """Add the arguments that name an account."""
    said = "aplikace, které se to týká; potřebná, má-li jméno dva účty"
    function = click.option("--module", type=ByValue(Module), help=said)(function)
    return click.argument("name", metavar="JMÉNO", help="uživatelské jméno")(function)


@dataclass(frozen=True)
class _Named:
    """The installation, its owner in the account's realm, and the account that was named."""

    effects: Effects
    owner: MachineOwner
    account: Account

    @classmethod
    def find(cls, invocation: Invocation, name: str, module: Module | None) -> "_Named":
        effects = open_named(invocation)
        account = name_account(machine_owner(invocation, module or Module.REGISTR), name, module, effects=effects)
        return cls(effects, machine_owner(invocation, module or account.employee.realm.modules[0]), account)


@command.command("why", help="Proč se účtem nelze přihlásit; návratový kód 1, když se nelze.")
@naming
@given
def _why(invocation: Invocation, *, name: str, module: Module | None) -> int:
    named = _Named.find(invocation, name, module)
    diagnosis = diagnose_account(named.owner, Diagnose(named.account.employee.id), effects=named.effects)
    told = {
        "username": named.account.username,
        "module": diagnosis.module.value,
        "can_sign_in": not diagnosis.hindrances,
        "conditions": [_condition(each) for each in diagnosis.conditions],
        "next_sync": diagnosis.next_sync.isoformat(),
        "administrators": [_administrator(each) for each in diagnosis.administrators],
    }
    invocation.answer(words.report(diagnosis), told)
    return REFUSED if diagnosis.hindrances else OK


def _condition(explained: Explained) -> dict[str, object]:
    finding, event = explained.finding, explained.event
    return {
        "condition": finding.condition.value,
        "met": finding.met,
        "cause": finding.cause.value if finding.cause else None,
        "since": finding.since.isoformat() if finding.since else None,
        "until": finding.until.isoformat() if finding.until else None,
        "by": event.who.name if event else None,
        "at": event.at.isoformat() if event else None,
    }


def _administrator(administrator: Administrator) -> dict[str, object]:
    return {**asdict(administrator), "nearness": administrator.nearness.value}


@command.command("unlock", help="Zruší zámek přihlášení.")
@naming
@given
def _unlock(invocation: Invocation, *, name: str, module: Module | None) -> int:
    named = _Named.find(invocation, name, module)
    locked = named.account.locked(named.effects.policy)
    unlock_account(named.owner, named.account.id, effects=named.effects)
    said = "Zámek přihlášení byl zrušen." if locked else "Účet není zablokován."
    return _done(invocation, named.account, said, {"unlocked": locked})


@command.command("reset", help="Vygeneruje nové heslo, vypíše ho a zruší zámek.")
@click.option("--password-stdin", is_flag=True, help="heslo přečte ze standardního vstupu a nevypíše")
@naming
@given
def _reset(invocation: Invocation, *, name: str, module: Module | None, password_stdin: bool) -> int:
    named = _Named.find(invocation, name, module)
    entry = None
    if password_stdin:
        typed = read_password()
        entry = PasswordEntry(typed, typed)
    issued = reset_password(named.owner, ResetPassword(named.account.id, entry, unlock=True), effects=named.effects)
    said = passwords.terms(issued.terms, unlocked=issued.unlocked)
    until, opens_at = issued.terms.dies_at, issued.terms.opens_at
    told: dict[str, object] = {
        "unlocked": issued.unlocked,
        "valid_until": until.isoformat() if until else None,
        "opens_at": opens_at.isoformat() if opens_at else None,
    }
    if entry is not None:
        return _done(invocation, named.account, said, told)
    return _done(invocation, named.account, f"{issued.password}\n{said}", {"password": issued.password, **told})


@command.command("retire", help="Vyřadí účet.")
@click.option("--yes", is_flag=True, help="vyřadí i posledního správce systému úřadu")
@naming
@given
def _retire(invocation: Invocation, *, name: str, module: Module | None, yes: bool) -> int:
    named = _Named.find(invocation, name, module)
    retire_employee(named.owner, named.account.employee.id, confirmed=yes, effects=named.effects)
    return _done(invocation, named.account, "Účet je vyřazen.", {"retired": True})


@command.command("restore", help="Zruší vyřazení účtu.")
@naming
@given
def _restore(invocation: Invocation, *, name: str, module: Module | None) -> int:
    named = _Named.find(invocation, name, module)
    restore_employee(named.owner, named.account.employee.id, effects=named.effects)
    return _done(invocation, named.account, "Účet není vyřazen.", {"retired": False})


@command.command(
    "confirm", help="Potvrdí Správu systému, která čeká na druhého správce; čísla vypíše oktui report proposals."
)
@click.option("--reject", is_flag=True, help="místo toho ji zamítne")
@click.option("--module", type=ByValue(Module), default=Module.REGISTR, help="aplikace, o kterou jde (jinak registr)")
@click.argument("number", type=int, metavar="ČÍSLO", help="číslo návrhu")
@given
def _confirm(invocation: Invocation, *, number: int, module: Module, reject: bool) -> int:
    effects, owner = open_named(invocation), machine_owner(invocation, module)
    decide = reject_administration if reject else confirm_administration
    decide(owner, number, effects=effects)
    said = "Správa systému je zamítnuta." if reject else "Správa systému je potvrzena."
    invocation.answer(said, {"number": number, "confirmed": not reject})
    return OK


def _done(invocation: Invocation, account: Account, said: str, told: dict[str, object]) -> int:
    invocation.answer(said, {"username": account.username, **told})
    return OK
