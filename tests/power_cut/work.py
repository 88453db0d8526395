"""The program whose writes are recorded: the migration and use cases, each acknowledged once it has returned."""

import os
import sys
from pathlib import Path

from oktui import demo
from oktui.domain.errors import Outage
from oktui.domain.modules import Module
from oktui.domain.sign_in import SignInRefused
from oktui.jobs.synchronise_accounts import synchronise_accounts
from oktui.services.employees.delete_employee import delete_employee
from oktui.services.employees.retire_employee import restore_employee
from screens.texts.refusals import refusal
from storage import database, krk, schema
from storage.sealing_key import SealingKey, use_sealing_key
from tests.support import use_cases
from tests.support.cast import AUDIT_KEY, Cast

DATABASE = "oktui.db"
ACKNOWLEDGED = "acknowledged"
OUTAGE = 3
"""How it exits when the database or KRK could not do what was asked."""


def main(home: Path, synchronous: str) -> None:
    """Work in the home, with SQLite's `synchronous` set so."""
    database.SQLITE_PRAGMAS["synchronous"] = synchronous
    told = os.open(home / ACKNOWLEDGED, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def acknowledge(what: str) -> None:
        os.write(told, what.encode())

    schema.upgrade(f"sqlite:///{home / DATABASE}")
    acknowledge("migrated")
    schema.upgrade(f"sqlite:///{home / 'krk.db'}", schema.KRK)
    database.open_database(f"sqlite:///{home / DATABASE}")
    krk.open_krk(f"sqlite:///{home / 'krk.db'}")
    use_sealing_key(SealingKey(AUDIT_KEY, home / "audit.anchor"))
    cast = Cast()
    acknowledge("populated")
    homola = cast.actor("homola")
    acknowledge("signed in")
    for _ in range(3):
        _try(cast, "martinka", "nejaky-omyl")
        acknowledge("refused")
    martinka = cast.employ(demo.MARTINKA, "martinka", use_cases.RECORDS.granted_in(Module.REGISTR))
    acknowledge("employed")
    for use_case in (use_cases.edit, use_cases.reset, use_cases.retire):
        use_case(cast, homola, cast.account("martinka"))
        acknowledge(use_case.__name__)
    restore_employee(homola, martinka.employee.id, effects=cast.effects)
    acknowledge("restored")
    for _ in range(3):
        _try(cast, "martinka", "nejaky-omyl")
        acknowledge("failed")
    use_cases.unlock(cast, homola, martinka)
    acknowledge("unlocked")
    hired = use_cases.create(cast, homola, martinka)
    acknowledge("created")
    synchronise_accounts("worker", effects=cast.effects)
    acknowledge("synchronised")
    delete_employee(homola, hired, effects=cast.effects)
    acknowledge("deleted")


def _try(cast: Cast, username: str, password: str) -> None:
    try:
        cast.sign_in(username, password=password)
    except SignInRefused:
        return
    raise AssertionError("let in")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), sys.argv[2])
    except Outage as outage:
        sys.stdout.write(refusal(outage).text)
        sys.exit(OUTAGE)
