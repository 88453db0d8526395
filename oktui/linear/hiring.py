"""F4 and F5 at the line: a person out of KRK becomes an employee, with an account or without (R2.3-3 … R2.3-12)."""

from collections.abc import Callable, Iterator
from dataclasses import field, replace
from typing import Any, Final

from oktui.domain.accounts import GrantChange, NothingGranted, grantable
from oktui.domain.birth_number import BirthNumber
from oktui.domain.errors import DomainError
from oktui.domain.generated_passwords import generate_for
from oktui.domain.handing_over import handed_over
from oktui.domain.modules import Level, Permission
from oktui.domain.names import UsernameTaken, username_from
from oktui.domain.offices import OfficeKind
from oktui.domain.password_owner import Owner
from oktui.domain.people import (
    DetailsEntry,
    Person,
    PersonNotFound,
    Workplace,
    check_details,
    check_order,
    usable_person,
)
from oktui.domain.records import titles
from oktui.domain.text import Required
from oktui.linear.dialogue import OF_THE_SESSION, Back, Dialogue
from oktui.linear.people import show_password
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from oktui.services.employees.find_employees import list_workplace_choices
from oktui.services.employees.get_employee import get_employee
from oktui.services.new_accounts import NewAccount
from oktui.services.new_passwords import PasswordEntry
from oktui.services.register.find_person import ByBirthNumber, ByIk, ByPersonalData, PersonQuery, find_person
from oktui.values import dataclass
from screens.texts import employees, linear, passwords, proposals, questions, register
from screens.texts.told import refusal

_TITLES: Final = titles(DetailsEntry)
_DAYS: Final = ("valid_from", "valid_to")


@dataclass
class _Filled:
    """What has been answered so far; it stays, whatever is refused, but for a password that was typed."""

    person: Person
    workplace: Workplace
    details: DetailsEntry
    with_account: bool = True
    username: str = ""
    password: PasswordEntry = field(default_factory=lambda: PasswordEntry("", ""))
    made_up: str = ""
    grants: dict[Permission, GrantChange] = field(default_factory=dict)

    @property
    def request(self) -> CreateEmployee:
        """As the use case wants it."""
        account = NewAccount(self.username, self.password, tuple(self.grants.values())) if self.with_account else None
        return CreateEmployee(self.person.ik, self.workplace.id, self.details, account)


def create(dialogue: Dialogue) -> None:
    """Ask for all of an employee, and store it whole or not at all (R2.3-11). Raises Back."""
    session = dialogue.session
    filled = _Filled(_person(dialogue), _workplace(dialogue, None), DetailsEntry(dialogue.today()))
    filled.username = username_from(filled.person.data.surname or filled.person.data.given_name)
    _fill(dialogue, filled, frozenset(_TITLES) | _OF_AN_ACCOUNT)
    while not _sure(dialogue, filled):
        _fill(dialogue, filled, frozenset(_TITLES) | _OF_AN_ACCOUNT | {"workplace_id"})

    def store() -> int:
        try:
            return session.change(create_employee, session.actor, filled.request, effects=session.effects)
        except UsernameTaken as taken:
            filled.username = taken.proposal
            raise
        except NothingGranted as warning:
            if not dialogue.ask(questions.STORE_ALL_THE_SAME.to(refusal(warning))):
                raise
            request = replace(filled.request, useless_confirmed=True)
            return session.change(create_employee, session.actor, request, effects=session.effects)

    def mend(fields: frozenset[str]) -> None:
        _fill(dialogue, filled, fields or frozenset(_TITLES) | _OF_AN_ACCOUNT | {"workplace_id"})

    _tell(dialogue, dialogue.until_taken(store, mend), filled.made_up if filled.with_account else "")


_OF_AN_ACCOUNT: Final = frozenset({"with_account", "username", "password", "permission"})


