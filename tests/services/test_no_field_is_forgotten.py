"""Every field of a record comes through every use case that copies it, those that somebody adds tomorrow included.

Each field has a value that no other field has, so that one left out, emptied or mistaken for another shows.
"""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from oktui.domain.accounts import Account, Grant, GrantChange
from oktui.domain.administrator_request import AdministratorRequest
from oktui.domain.audit import AuditEvent, EventKind, SubjectKind
from oktui.domain.ik import next_ik
from oktui.domain.modules import Category, Level, Module, Permission
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import NOT_STORED, Details, DetailsEntry, Employee, Names, Person, PersonalData, Workplace
from oktui.domain.person_file import COLUMNS
from oktui.domain.records import titles, values
from oktui.domain.register import ConsentEntry, PersonEntry
from oktui.domain.sessions import MachineOwner
from oktui.jobs.synchronise_accounts import synchronise_accounts
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from oktui.services.employees.edit_employee import AccountEdit, EditEmployee, edit_employee
from oktui.services.register.enter_person import EnterPerson, enter_person
from oktui.services.register.import_persons import ImportPersons, import_persons
from oktui.services.register.register_person import RegisterPerson, register_person
from oktui.services.workplaces.create_first_administrator import create_first_administrator
from oktui.services.workplaces.save_workplace import SaveWorkplace, save_workplace
from screens.texts import audit as texts
from storage import audit, employees, grants, krk, workplaces
from storage.database import transaction
from storage.krk_models import PersonRow
from storage.persons import columns_of
from tests.support import use_cases
from tests.support.cast import JIHOMORAVSKY, VYSOCINA, Cast, granted
from tests.support.distinct import filled

IK = next_ik("1600000006")
FIRST, SECOND = (Details(**filled(Details, which)) for which in (0, 1))
PERSON, RENAMED = (PersonalData(**filled(PersonalData, which)) for which in (0, 1))
DETAILS = [field.name for field in fields(Details)]
NAMES = [field.name for field in fields(PersonalData)]


@pytest.fixture
def account(cast: Cast) -> Account:
    """Somebody of whom everything is known."""
    return _employ(cast)


def _employ(cast: Cast) -> Account:
    person = Person(IK, PERSON, frozenset(Category))
    krk.store_persons([person])
    records = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
    return cast.employ(person, "plny", records, details=FIRST)


def _edit(cast: Cast, account: Account, details: DetailsEntry, workplace_id: int | None = None) -> None:
    now = cast.account(account.username).employee
    wanted = workplace_id or now.workplace.id
    request = EditEmployee(now.id, now.version, wanted, details, AccountEdit(account.username))
    edit_employee(cast.actor("mpsv_radek"), request, effects=cast.effects)


def _move(cast: Cast, account: Account) -> None:
    _edit(cast, account, account.employee.details, cast.workplace_id(JIHOMORAVSKY))


def _retire_and_restore(cast: Cast, account: Account) -> None:
    use_cases.retire(cast, cast.actor("mpsv_radek"), account)
    use_cases.restore(cast, cast.actor("mpsv_radek"), account)


def _unlock(cast: Cast, account: Account) -> None:
    use_cases.unlock(cast, cast.actor("mpsv_radek"), account)


def _reset(cast: Cast, account: Account) -> None:
    use_cases.reset(cast, cast.actor("mpsv_radek"), account)


def _synchronise(cast: Cast, _account: Account) -> None:
    cast.clock.forward(timedelta(days=2))
    synchronise_accounts("worker", effects=cast.effects)


def _revive(cast: Cast, account: Account) -> None:
    place, person = account.employee.workplace, account.employee.person
    named = {field.name: getattr(person, field.name) for field in fields(AdministratorRequest) if field.name in NAMES}
    office = {"office_kind": place.office_kind, "region": place.region, "workplace": place.name, "data_box": ""}
    request = AdministratorRequest(module=Module.REGISTR, email="jiny@urad.example", position="jiná", **office, **named)  # type: ignore[arg-type]  # read off the person
    create_first_administrator(MachineOwner(module=Module.REGISTR, name="root"), request, effects=cast.effects)


