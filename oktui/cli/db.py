"""`oktui db`: makes the databases, brings them to this version, and checks what always holds of them."""

import click

from oktui.cli.grammar import Group
from oktui.cli.invocation import OK, REFUSED, Invocation, Unusable, given
from oktui.cli.opening import machine_owner, open_named, open_named_to_read
from oktui.cli.settings import settings_of
from oktui.domain.modules import Module
from oktui.domain.records import values
from oktui.installation import upgrade_databases
from oktui.services.audit.verify_audit import verify_audit
from oktui.services.machine.check_database import check_database
from oktui.services.machine.copy_database import copy_database
from screens.texts import audit, checks
from storage import roles
from storage.database import open_database


@click.group("db", cls=Group, help="Databáze instalace.")
def command() -> None:
    """Hold the commands."""


@command.command("upgrade", help="Založí databáze, nebo je převede na novou verzi.")
@given
def _upgrade(invocation: Invocation) -> int:
    applied = upgrade_databases(settings_of(invocation))
    invocation.answer("\n".join(applied) if applied else "Databáze je aktuální.", {"applied": applied})
    return OK


@command.command(
    "copy", help="Zkopíruje databázi i s auditním záznamem do prázdné databáze na adrese a ověří ji; nastavení nemění."
)
@click.argument("url", metavar="ADRESA", help="sqlite:///cesta nebo postgresql://…")
@given
def _copy(invocation: Invocation, *, url: str) -> int:
    if not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise Unusable("Adresa databáze začíná sqlite:/// nebo postgresql://.")
    effects, owner = open_named(invocation), machine_owner(invocation, Module.REGISTR)
    settings = settings_of(invocation)
    copy_database(owner, settings.database_url, url, owner_url=settings.owner_url, effects=effects)
    open_database(url, read_only=True)
    verdict = verify_audit(owner, effects=effects)
    found = check_database(owner, effects=effects)
    told = {"whole": verdict.finding is None, "events": verdict.events, "breaches": [*map(values, found.breaches)]}
    text = [audit.verdict(verdict.events, verdict.finding), checks.checked(found.invariants, found.breaches)]
    invocation.answer("\n".join(text), told)
    return REFUSED if verdict.finding or found.breaches else OK


@command.command(
    "check",
    help="Zkontroluje, zda v databázi platí vše, co platit má, a zda ji nikdo nezměnil mimo program; "
    "nic nezapisuje. Návratový kód 1, když něco neplatí.",
)
@given
def _check(invocation: Invocation) -> int:
    effects = open_named_to_read(invocation)
    done = check_database(machine_owner(invocation, Module.REGISTR), effects=effects)
    exposed = roles.audit_can_be_changed(settings_of(invocation).database_url)
    told = {"sound": not done.breaches, "invariants": done.invariants, "breaches": [*map(values, done.breaches)]}
    text = [checks.checked(done.invariants, done.breaches)] + ([checks.AUDIT_EXPOSED] if exposed else [])
    invocation.answer("\n".join(text), told | {"audit_exposed": exposed})
    return REFUSED if done.breaches else OK
