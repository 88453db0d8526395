"""KRK: another system, which is asked on either engine and may fail or hang at any call (X-4)."""

import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from oktui import demo
from oktui.domain.ik import next_ik
from oktui.domain.krk import Answer, PersonUnreadable
from oktui.domain.outages import KrkUnavailable
from storage import krk, krk_sql
from storage.krk_models import PersonRow
from storage.waiting import within
from tests.support import postgres
from tests.support.cast import namesake

PATIENCE = 0.3
BORN = date(1959, 8, 14)


@pytest.fixture(params=["sqlite", "postgresql"])
def register(request: pytest.FixtureRequest, krk_url: str) -> Iterator[str]:
    """A register of the document's people, on each engine in turn; its URL."""
    if request.param == "sqlite":
        krk.open_krk(krk_url)
        krk.store_persons(demo.PERSONS)
        yield krk_url
    else:
        server: postgres.Server = request.getfixturevalue("postgresql")
        url = server.create("krk")
        krk.upgrade(url)
        krk.open_krk(url)
        krk.store_persons(demo.PERSONS)
        yield url
        server.drop("krk")


@pytest.fixture(autouse=True)
def _calls_end() -> Iterator[None]:
    """Calls that were left behind end before the next test begins."""
    yield
    join_calls()


def join_calls() -> None:
    """Wait for the calls that were left behind."""
    for thread in threading.enumerate():
        if thread.name == "krk":
            thread.join(timeout=60)
            assert not thread.is_alive()


def test_a_person_is_found_whole(register: str) -> None:
    """R2.3-4: by IK, by birth number, by personal data; with the categories (R2.2-1)."""
    krk.open_krk(register)
    assert krk.find_by_ik(demo.MARINKA.ik) == demo.MARINKA
    assert krk.find_by_birth_number(demo.SMITKO.data.birth_number) == demo.SMITKO
    assert krk.find_by_personal_data("radomír", "MARTINK", BORN) == [demo.MARTINKA]
    assert krk.find_by_ik(demo.WITHOUT_CATEGORY.ik) == demo.WITHOUT_CATEGORY


@pytest.mark.usefixtures("register")
def test_nobody_is_nobody() -> None:
    """R2.3-4: an answer, and no failure."""
    assert krk.find_by_ik(next_ik(demo.MARTINKA.ik)) is None
    assert krk.find_by_personal_data("", "Martinka", date(1959, 8, 15)) == []
    assert krk.find_by_personal_data("Marie", "Martinka", None) == []


@pytest.mark.parametrize("typed", ["malá", "Nováková–Malá", "nováková malá", "NOVAKOVA"])
@pytest.mark.usefixtures("register")
def test_either_half_of_a_double_surname_is_found(typed: str) -> None:
    """R2.3-4, X-28: however it is joined."""
    double = namesake(demo.MARTINKA, next_ik(demo.MARTINKA.ik), given_name="Jana", surname="Nováková-Malá")
    krk.store_persons([double])
    assert [person.ik for person in krk.find_by_personal_data("jan", typed, None)] == [double.ik]


@pytest.mark.usefixtures("register")
def test_an_answer_holds_fifty_persons_at_most() -> None:
    """R2.3-4: one narrows the search down then."""
    ik = demo.MARTINKA.ik
    many = []
    for number in range(1, 61):
        ik = next_ik(ik)
        many.append(namesake(demo.MARTINKA, ik, f"5301010{number:02}"))
    krk.store_persons(many)
    assert len(krk.find_by_personal_data("", "Martinka", None)) == krk.AT_MOST == 50


def broken(url: str, statement: str) -> str:
    """The register, after somebody has had a go at it."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute(statement)
    connection.close()
    return url


def away(url: str) -> str:
    """There is no such file."""
    return f"{url}.away"


def letter(url: str) -> str:
    """There is a file, but it is no database."""
    path = Path(url.removeprefix("sqlite:///")).with_name("letter.txt")
    path.write_text("Vážený pane, " * 100)
    return f"sqlite:///{path}"


def without_tables(url: str) -> str:
    """The tables have other names."""
    return broken(url, "ALTER TABLE person RENAME TO osoba")


@pytest.mark.parametrize("breaking", [away, letter, without_tables])
def test_whatever_is_wrong_with_krk_it_is_one_refusal(krk_url: str, breaking: Callable[[str], str]) -> None:
    """X-4: the documented message and never a stack trace."""
    krk.open_krk(krk_url)
    krk.store_persons([demo.MARTINKA])
    krk.open_krk(breaking(krk_url), patience=PATIENCE)
    with pytest.raises(KrkUnavailable):
        krk.find_by_ik(demo.MARTINKA.ik)


def test_an_answer_about_somebody_else_is_refused(krk_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-4: whoever asked would give their account to another person."""
    krk.open_krk(krk_url)
    monkeypatch.setattr(krk_sql, "_answer", lambda _: Answer((demo.CERNY,)))
    with pytest.raises(KrkUnavailable):
        krk.find_by_ik(demo.MARTINKA.ik)
    with pytest.raises(KrkUnavailable):
        krk.find_by_birth_number(demo.MARTINKA.data.birth_number)
    with pytest.raises(KrkUnavailable):
        krk.persons({demo.MARTINKA.ik})