@pytest.mark.parametrize("use_case", [_move, _retire_and_restore, _unlock, _reset, _synchronise, _revive])
def test_who_is_moved_retired_unlocked_or_synchronised_loses_nothing(
    cast: Cast, account: Account, use_case: Callable[[Cast, Account], None]
) -> None:
    """R2.5-1, R2.6-3, R2.3-14, R2.4-2: what the use case is not about stays as it is."""
    use_case(cast, account)
    after = cast.account("plny").employee
    kept = replace(account.employee, workplace=after.workplace, version=after.version)
    assert values(after) == values(kept)


def test_a_lapsed_administrator_is_revived_with_all_that_was_known(cast: Cast, account: Account) -> None:
    """R2.4-2: the end of the validity alone is taken away."""
    cast.clock.forward(timedelta(days=365))
    _revive(cast, account)
    revived = cast.account("plny").employee
    assert values(revived.details) == values(replace(FIRST, valid_to=None))
    assert values(revived.person) == values(PERSON)


def test_a_new_employee_has_all_that_was_typed_and_all_that_krk_says(cast: Cast) -> None:
    """R2.3-9, R2.3-4, X-19: and the audit tells the details."""
    krk.store_persons([Person(IK, PERSON, frozenset(Category))])
    request = CreateEmployee(IK, cast.workplace_id(VYSOCINA), DetailsEntry(**values(FIRST)))
    employee_id = create_employee(cast.actor("homola"), request, effects=cast.effects)
    employee = _stored(employee_id)
    assert (values(employee.details), values(employee.person)) == (values(FIRST), values(PERSON))
    event = _last(SubjectKind.EMPLOYEE, employee_id, EventKind.EMPLOYEE_CREATED)
    assert {name: event.after.get(name) for name in DETAILS} == {n: str(value) for n, value in values(FIRST).items()}


@pytest.mark.parametrize("name", DETAILS)
def test_an_edit_changes_the_field_that_was_typed_and_no_other(cast: Cast, account: Account, name: str) -> None:
    """F6, X-19: the audit tells that one too, by its own title."""
    wanted = replace(FIRST, **{name: getattr(SECOND, name)})
    _edit(cast, account, wanted)
    assert values(cast.account("plny").employee.details) == values(wanted)
    event = _last(SubjectKind.EMPLOYEE, account.employee.id, EventKind.EMPLOYEE_CHANGED)
    told = {key for key in event.after if event.before.get(key) != event.after[key]}
    assert told - {"birth_number_changed"} == {name}  # which is masked, so that it changed is said besides
    assert texts.changes_of(event).startswith(f"{titles(DetailsEntry)[name]}: ")


@pytest.mark.parametrize("name", NAMES)
def test_a_change_in_krk_is_taken_over_field_by_field(cast: Cast, account: Account, name: str) -> None:
    """R2.3-14, X-19, X-20: the copy follows, the details stay, and the audit tells that field by its title."""
    changed = replace(PERSON, **{name: getattr(RENAMED, name)})
    stored = columns_of(changed, PersonRow)
    assert PersonRow.update(**stored).where(PersonRow.ik == IK).execute()
    _synchronise(cast, account)
    after = cast.account("plny").employee
    assert (values(after.person), values(after.details)) == (values(changed), values(FIRST))
    event = _last(SubjectKind.EMPLOYEE, after.id, EventKind.SYNCHRONISED)
    told = {key for key in event.after if event.before.get(key) != event.after[key]}
    assert told - {"birth_number_changed"} == {name}  # which is masked, so that it changed is said besides
    assert texts.changes_of(event).startswith(f"{titles(PersonalData)[name]}: ")


def _entry() -> PersonEntry:
    return PersonEntry(**values(PERSON) | {"birth_number": str(PERSON.birth_number)})


def _register(cast: Cast) -> None:
    register_person(cast.actor("gollova", Module.OKNOUZE), RegisterPerson(_entry()), effects=cast.effects)


def _enter(cast: Cast) -> None:
    request = EnterPerson(_entry(), frozenset(Category), ConsentEntry(date(2016, 7, 1), "MPSV-2016/1"))
    enter_person(cast.actor("mpsv_radek"), request, effects=cast.effects)


