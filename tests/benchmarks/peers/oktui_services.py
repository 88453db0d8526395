"""OKtui: its use cases on SQLite with real hashing, as its screens and commands call them.

python -m tests.benchmarks.peers.oktui_services FOLDER SIZE
"""

import itertools
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from oktui import demo
from oktui.domain.accounts import GrantChange
from oktui.domain.listing import Criteria
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.people import DetailsEntry, Person
from oktui.domain.policy import Policy
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.domain.sign_in import SignInRefused
from oktui.domain.sync import SyncState
from oktui.effects import Effects
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from oktui.services.employees.find_employees import count_employees, find_employees
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.new_accounts import NewAccount
from oktui.services.new_passwords import PasswordEntry
from oktui.services.sign_in.sign_in import SignIn, sign_in
from storage import accounts, krk, schema, workplaces
from storage.database import transaction
from storage.models import AccountRow, EmployeeRow
from tests.benchmarks.crowd import employ_crowd
from tests.benchmarks.measuring import Installation
from tests.benchmarks.peers.turns import OTHER, PASSWORD, WRONG, take_turns
from tests.support.cast import DETAILS, VYSOCINA, begin_with_the_menu
from tests.support.effects import NO_FILES
from tests.support.newcomers import newcomers

ADMINISTRATOR = "mpsv_radek"
"""Who reaches every region."""

_NEW = 200
"""How many can be created, more than anybody has patience for."""
_MINISTRY = "MPSV PHN a SS"  # the one office whose people may have both
_PERMISSIONS = (Permission.SOCIAL_SERVICES_RECORDS, Permission.INSPECTION_RECORDS)

EFFECTS = Effects(files=NO_FILES, policy=Policy(source_failures=10**6))
"""The real clock and hashing; one source of failures, else X-31 would have the benchmark wait."""


def make(folder: Path, size: int) -> Installation:
    """The document's people, so many others, Smítko among them, and all of them written down for the peers."""
    installation = Installation(f"sqlite:///{folder / 'oktui' / 'oktui.db'}", folder / "oktui")
    installation.folder.mkdir(parents=True)
    schema.upgrade(installation.url)
    schema.upgrade(f"sqlite:///{installation.folder / 'krk.db'}", schema.KRK)
    hashed = EFFECTS.hashing.hash(PASSWORD)
    with installation.opened():
        demo.populate(effects=EFFECTS)
        begin_with_the_menu()
        employ_crowd(size)
        krk.store_persons(persons())
        with transaction():
            AccountRow.update(password_hash=hashed).where(AccountRow.password_hash == "none").execute()
            place = next(each for each in workplaces.within(None) if each.name == VYSOCINA)
            smitko = demo.Official(demo.SMITKO, Realm.OKSLUZBY, VYSOCINA, "u999", DETAILS, ())
            demo.employ(smitko, place, hashed, EFFECTS.now())
            fields = (AccountRow.username, EmployeeRow.given_name, EmployeeRow.surname)
            found = AccountRow.select(*fields).join(EmployeeRow).where(AccountRow.realm == Realm.OKSLUZBY)
            rows = ["\t".join(each) for each in found.tuples().execute()]
    (folder / "people").write_text("\n".join(rows), "utf-8")
    return installation


def persons() -> list[Person]:
    """Whom to create."""
    return newcomers(_NEW)


def sign_in_as_administrator() -> Actor:
    """A session that every act is done in."""
    return sign_in(SignIn(Module.REGISTR, ADMINISTRATOR, demo.PASSWORD, end_other=True), effects=EFFECTS).actor


def acts_of(actor: Actor) -> dict[str, Callable[[], Callable[[], object]]]:
    """All acts, each on somebody else where doing it twice would be another thing."""
    with transaction():
        place = next(each.id for each in workplaces.within(None) if each.name == _MINISTRY)
        chosen = AccountRow.select(AccountRow.id, AccountRow.username).where(AccountRow.sync_state == SyncState.ACTIVE)
        crowd = chosen.where(AccountRow.username.startswith("u1")).order_by(AccountRow.id).limit(4 * _NEW)
        accounts_of = itertools.cycle([(row.id, row.username) for row in crowd.execute()])
    fresh = iter(persons())

    def look(criteria: Criteria) -> str:
        rows = find_employees(actor, criteria, Rows(101), effects=EFFECTS)
        return f"{len(rows)} of {count_employees(actor, criteria, effects=EFFECTS)}"

    def create() -> Callable[[], object]:
        person = next(fresh)
        grants = tuple(GrantChange(each, Level.UPDATE, date(2014, 9, 15)) for each in _PERMISSIONS)
        account = NewAccount(f"nova{person.ik}", PasswordEntry(OTHER, OTHER), grants)
        entry = DetailsEntry(valid_from=DETAILS.valid_from, email=DETAILS.email, position=DETAILS.position)
        request = CreateEmployee(person.ik, place, entry, account)
        return lambda: create_employee(actor, request, effects=EFFECTS)

    def bad() -> Callable[[], object]:
        _, username = next(accounts_of)
        return lambda: _verify(SignIn(Module.REGISTR, username, WRONG))

    def reset() -> Callable[[], object]:
        account_id, username = next(accounts_of)
        with transaction():
            accounts.lock(account_id, EFFECTS.now())
        request = ResetPassword(account_id, unlock=True)
        return lambda: f"{username}: {reset_password(actor, request, effects=EFFECTS).unlocked}"

    good = SignIn(Module.REGISTR, "homola", demo.PASSWORD, end_other=True)
    locked = SignIn(Module.OKNOUZE, "sz_smitko", demo.PASSWORD)
    return {
        "open": lambda: lambda: look(Criteria()),
        "find": lambda: lambda: look(Criteria(surname="smitko")),
        "create": create,
        "good": lambda: lambda: _verify(good),
        "bad": bad,
        "locked": lambda: lambda: _verify(locked),
        "reset": reset,
    }


def _verify(request: SignIn) -> str:
    try:
        return sign_in(request, effects=EFFECTS).principal.username
    except SignInRefused as refused:
        return refused.code


if __name__ == "__main__":
    with make(Path(sys.argv[1]), int(sys.argv[2])).opened():
        take_turns(acts_of(sign_in_as_administrator()))
