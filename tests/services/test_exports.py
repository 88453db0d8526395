"""The exports of F3 and F15: what is in them, what is not, and that the audit knows."""

import csv
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from oktui import demo
from oktui.domain.audit import AuditCriteria, AuditEvent, EventKind, Recorded
from oktui.domain.authority import Forbidden
from oktui.domain.files import Stopped
from oktui.domain.kept_files import FilesUnavailable, FileTooLarge, Format, KeptFile, public_name
from oktui.domain.listing import Criteria, Entry
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.people import Details
from oktui.domain.sessions import Actor, SessionOver
from oktui.domain.sync import SyncState
from oktui.services import exporting
from oktui.services.audit.export_events import export_events
from oktui.services.employees.export_employees import export_employees
from oktui.services.employees.retire_employee import retire_employee
from oktui.services.exporting import Target
from oktui.services.long_work import Progress, unwatched
from tests.support.cast import Cast, granted
from tests.support.journal import new_events

EMPLOYEES = (("Osoba", lambda row: row.listed.person), ("Platnost od", lambda row: row.listed.valid_from))
EVENTS = (("Číslo", lambda row: row.number), ("Událost", lambda row: row.event.kind.value))

Export = Callable[[Cast, Actor, Progress], KeptFile]


def employees(cast: Cast, actor: Actor, progress: Progress = unwatched, **criteria: object) -> KeptFile:
    """Export the employees that match."""
    asked = Criteria(**criteria)  # type: ignore[arg-type]  # the tests name its fields
    target = Target[Entry](Format.CSV, EMPLOYEES)
    return export_employees(actor, asked, target, effects=cast.effects, progress=progress)


def events(cast: Cast, actor: Actor, progress: Progress = unwatched, **criteria: object) -> KeptFile:
    """Export the events that match."""
    asked = AuditCriteria(**criteria)  # type: ignore[arg-type]  # the tests name its fields
    target = Target[Recorded](Format.CSV, EVENTS)
    return export_events(actor, asked, target, effects=cast.effects, progress=progress)


def text_of(cast: Cast, file: KeptFile) -> str:
    """What is in the file."""
    with cast.effects.files.open(file.name) as opened:
        return opened.read().decode()


def rows_of(cast: Cast, file: KeptFile) -> list[list[str]]:
    """What is in the file, without the titles."""
    return list(csv.reader(text_of(cast, file).splitlines()))[1:]


def left(cast: Cast) -> list[Path]:
    """All that lies in the folder for files."""
    return list(cast.effects.files.path.iterdir())


def only_event(added: Callable[[], list[AuditEvent]]) -> AuditEvent:
    """The one event that was added."""
    (event,) = added()
    return event