def _import(cast: Cast) -> None:
    cells = values(_entry()) | {"categories": "HN"}
    rows = [[COLUMNS.titles[name] for name in cells], cells.values()]
    content = "\n".join(";".join(row) for row in rows).encode()
    import_persons(MachineOwner(name="root"), ImportPersons("osoby.csv", content), effects=cast.effects)


@pytest.mark.parametrize("use_case", [_register, _enter, _import])
def test_krk_has_all_that_was_typed_of_a_person(cast: Cast, use_case: Callable[[Cast], None]) -> None:
    """R2.4-1, R2.2-2: by hand, by MPSV, or from a file."""
    use_case(cast)
    found = krk.find_by_birth_number(PERSON.birth_number)
    assert found is not None
    assert values(found.data) == values(PERSON)


def test_what_is_typed_and_what_is_stored_have_the_same_fields() -> None:
    """R2.3-9, R2.4-1: and each has its title."""
    assert titles(PersonEntry) == titles(PersonalData)
    assert titles(Names).items() <= titles(PersonalData).items()
    assert [field.name for field in fields(DetailsEntry)] == DETAILS == list(titles(DetailsEntry))


PLACES = (
    Workplace(NOT_STORED, OfficeKind.OU_SZ, "name a", Region.VYSOCINA, date(2016, 1, 1), date(2030, 1, 1), "abcdefi"),
    Workplace(NOT_STORED, OfficeKind.KU, "name b", Region.PLZENSKY, date(2016, 2, 1), date(2031, 1, 1), "bcdefg9"),
)
PLACE_FIELDS = [field.name for field in fields(Workplace) if field.name not in ("id", "version")]


@pytest.mark.parametrize("name", PLACE_FIELDS)
def test_a_workplace_is_stored_and_changed_field_by_field(cast: Cast, name: str) -> None:
    """F11, X-19: what was not typed stays, and the audit tells what was."""
    actor, first = cast.actor("mpsv_radek"), values(PLACES[0]) | {"id": None}
    place_id = save_workplace(actor, SaveWorkplace(**first), effects=cast.effects)
    changed = first | {"id": place_id, name: getattr(PLACES[1], name)}
    save_workplace(actor, SaveWorkplace(**changed), effects=cast.effects)
    with transaction():
        assert values(workplaces.load(place_id)) == changed | {"version": 2}
    event = _last(SubjectKind.WORKPLACE, place_id, EventKind.WORKPLACE_CHANGED)
    told = {key for key in event.after if event.before.get(key) != event.after[key]}
    assert told - {"birth_number_changed"} == {name}  # which is masked, so that it changed is said besides


TERMS = {"level": Level.VIEW, "valid_from": date(2015, 1, 1), "valid_to": date(2017, 1, 1)}


def test_a_grant_is_given_and_changed_field_by_field(cast: Cast, account: Account) -> None:
    """R2.3-10: what it permits stays; all else is what was wanted."""
    assert TERMS.keys() == {field.name for field in fields(GrantChange)} - {"permission", "id", "revoke"}
    actor = cast.actor("homola")
    held = account.grants[0]
    edit = use_cases.edit_of(account, GrantChange(permission=held.permission, id=held.id, **TERMS))  # type: ignore[arg-type]  # fields of it
    edit_employee(actor, edit, effects=cast.effects)
    assert values(cast.account("plny").grants[0]) == values(held) | TERMS
    new = Grant(None, Module.POSKYTOVATEL, Permission.REPORTS, **TERMS)  # type: ignore[arg-type]  # fields of it
    with transaction():
        grants.insert(account.id, account.employee.realm, new, None)
    assert values(cast.account("plny").grants[1]) | {"id": None} == values(new)


def _stored(employee_id: int) -> Employee:
    with transaction():
        return employees.load(employee_id)


def _last(subject: SubjectKind, subject_id: int, kind: EventKind) -> AuditEvent:
    with transaction():
        return audit.last_of(subject, subject_id, [kind])[0]
