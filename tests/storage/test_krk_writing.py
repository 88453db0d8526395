"""Writing to KRK, on either engine: IKs are given out once, all or nothing, and never after the caller has left."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from oktui import demo
from oktui.domain.authority import NotFound
from oktui.domain.birth_number import BirthNumber
from oktui.domain.corrections import Correction
from oktui.domain.ik import iks_after, next_ik
from oktui.domain.krk import KrkReadOnly
from oktui.domain.modules import Category
from oktui.domain.outages import KrkOutcomeUnknown, KrkUnavailable
from oktui.domain.people import Person, PersonalData
from oktui.domain.register import Consent, NewPerson, PersonKnown, Registered
from storage import krk, krk_sql
from tests.support import postgres

FIRST = next_ik("1600000006")
CONSENT = Consent(date(2016, 7, 1), "MPSV-2016/1")
DLOUHY = NewPerson(
    PersonalData("Robert", "Dlouhý", "Novák", "Krátký", "Ing.", "CSc.", birth_number=BirthNumber("9008065121")),
    frozenset(Category),
    CONSENT,
)


@pytest.fixture(params=["sqlite", "postgresql"], autouse=True)
def _register(request: pytest.FixtureRequest, krk_url: str) -> Iterator[None]:
    """An empty register of our own, on each engine in turn."""
    if request.param == "sqlite":
        krk.open_krk(krk_url)
        yield
    else:
        server: postgres.Server = request.getfixturevalue("postgresql")
        url = server.create("krk_written")
        krk.upgrade(url)
        krk.open_krk(url)
        yield
        server.drop("krk_written")
    assert not [thread for thread in threading.enumerate() if thread.name == "krk"]


def namesakes(count: int) -> list[NewPerson]:
    """As many people called Dlouhý, born on as many days."""
    days = (date(1900, 1, 1) + timedelta(number) for number in range(count))
    numbers = (BirthNumber(f"{day:%y%m%d}001") for day in days)
    return [replace(DLOUHY, data=replace(DLOUHY.data, birth_number=number)) for number in numbers]


def test_a_person_is_written_whole_with_the_next_ik() -> None:
    """R2.4-1, R2.2-2, X-24: everything typed, the categories and the consent."""
    [person] = krk.register([DLOUHY])
    assert person == Person(FIRST, DLOUHY.data, DLOUHY.categories)
    assert krk.find_registered(FIRST) == Registered(person, (CONSENT,))
    assert krk.find_by_personal_data("rob", "dlou", date(1990, 8, 6)) == [person]
    assert krk.find_registered(next_ik(FIRST)) is None


def test_an_ik_that_somebody_has_is_passed_over() -> None:
    """X-24: persons may come to the register with an IK."""
    krk.store_persons([replace(demo.MARTINKA, ik=FIRST)])
    assert [person.ik for person in krk.register(namesakes(2))] == [next_ik(FIRST), next_ik(next_ik(FIRST))]


def test_many_at_once_never_get_the_same_ik() -> None:
    """R2.4-1, X-24: two officials press OK at the same moment."""
    together = threading.Barrier(4, timeout=60)

    def enter(person: NewPerson) -> str:
        together.wait()
        return krk.register([person])[0].ik

    with ThreadPoolExecutor(4) as officials:
        given = list(officials.map(enter, namesakes(12)))
    iks = iks_after("1600000006")
    assert sorted(given) == [next(iks) for _ in range(12)]


def test_one_birth_number_is_written_once_however_many_try() -> None:
    """F8: the others are told who has it."""
    together = threading.Barrier(3, timeout=60)

    def enter(person: NewPerson) -> str:
        together.wait()
        try:
            return f"given {krk.register([person])[0].ik}"
        except PersonKnown as known:
            return f"known {known.ik} {known.name}"

    with ThreadPoolExecutor(3) as officials:
        answers = sorted(officials.map(enter, [DLOUHY] * 3))
    assert answers == [f"given {FIRST}", *[f"known {FIRST} Robert Dlouhý"] * 2]


def test_of_many_all_are_written_or_none() -> None:
    """R2.2-2: over several statements, and no IK is lost when it fails."""
    krk.register([DLOUHY])
    people = namesakes(1100)
    with pytest.raises(PersonKnown):
        krk.register([*people, DLOUHY])
    assert krk.known([person.data.birth_number for person in people]) == {}
    written = krk.register(people)
    iks = iks_after(FIRST)
    assert [person.ik for person in written] == [next(iks) for _ in people]
    assert krk.known([person.data.birth_number for person in people]) == {
        each.data.birth_number: each for each in written
    }


def test_what_has_passed_the_point_of_no_return_is_not_said_to_be_unwritten(
    krk_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-32: the caller left while the commit was under way, and nobody can say how it ended."""
    monkeypatch.setattr(krk, "_patience", 0.1)
    passed, left = threading.Event(), threading.Event()

    class Slow(krk_sql.SqlKrk):
        def change_categories(self, ik: str, **asked: Any) -> None:  # noqa: ARG002 - as the port has it
            asked["point_of_no_return"]()
            passed.set()
            left.wait(60)

    krk.use(Slow(krk_url, timeout=5), patience=0.1)
    with pytest.raises(KrkOutcomeUnknown):
        krk.change_categories(FIRST, added={Category.HN}, removed=(), consent=None)
    assert passed.is_set()
    left.set()
    for thread in threading.enumerate():
        if thread.name == "krk":
            thread.join(timeout=60)


