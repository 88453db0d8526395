"""New employees from a file: checked with nothing changed, then all or none (R2.3-5 … R2.3-11, R2.1-1, X-28)."""

import io
from datetime import date, datetime

import pytest
import xlsxwriter

from oktui import demo
from oktui.domain.accounts import NothingGranted
from oktui.domain.audit import EventKind
from oktui.domain.authority import Forbidden
from oktui.domain.contacts import InvalidEmail
from oktui.domain.employee_file import (
    COLUMNS,
    GrantUnreadable,
    OfficeKindUnknown,
    RowRepeated,
    WorkplaceUnclear,
    WorkplaceUnknown,
)
from oktui.domain.errors import DomainError
from oktui.domain.files import Stopped
from oktui.domain.ik import InvalidIk
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.names import UsernameTaken
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import EmployeeExists, Person, PersonNotFound, PersonUnusable
from oktui.domain.reading.faults import FileRefused, YearCut
from oktui.domain.sessions import Actor
from oktui.domain.sync import SyncState
from oktui.domain.text import Required
from oktui.services.employees.import_employees import ImportEmployees, Newcomer, import_employees
from oktui.services.file_rows import rows_with_faults
from oktui.services.tables import Cell
from oktui.services.workplaces.save_workplace import SaveWorkplace, save_workplace
from storage import krk
from tests.support.cast import JIHOMORAVSKY, VYSOCINA, Cast, granted
from tests.support.journal import everything_audited, new_events, stored
from tests.support.newcomers import newcomers

HEADING = "IK MPSV;pracoviště;platnost od;platnost do;email;funkce/služební číslo;uživatelské jméno;oprávnění"
RECORDS = "Evidence sociálních služeb (aktualizace)"


@pytest.fixture
def people(cast: Cast) -> list[Person]:
    """Persons whom KRK has, and who are employed nowhere."""
    persons = newcomers(4)
    krk.store_persons(persons)
    return persons


def row(person: Person, **cells: str) -> str:
    """A good row of theirs, but for what is said otherwise."""
    good = {
        "ik": person.ik,
        "workplace": VYSOCINA,
        "valid_from": "1.8.2016",
        "valid_to": "",
        "email": "urad@kr-vysocina.example",
        "position": "referent",
        "username": "",
        "permission": RECORDS,
    }
    return ";".join({**good, **cells}.values())


def bring(cast: Cast, *rows: str, check: bool = False, actor: Actor | None = None) -> tuple[Newcomer, ...]:
    """Import the rows as homola."""
    content = "\n".join([HEADING, *rows]).encode("cp1250")
    request = ImportEmployees(content, "0123", check=check)
    return import_employees(actor or cast.actor("homola"), request, effects=cast.effects)


def as_csv(rows: list[list[Cell]]) -> bytes:
    """The rows as a file."""
    return "\n".join(";".join(map(str, cells)) for cells in rows).encode()


def faults(cast: Cast, actor: Actor, *rows: str) -> list[tuple[int, str, type[DomainError]]]:
    """What is wrong with the rows: row, column, and what."""
    with pytest.raises(FileRefused) as refused:
        bring(cast, *rows, actor=actor)
    return [(fault.row, fault.column, type(fault.error)) for fault in refused.value.faults]


def test_a_check_changes_nothing_and_the_import_creates_all(cast: Cast, people: list[Person]) -> None:
    """R2.3-11, R2.3-12, X-16: in order, with free usernames and passwords told once; under one number in the audit."""
    rows = [row(people[0]), row(people[1], permission=""), row(people[2], username="petr", valid_to="31.12.2016")]
    actor, before = cast.actor("homola"), stored()
    assert [new.ik for new in bring(cast, *rows, check=True, actor=actor)] == [each.ik for each in people[:3]]
    assert stored() == before
    with new_events() as added:
        done = bring(cast, *rows, actor=actor)
    assert [(new.row, new.username) for new in done] == [(2, "dlouhy2"), (3, ""), (4, "petr")]
    assert [bool(new.password) for new in done] == [True, False, True]
    created = [event for event in added() if event.kind is EventKind.EMPLOYEE_CREATED]
    assert [event.part_of for event in created] == ["0123"] * 3
    account = cast.account("petr")
    assert (account.sync_state, account.must_change) == (SyncState.NEW, True)
    assert account.employee.details.valid_to == date(2016, 12, 31)
    [grant] = account.grants
    assert (grant.permission, grant.level, grant.valid_from) == (
        Permission.SOCIAL_SERVICES_RECORDS,
        Level.UPDATE,
        date(2016, 8, 1),
    )
    assert not any(new.password and new.password in everything_audited() for new in done)