@pytest.fixture
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages so short that there are several."""
    monkeypatch.setattr(exporting, "_PAGE", 2)


@pytest.mark.usefixtures("pages_of_two")
def test_the_employees_listed_are_exported_in_their_order_and_the_audit_knows(cast: Cast) -> None:
    """F3, R2.1-2, X-19, X-30: who, how many, by which criteria, and of the file what nobody can fetch it with."""
    radek = cast.actor("mpsv_radek")
    with new_events() as added:
        file = employees(cast, radek)
    assert (file.rows, file.until) == (4, cast.clock() + timedelta(days=1))
    assert [row[0].partition(": ")[2] for row in rows_of(cast, file)] == [
        "František Dlouhý",
        "Jiří Homola",
        "Adam Klicpera",
        "Radomír Marinka",
    ]
    event = only_event(added)
    assert (event.kind, event.who.name) == (EventKind.EXPORTED, "mpsv_radek (Radomír Marinka)")
    assert event.after == {"rows": 4, "sha256": hashlib.sha256(text_of(cast, file).encode()).hexdigest()}
    assert event.subject_name == public_name(file.name)
    with new_events() as added:
        assert employees(cast, radek, surname="dlo", with_invalid=True).rows == 1
    assert only_event(added).after["surname"] == "dlo"
    assert only_event(added).after["with_invalid"] is True


def test_only_the_actors_region_is_exported(cast: Cast) -> None:
    """R2.1-1: the file holds no more than the list does."""
    assert rows_of(cast, employees(cast, cast.actor("homola"))) == [["1273434965: Jiří Homola", "2010-01-01"]]


def test_every_state_is_exported_with_its_date(cast: Cast) -> None:
    """F3: when it was retired, locked, made or synchronised, and the day at which its validity ends or begins."""
    homola, day = cast.actor("homola"), date(2016, 7, 25)
    columns = (
        ("Osoba", lambda row: row.listed.username),
        ("Stav", lambda row: row.listed.status(day).value),
        ("Datum", lambda row: row.dated(row.listed.status(day))),
    )
    cast.employ(demo.CERNY, "cerny", state=SyncState.NEW)
    ended = Details(date(2014, 9, 15), date(2016, 7, 24), email="urad@kr-vysocina.example", position="referent")
    cast.employ(demo.MARTINKA, "martinka", details=ended)
    cast.employ(demo.SMITKO, "smitko", details=replace(ended, valid_from=date(2016, 8, 1), valid_to=None))
    cast.employ(demo.KLICPERA, "jiny")
    cast.clock.forward(timedelta(minutes=5))
    retired = cast.account("jiny").employee.id
    retire_employee(homola, retired, effects=cast.effects)
    target = Target[Entry](Format.CSV, columns)
    file = export_employees(homola, Criteria(with_invalid=True), target, effects=cast.effects)
    assert {row[0]: row[1:] for row in rows_of(cast, file)} == {
        "cerny": ["pending", "2016-07-25T10:05:00+02:00"],
        "homola": ["active", "2016-07-25T10:05:00+02:00"],
        "jiny": ["retired", "2016-07-25T10:10:00+02:00"],
        "martinka": ["expired", "2016-07-24"],
        "smitko": ["not_begun", "2016-08-01"],
    }


@pytest.mark.usefixtures("pages_of_two")
def test_the_events_listed_are_exported_newest_first(cast: Cast) -> None:
    """F15: with the criteria in the audit."""
    for _ in range(4):
        cast.actor("homola")
    homola = cast.actor("homola")
    with new_events() as added:
        file = events(cast, homola, kind=EventKind.SIGN_IN)
    numbers = [int(row[0]) for row in rows_of(cast, file)]
    assert len(numbers) == 5
    assert numbers == sorted(numbers, reverse=True)
    assert only_event(added).after["kind"] == "sign_in"
    assert events(cast, homola).rows == 6, "that one was exported is an event of the region too"


@pytest.mark.parametrize("export", [employees, events])
def test_no_birth_number_and_no_hash_is_in_a_file(cast: Cast, export: Export) -> None:
    """X-20: nothing that the list does not show either."""
    text = text_of(cast, export(cast, cast.actor("mpsv_radek"), unwatched))
    secrets = [cast.account("homola").password_hash]
    for person in demo.PERSONS:
        secrets += [person.data.birth_number.digits, str(person.data.birth_number)]
    assert not [secret for secret in secrets if secret in text]


@pytest.mark.parametrize("export", [employees, events])
def test_who_only_looks_exports_too_and_who_is_no_administrator_does_not(cast: Cast, export: Export) -> None:
    """X-1, X-2, X-3: an export is reading; the helpdesk reads neither file."""
    view = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION, Level.VIEW)
    cast.employ(demo.MARTINKA, "view", view)
    assert export(cast, cast.actor("view"), unwatched).rows
    before = left(cast)
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, user_support=True))
    cast.employ(demo.CERNY, "helpdesk", granted(Module.REGISTR, Permission.USER_SUPPORT))
    for username in ("klicpera", "helpdesk"):
        with pytest.raises(Forbidden):
            export(cast, cast.actor(username), unwatched)
        assert left(cast) == before


@pytest.mark.parametrize("export", [employees, events])
@pytest.mark.usefixtures("pages_of_two")
def test_it_tells_how_far_it_is_and_leaves_nothing_when_stopped(cast: Cast, export: Export) -> None:
    """F3, F15: after each page; no half file, no event."""
    radek = cast.actor("mpsv_radek")
    for _ in range(2):
        cast.actor("homola")
    told: list[int] = []
    rows = export(cast, radek, told.append).rows or 0
    before = left(cast)
    assert told == [*range(2, rows, 2), rows]

    def stop(done: int) -> None:
        if done > 2:
            raise Stopped

    with new_events() as added, pytest.raises(Stopped):
        export(cast, radek, stop)
    assert added() == []
    assert left(cast) == before


@pytest.mark.parametrize("export", [employees, events])
@pytest.mark.usefixtures("pages_of_two")
def test_a_session_that_ends_ends_its_export(cast: Cast, export: Export) -> None:
    """X-9: nothing more is read, and nothing is left of the file."""
    radek = cast.actor("mpsv_radek")

    def sign_in_elsewhere(_done: int) -> None:
        cast.sign_in("mpsv_radek")

    with pytest.raises(SessionOver):
        export(cast, radek, sign_in_elsewhere)
    assert left(cast) == []


@pytest.mark.parametrize("export", [employees, events])
@pytest.mark.usefixtures("pages_of_two")
def test_an_export_larger_than_all_files_may_be_is_refused(cast: Cast, export: Export) -> None:
    """X-19, X-30: no list fills the disk; no file, no event."""
    radek = cast.actor("mpsv_radek")
    cast.effects = replace(cast.effects, files=replace(cast.effects.files, limit=10))
    with new_events() as added, pytest.raises(FileTooLarge):
        export(cast, radek, unwatched)
    assert (added(), left(cast)) == ([], [])


def test_without_a_folder_of_our_own_nothing_is_exported_and_nothing_said_to_have_been(cast: Cast) -> None:
    """X-19, X-30: the folder is checked before anybody is read."""
    radek = cast.actor("mpsv_radek")
    cast.effects.files.path.mkdir()
    cast.effects.files.path.chmod(0o755)
    with new_events() as added, pytest.raises(FilesUnavailable):
        employees(cast, radek)
    assert added() == []
