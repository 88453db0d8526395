"""Create the employees of a file, with their accounts and grants: all of them or none (R2.3-5 … R2.3-11, X-28)."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import field, replace

from oktui.domain.accounts import check_opens, holds_administration
from oktui.domain.audit import Detail, EventKind
from oktui.domain.authority import Action, Principal, Subject, require
from oktui.domain.birth_number import BirthNumber
from oktui.domain.changes import AT_ONCE, TooManyMarked
from oktui.domain.employee_file import (
    COLUMNS,
    EmployeeRow,
    RowRepeated,
    WorkplaceUnclear,
    WorkplaceUnknown,
    read_employees,
)
from oktui.domain.errors import DomainError, Outage
from oktui.domain.generated_passwords import generate_for
from oktui.domain.granting import decide_grants
from oktui.domain.krk import PersonUnreadable
from oktui.domain.names import UsernameTaken, fold, next_free_username, username_from
from oktui.domain.password_owner import Owner
from oktui.domain.people import EmployeeExists, Person, Workplace, WorkplaceNotAllowed, usable_person
from oktui.domain.reading.faults import Fault, FileRefused
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting, seeing
from oktui.services.file_rows import read_table
from oktui.services.long_work import Progress, unwatched
from oktui.services.new_accounts import PreparedAccount, store_account
from oktui.services.recording import record, snapshot
from oktui.values import dataclass
from storage import accounts, employees, krk, workplaces


@dataclass(frozen=True, repr=False)
class ImportEmployees:
    """What a file holds; with `check` it is only looked at. `number` is that of the whole in the audit."""

    content: bytes
    number: str
    check: bool = False


@dataclass(frozen=True, repr=False)
class Newcomer:
    """An employee of the file: the row, whom it is of, and the account's name and password, which is told this once."""

    row: int
    ik: str
    name: str
    username: str = ""
    password: str = ""
    employee_id: int = 0

    @property
    def key(self) -> int:
        """The row."""
        return self.row


@dataclass(frozen=True)
class _Decided:
    """A row with all that was looked up for it."""

    row: EmployeeRow
    person: Person
    workplace: Workplace
    username: str = ""
    password: str = ""
    account: PreparedAccount | None = None

    def told(self, employee_id: int = 0) -> Newcomer:
        """What is said of it."""
        name = self.person.data.name
        return Newcomer(self.row.number, self.person.ik, name, self.username, self.password, employee_id)


@dataclass
class _Persons:
    """Those of the file's persons whom KRK has."""

    by_ik: dict[str, Person]
    unreadable: frozenset[str]
    by_birth_number: dict[BirthNumber, Person]

    @classmethod
    def of(cls, rows: Collection[EmployeeRow]) -> "_Persons":
        """Ask KRK for all of them. Raises KrkUnavailable, PersonUnreadable."""
        answer = krk.persons({row.ik for row in rows if row.ik})
        by_ik = {person.ik: person for person in answer.persons}
        numbers = {row.birth_number for row in rows if not row.ik and row.birth_number is not None}
        return cls(by_ik, answer.unreadable, krk.known(numbers))

    def named(self, row: EmployeeRow) -> Person | None:
        """Whom the row means. Raises PersonUnreadable."""
        if row.ik in self.unreadable:
            raise PersonUnreadable(row.ik)
        if row.ik:
            return self.by_ik.get(row.ik)
        return None if row.birth_number is None else self.by_birth_number.get(row.birth_number)


@dataclass
class _Before:
    """What stands in the rows above: on which line."""

    people: dict[tuple[str, int], int] = field(default_factory=dict)
    usernames: dict[str, int] = field(default_factory=dict)


def import_employees(
    actor: Actor, request: ImportEmployees, *, effects: Effects, progress: Progress = unwatched
) -> tuple[Newcomer, ...]:
    """Create all employees of the file in the order of their rows; accounts wait for the sync (R2.3-12).

    Raises:
        Forbidden: the actor may create nobody.
        FileRefused: with everything that is wrong, row by row; nothing was stored.
        TooManyMarked: more rows than are changed at once.
        KrkUnavailable, PersonUnreadable, DatabaseUnavailable: nothing was stored.
        Stopped: by `progress`, before anything was stored.
    """
    with seeing(actor, Action.CREATE_EMPLOYEE, effects) as principal:
        module, today = principal.module, principal.today
    table = read_table(request.content, COLUMNS)
    if len(table.lines) > AT_ONCE:
        raise TooManyMarked
    read = read_employees(table, module, today=today)
    persons = _Persons.of(read.rows)
    with seeing(actor, Action.CREATE_EMPLOYEE, effects) as principal:
        decided, faults = _decide(principal, read.rows, persons, effects)
    faults = [*read.faults, *faults]
    if faults:
        raise FileRefused(tuple(sorted(faults, key=lambda fault: fault.row)))
    if request.check:
        return tuple(each.told() for each in decided)
    prepared: list[_Decided] = []
    for each in decided:
        progress(len(prepared))
        prepared.append(_with_password(principal, each, effects))
    with acting(actor, Action.CREATE_EMPLOYEE, effects, part_of=request.number) as principal:
        return _store(principal, prepared, persons, effects)