def _fill(dialogue: Dialogue, filled: _Filled, fields: frozenset[str]) -> None:
    """Ask for these fields, in the order of the form."""
    if "workplace_id" in fields:
        filled.workplace = _workplace(dialogue, filled.workplace)
    for name in _TITLES:
        if name in fields:
            filled.details = _detail(dialogue, filled.details, name)
    if "with_account" in fields:
        filled.with_account = dialogue.yes(linear.WITH_ACCOUNT, default=filled.with_account)
    if not filled.with_account:
        return
    if "username" in fields:
        filled.username = dialogue.text("username", "Uživatelské jméno", filled.username, limit=32, required=True)
    if "permission" in fields:
        _grants(dialogue, filled)
    if fields & {"password", "password_again"}:
        _password(dialogue, filled)


def _password(dialogue: Dialogue, filled: _Filled) -> None:
    """One that is made up, or typed twice (X-16, X-17)."""
    options = [(linear.MADE_UP, True), (linear.TYPED, False)]
    filled.made_up = ""
    if dialogue.choose(linear.WHICH_PASSWORD, options, True):
        administrator = Permission.SYSTEM_ADMINISTRATION in filled.grants
        owner = Owner(filled.username, filled.person.data.surname, filled.person.data.birth_number, administrator)
        effects = dialogue.session.effects
        filled.made_up = generate_for(owner, effects.policy.passwords, effects.choose)
        filled.password = PasswordEntry(filled.made_up, filled.made_up)
    else:
        filled.password = dialogue.twice()


def _detail(dialogue: Dialogue, typed: DetailsEntry, name: str) -> DetailsEntry:
    """One of Data zaměstnance, until the rule of the form takes it (R2.3-9)."""
    while True:
        kept = getattr(typed, name)
        ask: Callable[[str, str, Any], Any] = dialogue.day if name in _DAYS else dialogue.text
        said: dict[str, Any] = {name: ask(name, _TITLES[name], kept)}
        typed = replace(typed, **said)
        fault = next((each for each in _faults(typed) if each.field == name), None)
        if fault is None:
            return typed
        dialogue.refuse(fault)


def _faults(typed: DetailsEntry) -> Iterator[DomainError]:
    try:
        check_details(typed)
    except DomainError as error:
        yield from (error, *error.also)


def _workplace(dialogue: Dialogue, chosen: Workplace | None) -> Workplace:
    """Where they are to work: of the actor's power, and there today."""
    session, today = dialogue.session, dialogue.today()
    places = session.call(list_workplace_choices, session.actor, effects=session.effects)
    places = [place for place in places if place.valid_on(today)]
    kinds: dict[OfficeKind, None] = dict.fromkeys(place.office_kind for place in places)
    own = chosen or next((each for each in places if each.id == session.own.principal.workplace.id), None)
    kind = next(iter(kinds))
    if len(kinds) > 1:
        kind = dialogue.choose("Druh úřadu:", [(each.title, each) for each in kinds], own.office_kind if own else None)
    offered = [place for place in places if place.office_kind is kind]
    if len(offered) == 1:
        dialogue.say(f"Pracoviště: {offered[0].name}")
        return offered[0]
    return dialogue.choose("Pracoviště:", [(place.name, place) for place in offered], own)


# Who it is


def _person(dialogue: Dialogue) -> Person:
    """A person whom KRK has and who can be employed here (R2.3-4, R2.3-5)."""
    session, realm = dialogue.session, dialogue.session.own.principal.realm
    ways = [(title, place) for place, title in enumerate(linear.WAYS)]
    way = dialogue.choose(linear.HOW_FOUND, ways, 0)
    query: PersonQuery = (ByBirthNumber(""), ByIk(""), ByPersonalData())[way]
    while True:
        query = _asked(dialogue, query)
        try:
            found = session.call(find_person, session.actor, query, effects=session.effects)
            person = _chosen(dialogue, found, query)
            if person is not None:
                return usable_person(person, realm)
        except PersonNotFound:
            dialogue.tell(linear.not_found(realm))
        except OF_THE_SESSION:
            raise
        except DomainError as error:
            dialogue.refuse(error)