@pytest.mark.parametrize("written", ["Evidence sociálních služeb – aktualizace", f"{RECORDS[:-1]}, od 1.8.2016)"])
def test_permissions_are_read_as_the_program_writes_them(cast: Cast, people: list[Person], written: str) -> None:
    """X-28: as the menu shows them, and as an export of F3 has them."""
    bring(cast, row(people[0], username="petr", permission=written))
    [grant] = cast.account("petr").grants
    assert (grant.permission, grant.level) == (Permission.SOCIAL_SERVICES_RECORDS, Level.UPDATE)


def test_everything_wrong_is_said_row_by_row_and_nothing_is_stored(cast: Cast, people: list[Person]) -> None:
    """R2.3-9, X-28: in the order of the rows, each with its column."""
    one, two, three, four = people
    cast.employ(four, "ctvrty", workplace=VYSOCINA)
    actor, before = cast.actor("homola"), stored()
    found = faults(
        cast,
        actor,
        row(one, email="neni", valid_from="1.8.16"),
        row(one),
        row(one),
        row(two, username="homola"),
        row(three, permission="Cokoli"),
        row(three, workplace="Nikde"),
        row(three, workplace=JIHOMORAVSKY),
        row(four, username="jiny"),
        row(three, permission="", username="sirotek"),
        row(three, ik="1234567890"),
        row(three, ik=""),
        row(demo.SMITKO),
    )
    assert found == [
        (2, "platnost od", YearCut),
        (2, "email", InvalidEmail),
        (4, "", RowRepeated),
        (5, "uživatelské jméno", UsernameTaken),
        (6, "oprávnění", GrantUnreadable),
        (7, "pracoviště", WorkplaceUnknown),
        (8, "pracoviště", WorkplaceUnknown),
        (9, "pracoviště", EmployeeExists),
        (10, "", NothingGranted),
        (11, "IK MPSV", InvalidIk),
        (12, "IK MPSV", Required),
        (13, "", PersonUnusable),
    ]
    assert stored() == before


def test_whoever_krk_does_not_have_is_not_employed(cast: Cast, people: list[Person]) -> None:
    """R2.3-4: be they named by IK or by birth number."""
    stranger = newcomers(1, already=50)[0]
    assert faults(cast, cast.actor("homola"), row(stranger)) == [(2, "", PersonNotFound)]
    content = f"rodné číslo;{HEADING.removeprefix('IK MPSV;')}\n{row(people[0], ik='500101/1001')}".encode()
    with pytest.raises(FileRefused):
        import_employees(cast.actor("homola"), ImportEmployees(content, "1", check=True), effects=cast.effects)
    number = str(people[0].data.birth_number)
    content = f"rodné číslo;{HEADING.removeprefix('IK MPSV;')}\n{row(people[0], ik=number)}".encode()
    [new] = import_employees(cast.actor("homola"), ImportEmployees(content, "1", check=True), effects=cast.effects)
    assert new.ik == people[0].ik


def test_an_office_of_which_there_are_two_is_told_by_its_kind(cast: Cast, people: list[Person]) -> None:
    """R2.1-1: and a kind that there is not is a fault."""
    radek = cast.actor("mpsv_radek")
    place = SaveWorkplace(OfficeKind.OU_SZ, VYSOCINA, Region.VYSOCINA, date(2010, 1, 1))
    save_workplace(radek, place, effects=cast.effects)
    assert faults(cast, cast.actor("homola"), row(people[0])) == [(2, "pracoviště", WorkplaceUnclear)]
    heading = f"druh úřadu;{HEADING}"

    def chosen(kind: str) -> tuple[Newcomer, ...]:
        content = f"{heading}\n{kind};{row(people[0])}".encode()
        return import_employees(cast.actor("homola"), ImportEmployees(content, "1"), effects=cast.effects)

    with pytest.raises(FileRefused) as refused:
        chosen("Cokoli")
    assert [type(fault.error) for fault in refused.value.faults] == [OfficeKindUnknown]
    [new] = chosen(OfficeKind.OU_SZ.title)
    assert cast.account(new.username).employee.workplace.office_kind is OfficeKind.OU_SZ


