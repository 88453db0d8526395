"""Keeping what was copied of a person as KRK has it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from oktui import demo
from oktui.domain.audit import EventKind, SubjectKind
from oktui.domain.people import Employee, Person
from oktui.jobs import refresh_persons
from oktui.jobs.synchronise_accounts import synchronise_accounts
from storage import accounts, audit, employees, krk
from storage.database import connect_to, execute, transaction
from storage.krk_models import CategoryRow, PersonRow
from storage.models import EmployeeRow
from tests.support.cast import Cast
from tests.support.newcomers import hire


def _rename(person: Person, surname: str) -> None:
    assert PersonRow.update(surname=surname).where(PersonRow.ik == person.ik).execute()


def _synchronise(cast: Cast) -> None:
    run = synchronise_accounts("worker", effects=cast.effects)
    assert run is not None
    assert run.finished


def _dlouhy(cast: Cast) -> Employee:
    return cast.account("dlouhy").employee


def test_a_new_name_is_taken_over_with_all_that_is_searched_by(cast: Cast) -> None:
    """R2.3-2, X-19, X-21: list and search find it, the audit tells it, and no open form is out of date."""
    before = _dlouhy(cast)
    _rename(demo.DLOUHY, "Černý")
    _synchronise(cast)
    after = _dlouhy(cast)
    assert after == replace(before, person=replace(before.person, surname="Černý"))
    with transaction():
        row = EmployeeRow.get_by_id(after.id)
        [event] = audit.last_of(SubjectKind.EMPLOYEE, after.id, [EventKind.SYNCHRONISED])
    assert (row.surname_key, event.before["surname"], event.after["surname"]) == ("cerny", "Dlouhý", "Černý")


def test_the_audit_of_a_new_birth_number_masks_it(cast: Cast) -> None:
    """X-20: both are told by their date alone."""
    assert (
        PersonRow.update(birth_number=replace(demo.DLOUHY.data.birth_number, digits="500117019"))
        .where(PersonRow.ik == demo.DLOUHY.ik)
        .execute()
    )
    _synchronise(cast)
    assert _dlouhy(cast).person.birth_number.digits == "500117019"
    with transaction():
        [event] = audit.last_of(SubjectKind.EMPLOYEE, _dlouhy(cast).id, [EventKind.SYNCHRONISED])
    assert event.before["birth_number"] == event.after["birth_number"] == "500117/****"


def test_krk_is_asked_about_an_employee_once_a_day(cast: Cast) -> None:
    """X-8: twelve runs a day do not ask twelve times."""
    _synchronise(cast)
    _rename(demo.DLOUHY, "Černý")
    cast.clock.forward(refresh_persons.FRESH_FOR)
    _synchronise(cast)
    assert _dlouhy(cast).person.surname == "Dlouhý"
    cast.clock.forward(timedelta(hours=2))
    _synchronise(cast)
    assert _dlouhy(cast).person.surname == "Černý"


def test_what_one_run_cannot_ask_the_next_ones_do(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-8: a run asks a bounded number of questions, about those longest ago first."""
    everybody = EmployeeRow.select().count()
    monkeypatch.setattr(refresh_persons, "QUESTIONS", 1)
    monkeypatch.setattr(krk, "AT_ONCE", everybody - 1)
    left = []
    for _ in range(3):
        _synchronise(cast)
        with transaction():
            left.append(len(employees.not_refreshed_since(cast.clock() - refresh_persons.FRESH_FOR, most=100)))
        cast.clock.forward(timedelta(hours=2))
    assert left == [1, 0, 0]


def test_somebody_whom_krk_does_not_have_keeps_their_name(cast: Cast) -> None:
    """X-4: no answer about a person is no reason to forget them, nor to ask about them for ever."""
    before = _dlouhy(cast)
    CategoryRow.delete().where(CategoryRow.ik == demo.DLOUHY.ik).execute()
    PersonRow.delete().where(PersonRow.ik == demo.DLOUHY.ik).execute()
    _synchronise(cast)
    assert _dlouhy(cast) == before
    with transaction():
        assert employees.not_refreshed_since(cast.clock(), most=100) == []


def test_an_outage_of_krk_leaves_the_refresh_to_the_next_run(cast: Cast, krk_url: str, tmp_path: Path) -> None:
    """X-4: the run is finished all the same."""
    _rename(demo.DLOUHY, "Černý")
    krk.open_krk(f"sqlite:///{tmp_path / 'nowhere.db'}")
    _synchronise(cast)
    assert _dlouhy(cast).person.surname == "Dlouhý"
    krk.open_krk(krk_url)
    _synchronise(cast)
    assert _dlouhy(cast).person.surname == "Černý"


def test_a_row_that_krk_fails_on_holds_up_nobody(cast: Cast, krk_url: str) -> None:
    """X-4, X-7: where KRK fails on fifty together it is asked about each; all are asked about again tomorrow."""
    _rename(demo.DLOUHY, "Černý")
    register = connect_to(krk_url)
    with register.connection_context():
        execute(register, "ALTER TABLE person_category RENAME TO category")
        answer = f"CASE WHEN ik = '{demo.HOMOLA.ik}' THEN json('broken') ELSE category END"
        execute(register, f"CREATE VIEW person_category AS SELECT ik, {answer} AS category FROM category")  # noqa: S608
    _synchronise(cast)
    assert _dlouhy(cast).person.surname == "Černý"
    with transaction():
        assert employees.not_refreshed_since(cast.clock(), most=100) == []


def test_a_person_who_cannot_be_stored_holds_up_nobody(
    cast: Cast, caplog: pytest.LogCaptureFixture, database_url: str
) -> None:
    """X-7, X-20: it is logged without what the row says, the others are refreshed, and the run is finished."""
    [account_id] = hire(cast, 1)
    _synchronise(cast)
    with transaction():
        ours = accounts.load(account_id).employee
    db = connect_to(database_url)
    with db.connection_context():
        execute(db, _SPOILERS[database_url.startswith("sqlite")])
    _rename(demo.DLOUHY, "Spoilt")
    assert PersonRow.update(surname="Gollová").where(PersonRow.ik == ours.ik).execute()
    cast.clock.forward(timedelta(days=2))
    _synchronise(cast)
    with transaction():
        assert employees.load(ours.id).person.surname == "Gollová"
    assert _dlouhy(cast).person.surname == "Dlouhý"
    assert f"employee {_dlouhy(cast).id}: IntegrityError" in caplog.text
    assert "Spoilt" not in caplog.text


_SPOILERS = {
    True: "CREATE TRIGGER spoil BEFORE UPDATE ON employee WHEN new.surname = 'Spoilt' "
    "BEGIN SELECT RAISE(ABORT, 'no Spoilt'); END",
    False: "ALTER TABLE employee ADD CONSTRAINT spoilt CHECK (surname <> 'Spoilt')",
}