def _asked(dialogue: Dialogue, query: PersonQuery) -> PersonQuery:
    """The question to KRK, with what was typed before as what Enter stands for."""
    match query:
        case ByBirthNumber(before):
            return ByBirthNumber(dialogue.text("birth_number", "Rodné číslo", before, limit=30, required=True))
        case ByIk(before):
            return ByIk(dialogue.text("ik", "IK", before, limit=10, required=True))
        case ByPersonalData(given_name, surname, born):
            return ByPersonalData(
                dialogue.text("given_name", "Jméno", given_name),
                dialogue.text("surname", "Příjmení", surname, required=True),
                dialogue.born("born", "Datum narození", born),
            )


def _chosen(dialogue: Dialogue, found: list[Person], query: PersonQuery) -> Person | None:
    """Which of those found it is; None to ask KRK anew."""
    shown = [(linear.person(person, _shown(person.data.birth_number, query)), person) for person in found]
    if len(shown) > 1:
        return dialogue.choose(linear.PERSON, shown)
    said, person = shown[0]
    dialogue.say(said)
    if isinstance(query, ByBirthNumber) and person.data.birth_number.doubtful:
        dialogue.say(register.DOUBTFUL)
    return person if dialogue.yes(linear.IS_IT_THEM, default=True) else None


def _shown(number: BirthNumber, query: PersonQuery) -> str:
    """Whole only to somebody who has typed it (X-20)."""
    return str(number) if isinstance(query, ByBirthNumber) else number.masked


# What they may do


def _grants(dialogue: Dialogue, filled: _Filled) -> None:
    """One permission after the other, until there are enough; one chosen again is asked for anew (R2.3-10)."""
    session = dialogue.session
    kind, policy = filled.workplace.office_kind, session.effects.policy
    offered = grantable(session.own.principal.module, kind, policy)
    filled.grants = {each: change for each, change in filled.grants.items() if each in offered}
    while True:
        options: list[tuple[str, Permission | None]] = [
            (linear.offered(each.title, filled.grants.get(each)), each) for each in offered
        ]
        permission = dialogue.choose(linear.OTHER_GRANT, [*options, (linear.NO_MORE, None)])
        if permission is None:
            return
        try:
            filled.grants[permission] = _grant(dialogue, permission, filled.grants.get(permission))
        except Back:
            filled.grants.pop(permission, None)


def _grant(dialogue: Dialogue, permission: Permission, before: GrantChange | None) -> GrantChange:
    levels = [(level.title, level) for level in Level]
    level = dialogue.choose("Úroveň:", levels, before.level if before else Level.VIEW)
    valid_from, valid_to = (before.valid_from, before.valid_to) if before else (dialogue.today(), None)
    while True:
        typed = dialogue.day("valid_from", "Platnost od", valid_from)
        valid_to = dialogue.day("valid_to", "Platnost do", valid_to)
        try:
            if typed is None:
                raise Required("valid_from")
            check_order(typed, valid_to)
        except DomainError as error:
            dialogue.refuse(error)
        else:
            return GrantChange(permission, level, typed, valid_to)


# The end


def _sure(dialogue: Dialogue, filled: _Filled) -> bool:
    """Say what is about to be stored, and ask; False to correct it. Raises Back to drop it."""
    data, place = filled.person.data, filled.workplace
    username = filled.username if filled.with_account else ""
    grants = tuple(filled.grants.values()) if filled.with_account else ()
    dialogue.say(*linear.to_store(data.full_name, place.name, username, grants))
    options = [(linear.STORE_IT, "store"), (linear.CORRECT_IT, "correct"), (linear.LEAVE_IT, "leave")]
    answer = dialogue.choose(linear.STORE, options, "store")
    if answer == "leave":
        raise Back
    return answer == "store"


def _tell(dialogue: Dialogue, employee_id: int, made_up: str) -> None:
    """Say what was stored, from when it can be used, and the password that was made up (R2.3-12)."""
    session = dialogue.session
    seen = session.call(get_employee, session.actor, employee_id, effects=session.effects)
    dialogue.say(employees.stored(seen.employee), *map(proposals.waits, seen.waiting))
    if seen.account is not None:
        show_password(dialogue, made_up)
        terms = handed_over(seen.account, session.effects.now(), session.effects.policy)
        dialogue.say(passwords.owner(terms))
        dialogue.tell(passwords.terms(terms))
