"""Every kind of register, each in turn: the contract's tests ask all of them the same."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psycopg
import pytest

from oktui.domain.birth_number import BirthNumber
from oktui.domain.modules import Category
from oktui.domain.people import Person
from oktui.domain.register import Consent
from oktui.values import dataclass
from storage import krk, schema
from storage.krk_models import PersonRow, register_of_persons
from storage.krk_sql import SqlKrk
from storage.krk_web import WebKrk
from tests.support import postgres
from tests.support.krk_service import handler_of, serving

PAGE = Path(__file__).parents[2] / "docs" / "krk.md"
THEIR_CODES = {Category.SS: 1, Category.HN: 2}


@dataclass
class Register:
    """A register that the program has been pointed at, and its maker's way to put people into it."""

    store: Callable[[Sequence[Person]], None]
    consent: Callable[[str, Consent], None]
    spoil: Callable[[str], None]
    """Have the row of this person say nothing that a birth number could be."""
    writable: bool = True


def on_the_page(heading: str) -> str:
    """The SQL of docs/krk.md that begins with the comment."""
    [block] = re.findall(rf"```sql\n-- {re.escape(heading)}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(block)


@pytest.fixture(params=["sqlite", "postgresql", "sqlite-views", "postgresql-views", "service"])
def register(request: pytest.FixtureRequest) -> Iterator[Register]:
    """An empty register of each kind."""
    kind: str = request.param
    if "postgresql" in kind:
        server: postgres.Server = request.getfixturevalue("postgresql")
        url = server.create("contract")
        yield from _postgresql(url, views=kind.endswith("views"))
        server.drop("contract")
    else:
        yield from {"sqlite": _sqlite, "sqlite-views": _sqlite_views, "service": _service}[kind](
            request.getfixturevalue("krk_url"), request.getfixturevalue("tmp_path")
        )


def _ours(register: SqlKrk) -> Register:
    def consent(ik: str, given: Consent) -> None:
        register.change_categories(ik, added=(), removed=(), consent=given)

    def spoil(ik: str) -> None:
        with register_of_persons.connection_context():
            PersonRow.update(birth_number=BirthNumber("991399999")).where(PersonRow.ik == ik).execute()

    return Register(register.store, consent, spoil)


def _sqlite(krk_url: str, _: Path) -> Iterator[Register]:
    krk.open_krk(krk_url)
    yield _ours(SqlKrk(krk_url, timeout=5))


def _service(krk_url: str, _: Path) -> Iterator[Register]:
    behind = SqlKrk(krk_url, timeout=5)
    with serving(handler_of(behind)) as address:
        krk.use(WebKrk(address, timeout=5))
        yield _ours(behind)


def _sqlite_views(_: str, folder: Path) -> Iterator[Register]:
    path = folder / "theirs.db"
    path.touch(mode=0o600)
    url = f"sqlite:///{path}"
    with sqlite3.connect(path) as theirs:
        theirs.executescript(on_the_page("SQLite: jejich tabulky"))
        theirs.executescript(on_the_page("SQLite: pohledy pro OKtui"))
    krk.open_krk(url)

    def execute(statement: str, rows: Sequence[Sequence[object]]) -> None:
        with sqlite3.connect(path) as connection:
            connection.executemany(statement.replace("%s", "?"), [[*map(_as_text, row)] for row in rows])
        connection.close()

    theirs.close()
    yield _theirs(execute)


def _postgresql(url: str, *, views: bool) -> Iterator[Register]:
    if not views:
        schema.upgrade(url, schema.KRK)
        krk.open_krk(url)
        yield _ours(SqlKrk(url, timeout=5))
        return
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(on_the_page("PostgreSQL: jejich tabulky").encode())
        connection.execute(on_the_page("PostgreSQL: pohledy pro OKtui").encode())

        def execute(statement: str, rows: Sequence[Sequence[object]]) -> None:
            connection.cursor().executemany(statement.encode(), rows)

        krk.open_krk(url)
        yield _theirs(execute)


def _theirs(execute: Callable[[str, Sequence[Sequence[object]]], None]) -> Register:
    def store(persons: Sequence[Person]) -> None:
        execute(
            "INSERT INTO klient VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (
                    person.ik,
                    str(person.data.birth_number),
                    person.data.birth_number.born,
                    person.data.given_name or None,
                    person.data.surname,
                    person.data.second_surname or None,
                    person.data.birth_surname or None,
                    person.data.title_before or None,
                    person.data.title_after or None,
                )
                for person in persons
            ],
        )
        execute(
            "INSERT INTO zarazeni VALUES (%s, %s)",
            [
                *((person.ik, THEIR_CODES[category]) for person in persons for category in person.categories),
                *((person.ik, 7) for person in persons),  # which is a kind that is no category of ours
            ],
        )

    def consent(ik: str, given: Consent) -> None:
        execute("INSERT INTO souhlas VALUES (%s, %s, %s)", [(ik, given.received_on, given.reference)])

    def spoil(ik: str) -> None:
        execute("UPDATE klient SET rodne_cislo = %s WHERE cislo = %s", [("991399/999", ik)])

    return Register(store, consent, spoil, writable=False)


def _as_text(value: object) -> object:
    return value if value is None or isinstance(value, int) else str(value)
