"""Finding employees by any word of theirs, off an index that either engine keeps (F13, ^K)."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from peewee import chunked

from oktui import demo
from oktui.domain.authority import Scope
from oktui.domain.modules import Realm
from oktui.domain.offices import Region
from storage import accounts, employees, lookup, workplaces
from storage.database import database, execute, is_sqlite, transaction
from storage.models import EmployeeRow
from tests.support.cast import VYSOCINA, Cast

MINISTRY = Scope(Realm.OKSLUZBY, None)


@pytest.fixture
def somebody(cast: Cast) -> Iterator[int]:
    """Radomír Martinka, employed in Kraj Vysočina, in a transaction."""
    employee_id = cast.employ(demo.MARTINKA, "martinka").employee.id
    with transaction():
        yield employee_id


def found(*asked: str, scope: Scope = MINISTRY, limit: int = 50) -> list[str | None]:
    """The usernames of those found."""
    return [match.username for match in lookup.find(asked, scope, limit=limit)]


def test_the_words_follow_every_change(cast: Cast, somebody: int) -> None:
    """X-28: a username, a name, an office renamed, another office, an address."""
    martinka = cast.account("martinka")
    accounts.rename(martinka.id, "radomir_m")
    assert found("martinka", "radomir", "m") == ["radomir_m"]
    employees.refresh_person(somebody, replace(demo.MARTINKA.data, surname="Hořejší"), cast.clock())
    assert (found("martinka"), found("horejsi")) == ([], ["radomir_m"])
    place = workplaces.load(cast.workplace_id(VYSOCINA))
    workplaces.update(replace(place, name="Krajský úřad Jihlava"))
    assert (found("referat", "horejsi"), found("jihlava", "horejsi")) == ([], ["radomir_m"])
    elsewhere = workplaces.load(cast.workplace_id("KP Havlíčkův Brod (Havlíčkův Brod)"))
    employees.update(somebody, elsewhere, replace(martinka.employee.details, phone="+420 566 000 111"))
    assert (found("jihlava", "horejsi"), found("havlickuv", "566000")) == ([], ["radomir_m"])
    assert list(lookup.found_by_other_words()) == []


def test_a_region_finds_its_own(somebody: int) -> None:
    """R2.1-2: as every other list."""
    assert somebody
    assert found("radomir", scope=replace(MINISTRY, region=Region.VYSOCINA)) == ["martinka"]
    assert found("radomir", scope=replace(MINISTRY, region=Region.ZLINSKY)) == []
    assert found("martinka", scope=replace(MINISTRY, realm=Realm.OKNOUZE)) == []


@pytest.mark.usefixtures("somebody")
def test_whoever_has_the_very_word_comes_before_all_who_only_begin_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F13: however many there are of the others, and though those came first."""
    monkeypatch.setattr(lookup, "_CONSIDERED", 1)
    accounts.rename(cast.account("homola").id, "dlouhyk")
    accounts.rename(cast.account("dlouhy").id, "x")
    assert found("dlouhy", limit=1) == ["x"]


def test_it_is_looked_up_in_an_index(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """Design: nothing is read whole, however many employees there are."""
    cast.employ(demo.MARTINKA, "martinka")
    with transaction():
        _employ_many()
        caplog.set_level(logging.DEBUG, logger="peewee")
        assert found("marti", "rado") == ["martinka"]
        queries = [record.msg for record in caplog.records if "t1" in str(record.msg)]
        assert len(queries) == 2
        plans = [_plan(*query) for query in queries]
    wanted = "VIRTUAL TABLE INDEX" if is_sqlite() else "Bitmap Index Scan on employee_search"
    assert all(wanted in plan for plan in plans), plans


def _employ_many() -> None:
    row = EmployeeRow.get().__data__
    rows = [
        {**row, "id": 1_000 + number, "ik": f"{number:010}", "words": f"somebody u{number}"} for number in range(2_000)
    ]
    for batch in chunked(rows, 500):
        EmployeeRow.insert_many(batch).execute()
    execute(database.obj, "ANALYZE employee")


def _plan(sql: str, parameters: list[object]) -> str:
    how = "EXPLAIN QUERY PLAN" if is_sqlite() else "EXPLAIN"
    return "\n".join(row[-1] for row in database.execute_sql(f"{how} {sql}", parameters).fetchall())