def test_a_register_that_is_only_read_says_so_to_every_change(krk_url: str) -> None:
    """X-4: a file that may not be written, and views of tables that are somebody else's; questions are answered."""
    krk.open_krk(krk_url)
    krk.store_persons([demo.MARTINKA])
    path = Path(krk_url.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as ours:
        for table in ("person", "person_category", "consent"):
            ours.execute(f"ALTER TABLE {table} RENAME TO {table}_theirs")
            ours.execute(f"CREATE VIEW {table} AS SELECT * FROM {table}_theirs")  # noqa: S608
        ours.execute("DROP TABLE ik_series")
    ours.close()
    krk.open_krk(krk_url)
    for change in (
        lambda: krk.register([DLOUHY]),
        lambda: krk.register((), [Correction(demo.MARTINKA.ik, demo.MARTINKA.data, DLOUHY.data)]),
        lambda: krk.change_categories(demo.MARTINKA.ik, added={Category.SS}, removed=(), consent=CONSENT),
    ):
        with pytest.raises(KrkReadOnly):
            change()
    assert krk.find_by_ik(demo.MARTINKA.ik) == demo.MARTINKA


def test_categories_and_consents_are_added_and_taken() -> None:
    """R2.2-1, R2.2-2: what is there already may be added again, and what is not be taken."""
    [person] = krk.register([replace(DLOUHY, categories=frozenset({Category.HN}), consent=None)])
    krk.change_categories(person.ik, added=set(Category), removed=(), consent=CONSENT)
    assert krk.find_registered(person.ik) == Registered(replace(person, categories=frozenset(Category)), (CONSENT,))
    krk.change_categories(person.ik, added=(), removed={Category.HN}, consent=None)
    krk.change_categories(person.ik, added=(), removed={Category.HN}, consent=None)
    after = krk.find_registered(person.ik)
    assert after is not None
    assert after.person.categories == {Category.SS}
    with pytest.raises(NotFound):
        krk.change_categories(next_ik(FIRST), added={Category.HN}, removed=(), consent=CONSENT)


@pytest.mark.parametrize(
    "write",
    [
        lambda: krk.register([DLOUHY]),
        lambda: krk.change_categories(FIRST, added={Category.HN}, removed=(), consent=CONSENT),
        lambda: krk.store_persons([demo.MARTINKA]),
    ],
)
def test_what_came_too_late_is_not_written_any_more(
    write: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-4: whoever was told that KRK does not answer may rely on it."""
    krk.register(namesakes(1))
    monkeypatch.setattr(krk, "_patience", 0.05)
    insert_all = krk_sql._insert_all

    def slowly(*arguments: object) -> None:
        time.sleep(0.2)
        insert_all(*arguments)  # type: ignore[arg-type]  # whatever came

    monkeypatch.setattr(krk_sql, "_insert_all", slowly)
    with pytest.raises(KrkUnavailable):
        write()
    for thread in threading.enumerate():
        if thread.name == "krk":
            thread.join(timeout=60)
    monkeypatch.undo()
    assert krk.find_by_birth_number(DLOUHY.data.birth_number) is None
    assert krk.find_by_ik(demo.MARTINKA.ik) is None
    registered = krk.find_registered(FIRST)
    assert registered is not None
    assert registered.consents == (CONSENT,)