def test_a_row_that_cannot_be_read_and_one_that_is_there_twice_are_that_persons_affair(krk_url: str) -> None:
    """X-4, X-7: no outage, and nobody's word is taken for which of two rows is the right one."""
    krk.open_krk(krk_url)
    krk.store_persons([demo.MARTINKA, demo.CERNY, demo.SMITKO])
    path = krk_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as ours:
        ours.execute("ALTER TABLE person RENAME TO theirs")
        ours.execute("UPDATE theirs SET birth_number = '991399999' WHERE ik = ?", [demo.CERNY.ik])
        again = f"SELECT * FROM theirs WHERE ik = '{demo.SMITKO.ik}'"  # noqa: S608
        ours.execute(f"CREATE VIEW person AS SELECT * FROM theirs UNION ALL {again}")  # noqa: S608
    ours.close()
    answer = krk.persons([person.ik for person in (demo.MARTINKA, demo.CERNY, demo.SMITKO)])
    assert answer == Answer((demo.MARTINKA,), frozenset({demo.CERNY.ik, demo.SMITKO.ik}))
    for ik in answer.unreadable:
        with pytest.raises(PersonUnreadable) as refused:
            krk.find_by_ik(ik)
        assert refused.value.ik == ik
    with pytest.raises(PersonUnreadable):
        krk.find_by_birth_number(demo.SMITKO.data.birth_number)
    with pytest.raises(PersonUnreadable):
        krk.known([person.data.birth_number for person in (demo.MARTINKA, demo.SMITKO)])


def test_columns_of_a_fixed_width_are_read_without_what_fills_them_up(krk_url: str) -> None:
    """X-28: CHAR(35) in somebody else's register."""
    krk.open_krk(krk_url)
    krk.store_persons([demo.MARTINKA])
    assert PersonRow.update(surname=f"{demo.MARTINKA.data.surname:35}").execute() == 1
    assert krk.find_by_ik(demo.MARTINKA.ik) == demo.MARTINKA


def test_a_postgresql_register_without_our_tables_is_the_same_refusal(postgresql: postgres.Server) -> None:
    """X-4: an address with another database behind it."""
    krk.open_krk(postgresql.create("no_krk"), patience=PATIENCE)
    with pytest.raises(KrkUnavailable):
        krk.find_by_ik(demo.MARTINKA.ik)
    postgresql.drop("no_krk")


def took(call: Callable[[], object]) -> float:
    """How many seconds it took to be told that KRK is unavailable."""
    begun = time.monotonic()
    with pytest.raises(KrkUnavailable):
        call()
    return time.monotonic() - begun


def test_a_locked_register_is_not_waited_for_longer_than_patience_lasts(krk_url: str) -> None:
    """X-4: and afterwards it answers again."""
    krk.open_krk(krk_url, patience=PATIENCE)
    krk.store_persons([demo.MARTINKA])
    other = sqlite3.connect(krk_url.removeprefix("sqlite:///"))
    other.execute("BEGIN EXCLUSIVE")
    assert took(lambda: krk.find_by_ik(demo.MARTINKA.ik)) < 2 * PATIENCE
    other.rollback()
    other.close()
    assert krk.find_by_ik(demo.MARTINKA.ik) == demo.MARTINKA


@contextmanager
def silent_server() -> Iterator[str]:
    """The URL of a PostgreSQL server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield f"postgresql://krk@127.0.0.1:{listener.getsockname()[1]}/krk"


def test_a_server_that_never_answers_is_not_waited_for() -> None:
    """X-4: the driver alone would wait for two seconds at the least."""
    with silent_server() as url:
        krk.open_krk(url, patience=PATIENCE)
        assert PATIENCE <= took(lambda: krk.find_by_ik(demo.MARTINKA.ik)) < 2 * PATIENCE


def test_two_questions_of_one_use_case_wait_no_longer_than_it_may() -> None:
    """X-33: the second has what the first has left, however patient the installation is."""
    with silent_server() as url:
        krk.open_krk(url, patience=60)
        with within(2 * PATIENCE):
            assert took(lambda: krk.find_by_ik(demo.MARTINKA.ik)) < 3 * PATIENCE
            assert took(krk.ping) < PATIENCE


def test_calls_that_hang_do_not_pile_up(krk_url: str) -> None:
    """X-4: the ninth at once is refused without a thread; when they have ended, KRK is asked again."""
    with silent_server() as url:
        krk.open_krk(url, patience=PATIENCE)
        asking = [threading.Thread(target=took, args=[lambda: krk.find_by_ik(demo.MARTINKA.ik)]) for _ in range(8)]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
        assert took(lambda: krk.find_by_ik(demo.MARTINKA.ik)) < PATIENCE / 2
    join_calls()
    krk.open_krk(krk_url)
    assert krk.find_by_ik(demo.MARTINKA.ik) is None


def test_persons_are_stored_all_or_none(krk_url: str) -> None:
    """R2.2-2: a failure in the middle leaves the register as it was."""
    krk.open_krk(krk_url)
    krk.store_persons([demo.CERNY])
    with pytest.raises(KrkUnavailable):
        krk.store_persons([demo.MARTINKA, demo.CERNY])
    assert krk.find_by_ik(demo.MARTINKA.ik) is None