def _decide(
    principal: Principal, rows: Collection[EmployeeRow], persons: _Persons, effects: Effects
) -> tuple[list[_Decided], list[Fault]]:
    places, before = workplaces.within(principal.scope.region), _Before()
    decided, faults = [], []
    for row in rows:
        try:
            decided.append(_decide_one(principal, row, persons, places, before, effects))
        except Outage:
            raise
        except DomainError as fault:
            faults += [COLUMNS.blame(row.number, each) for each in (fault, *fault.also)]
    return decided, faults


def _decide_one(
    principal: Principal,
    row: EmployeeRow,
    persons: _Persons,
    places: Collection[Workplace],
    before: _Before,
    effects: Effects,
) -> _Decided:
    person = usable_person(persons.named(row), principal.realm)
    workplace = _workplace(row, places)
    there = Subject(principal.realm, workplace.office_kind, workplace.region, person.ik)
    require(principal, Action.CREATE_EMPLOYEE, there)
    if not workplace.valid_on(principal.today):
        raise WorkplaceNotAllowed
    first = before.people.setdefault((person.ik, workplace.id), row.number)
    if first != row.number:
        raise RowRepeated(first)
    if employees.find(principal.realm, workplace.id, person.ik) is not None:
        raise EmployeeExists
    if not row.with_account:
        return _Decided(row, person, workplace)
    grants = decide_grants(
        (), row.grants, module=principal.module, office_kind=workplace.office_kind, policy=effects.policy
    )
    check_opens(principal.module, grants, principal.today, effects.policy)
    username = _username(principal, row, person, before)
    return _Decided(row, person, workplace, username, account=PreparedAccount(username, "", grants))


def _workplace(row: EmployeeRow, places: Collection[Workplace]) -> Workplace:
    named = [
        place
        for place in places
        if fold(place.name) == fold(row.workplace) and row.office_kind in (None, place.office_kind)
    ]
    if not named:
        raise WorkplaceUnknown(row.workplace)
    if len(named) > 1:
        raise WorkplaceUnclear(row.workplace)
    return named[0]


def _username(principal: Principal, row: EmployeeRow, person: Person, before: _Before) -> str:
    def taken(name: str) -> bool:
        return name.lower() in before.usernames or accounts.username_taken(principal.realm, name)

    username = row.username or next_free_username(username_from(person.data.surname) or f"ik{person.ik}", taken)
    if taken(username):
        raise UsernameTaken(username, next_free_username(username, taken))
    before.usernames[username.lower()] = row.number
    return username


def _with_password(principal: Principal, decided: _Decided, effects: Effects) -> _Decided:
    account = decided.account
    if account is None:
        return decided
    administrator = holds_administration(account.grants, principal.at)
    owner = Owner.of(decided.username, decided.person.data, decided.workplace, is_administrator=administrator)
    password = generate_for(owner, effects.policy.passwords, effects.choose)
    hashed = replace(account, password_hash=effects.hashing.hash(password))
    return replace(decided, password=password, account=hashed)


def _store(
    principal: Principal, prepared: Collection[_Decided], persons: _Persons, effects: Effects
) -> tuple[Newcomer, ...]:
    # What was decided before the passwords were made is decided anew, in the transaction that stores it.
    again, faults = _decide(principal, [each.row for each in prepared], persons, effects)
    if faults:
        raise FileRefused(tuple(faults))
    stored = []
    for each, now in zip(prepared, again, strict=True):
        with _blaming(each.row):
            stored.append(_store_one(principal, each, now.workplace, effects))
    for new, waiting in stored:  # a second round: from the first event on, everybody else who records something waits
        employee = employees.load(new.employee_id)
        after = {**snapshot(employee, accounts.of_employee(new.employee_id)), **waiting}
        record(principal, EventKind.EMPLOYEE_CREATED, employee, after=after)
    return tuple(new for new, _ in stored)


def _store_one(
    principal: Principal, decided: _Decided, workplace: Workplace, effects: Effects
) -> tuple[Newcomer, Detail]:
    employee_id = employees.insert(decided.person, principal.realm, workplace, decided.row.details)
    if decided.account is None:
        return decided.told(employee_id), {}
    granted = store_account(employee_id, decided.account, actor=principal, policy=effects.policy)
    return decided.told(employee_id), granted.waiting


@contextmanager
def _blaming(row: EmployeeRow) -> Iterator[None]:
    """Have a refusal be one of the file, at this row."""
    try:
        yield
    except Outage:
        raise
    except DomainError as fault:
        raise FileRefused((COLUMNS.blame(row.number, fault),)) from fault