def test_a_workbook_is_read_as_well(cast: Cast, people: list[Person]) -> None:
    """X-28: dates as dates, numbers as numbers."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "d.m.yyyy"})
        sheet.write_row(0, 0, HEADING.split(";"))
        sheet.write_row(1, 0, row(people[0]).split(";"))
        sheet.write_number(1, 0, int(people[0].ik))
        sheet.write_datetime(1, 2, datetime(2016, 8, 1), day)  # noqa: DTZ001 - a workbook knows no zones
        sheet.write_string(1, 7, f"{RECORDS}; Správa systému (prohlížení, od 1.9.2016 do 31.12.2016)")
    request = ImportEmployees(file.getvalue(), "1")
    [new] = import_employees(cast.actor("homola"), request, effects=cast.effects)
    grants = cast.account(new.username).grants
    assert [(grant.level, grant.valid_from, grant.valid_to) for grant in grants] == [
        (Level.UPDATE, date(2016, 8, 1), None),
        (Level.VIEW, date(2016, 9, 1), date(2016, 12, 31)),
    ]


def test_the_rows_come_back_with_what_is_wrong_with_them(cast: Cast, people: list[Person]) -> None:
    """X-28: one more column, so that they can be mended where they are."""
    content = "\n".join([HEADING, row(people[0]), row(people[1], email="neni")]).encode("cp1250")
    rows = list(rows_with_faults(content, COLUMNS, {3: "email: Email nemá správný tvar"}))
    assert [each[-1] for each in rows] == ["chyby", "", "email: Email nemá správný tvar"]
    assert rows[1][0] == people[0].ik


def test_rows_that_came_back_are_mended_and_given_back(cast: Cast, people: list[Person]) -> None:
    """X-28: as they are, with the column of faults still there; new faults take the place of the old ones."""
    content = "\n".join(["Noví zaměstnanci", HEADING, row(people[0]), row(people[1], email="neni")])
    first = list(rows_with_faults(content.encode(), COLUMNS, {2: "sloupec chybí", 4: "email: Email nemá správný tvar"}))
    assert first[1][-1] == "chyby: sloupec chybí"
    rows = list(rows_with_faults(as_csv(first), COLUMNS, {4: "email: pořád ne"}))
    assert [cells[-1] for cells in rows] == ["", "chyby", "", "email: pořád ne"]
    assert {len(cells) for cells in rows} == {HEADING.count(";") + 2}
    mended = ImportEmployees(as_csv(rows).replace(b"neni", b"urad@kr-vysocina.example"), "0123")
    assert len(import_employees(cast.actor("homola"), mended, effects=cast.effects)) == 2


def test_whoever_may_create_nobody_imports_nobody(cast: Cast, people: list[Person]) -> None:
    """R2.1-1, X-3."""
    cast.employ(people[1], "referent", granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS))
    clerk = cast.actor("referent")
    with pytest.raises(Forbidden):
        bring(cast, row(people[0]), actor=clerk)


def test_stopping_stores_nobody(cast: Cast, people: list[Person]) -> None:
    """R2.3-11: all or none."""
    actor, before = cast.actor("homola"), stored()

    def stop(done: int) -> None:
        if done == 1:
            raise Stopped

    content = "\n".join([HEADING, row(people[0]), row(people[1])]).encode()
    with pytest.raises(Stopped):
        import_employees(actor, ImportEmployees(content, "1"), effects=cast.effects, progress=stop)
    assert stored() == before


def test_somebody_who_comes_first_has_all_of_it_refused(
    cast: Cast, people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """R2.3-8, R2.3-11: a username that was taken while the passwords were made."""
    actor = cast.actor("homola")

    def employ(done: int) -> None:
        if done == 1:
            cast.employ(people[3], "petr")

    content = "\n".join([HEADING, row(people[0]), row(people[1], username="petr")]).encode()
    before = stored()
    with pytest.raises(FileRefused) as refused:
        import_employees(actor, ImportEmployees(content, "1"), effects=cast.effects, progress=employ)
    [fault] = refused.value.faults
    assert (fault.row, type(fault.error)) == (3, UsernameTaken)
    assert len(stored()["account"]) == len(before["account"]) + 1
