"""The list of employees by pages: what a plain sorted list would give, off an index (F3)."""

import logging
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from peewee import chunked

from oktui import demo
from oktui.domain.authority import Scope
from oktui.domain.birth_number import BirthNumber
from oktui.domain.ik import next_ik
from oktui.domain.listing import COUNTED_AT_MOST, Criteria, Listed, Order, Sorting
from oktui.domain.modules import Realm
from oktui.domain.names import czech_sort_key, fold, last_word_key
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import NOT_STORED, Person, PersonalData, Workplace
from oktui.domain.rows import Rows
from storage import employees, listing, schema, workplaces
from storage.database import close_database, database, execute, is_sqlite, open_database, transaction
from storage.models import EmployeeRow
from tests.support import postgres
from tests.support.cast import DETAILS
from tests.support.journal import undone

DAY = date(2016, 7, 25)
VYSOCINA = Scope(Realm.OKSLUZBY, Region.VYSOCINA)
NAMES = st.text("aAáčČchHěřŘsšzž -’", min_size=1, max_size=4)
PEOPLE = st.lists(st.tuples(NAMES, NAMES), max_size=12)
PREFIXES = st.sampled_from(["", "a", "A", "c", "č", "ch", "CH", "cha", "s", "Ř", "h", "z ", "-", "a–c"])


def office(name: str, region: Region = Region.VYSOCINA) -> Workplace:
    """A workplace to employ people at."""
    return workplaces.insert(Workplace(NOT_STORED, OfficeKind.KU, name, region, date(2008, 1, 1)))


def employ(people: list[tuple[str, str]], place: Workplace, ik: str = "1284384629") -> None:
    """Employees of these given names and surnames."""
    for given_name, surname in people:
        ik = next_ik(ik)
        person = PersonalData(given_name, surname, birth_number=BirthNumber("530101001"))
        employees.insert(Person(ik, person), Realm.OKSLUZBY, place, DETAILS)


def page(criteria: Criteria, **request: Any) -> list[Listed]:
    """A page of Kraj Vysočina."""
    return listing.page(criteria, VYSOCINA, Rows(**request), day=DAY)


def count(criteria: Criteria) -> int:
    """How many of Kraj Vysočina match."""
    return listing.count(criteria, VYSOCINA, day=DAY)


def pages_down(criteria: Criteria, size: int) -> list[Listed]:
    """The whole list, read page by page from the top."""
    rows = page(criteria, limit=size)
    while more := page(criteria, limit=size, after=rows[-1].key) if rows else []:
        rows += more
    return rows


def pages_up(criteria: Criteria, size: int) -> list[Listed]:
    """The whole list, read page by page from the bottom."""
    rows = page(criteria, limit=size, backwards=True)
    while more := page(criteria, limit=size, before=rows[0].key) if rows else []:
        rows = more + rows
    return rows


def check_pages(
    people: list[tuple[str, str]], elsewhere: list[tuple[str, str]], given_name: str, surname: str, size: int
) -> None:
    """Compare pages with the plain sorted list."""
    employ(people, office("here"))
    employ(elsewhere, office("there", Region.ZLINSKY))
    criteria = Criteria(given_name=given_name, surname=surname)
    matching = [
        each
        for each in people
        if fold(each[0]).startswith(fold(given_name))
        and (fold(each[1]).startswith(fold(surname)) or last_word_key(each[1]).startswith(fold(surname)))
    ]
    expected = sorted(matching, key=lambda each: czech_sort_key(each[1], each[0]))
    for rows in (pages_down(criteria, size), pages_up(criteria, size)):
        assert [(row.given_name, row.surname) for row in rows] == expected
    assert count(criteria) == len(expected)


WAYS = pytest.mark.parametrize(("few", "some"), [(400, 8_000), (0, 8_000), (0, 0)], ids=["few", "some", "many"])
"""How many match at most for each way of reading a page: as if those who match were few, some, or many."""


@WAYS
@pytest.mark.usefixtures("open_databases")
def test_pages_read_by_key_are_the_sorted_list_in_pieces(few: int, some: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: for whatever names, prefixes and sizes of a page, down and up; ch after h, č after c."""
    monkeypatch.setattr(listing, "_FEW", few)
    monkeypatch.setattr(listing, "_SOME", some)
    monkeypatch.setattr(listing, "_SOME_TO_COUNT", some)

    all_of_c = [("A", surname) for surname in ("h", "chá", "c", "č", "ch", "ca", "ča", "C", "č")]

    @settings(max_examples=25)
    @example(people=all_of_c, elsewhere=all_of_c, given_name="", surname="", size=2)
    @example(people=all_of_c, elsewhere=all_of_c, given_name="a", surname="c", size=2)
    @given(people=PEOPLE, elsewhere=PEOPLE, given_name=PREFIXES, surname=PREFIXES, size=st.integers(1, 5))
    def check(**example: Any) -> None:
        with undone():  # the next example begins with an empty list
            check_pages(**example)

    check()


@WAYS
@pytest.mark.usefixtures("open_databases")
def test_each_criterion_narrows_the_list(few: int, some: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: names, IK, kind of office and workplace, alone and together."""
    monkeypatch.setattr(listing, "_FEW", few)
    monkeypatch.setattr(listing, "_SOME", some)
    monkeypatch.setattr(listing, "_SOME_TO_COUNT", some)
    with transaction():
        here, there = office("here"), office("there")
        employ([("Jiří", "Homola"), ("Adam", "Klicpera")], here)
        employ([("Jiří", "Dlouhý")], there, demo.MARINKA.ik)
        person = PersonalData("Věra", "Malá", "Kloboučková", birth_number=BirthNumber("530101001"))
        employees.insert(Person(next_ik(next_ik(demo.MARINKA.ik)), person), Realm.OKSLUZBY, there, DETAILS)
        first = EmployeeRow.get(EmployeeRow.surname == "Homola").ik
        for criteria, surnames in (
            (Criteria(), ["Dlouhý", "Homola", "Klicpera", "Malá"]),
            (Criteria(given_name="jiri"), ["Dlouhý", "Homola"]),
            (Criteria(given_name="JIŘÍ", surname="hom"), ["Homola"]),
            (Criteria(ik=first), ["Homola"]),
            (Criteria(ik="128"), ["Homola", "Klicpera"]),
            (Criteria(ik="9"), []),
            (Criteria(workplace_id=there.id), ["Dlouhý", "Malá"]),
            (Criteria(office_kind=OfficeKind.KU, surname="k"), ["Klicpera"]),
            (Criteria(office_kind=OfficeKind.OU_HN), []),
            (Criteria(second_surname="x"), []),
            (Criteria(second_surname="k"), ["Malá"]),
            (Criteria(second_surname="klo", surname="m", given_name="ver"), ["Malá"]),
            (Criteria(second_surname="k", given_name="jiri"), []),
            (Criteria(second_surname="-"), ["Dlouhý", "Homola", "Klicpera", "Malá"]),
        ):
            assert [row.surname for row in page(criteria, limit=10)] == surnames, criteria
            assert count(criteria) == len(surnames)


@pytest.mark.usefixtures("open_databases")
def test_either_half_of_a_double_surname_is_found_however_it_is_joined() -> None:
    """F3, X-28: any dash for any dash, one kind of space and of apostrophe; and everybody once."""
    double = ["Nováková-Malá", "Nováková – Malá", "Nováková Malá"]
    with transaction():
        employ([("Jana", surname) for surname in [*double, "Malá", "Malá-Malá", "Novák", "O’Brien"]], office("here"))
        for surname, found in (
            ("malá", {*double, "Malá", "Malá-Malá"}),
            ("nováková", set(double)),
            ("nováková\u2010m", set(double)),
            ("novakova mala", set(double)),
            ("nová", {*double, "Novák"}),
            ("o'b", {"O’Brien"}),
            ("o’b", {"O’Brien"}),
            ("o´b", {"O’Brien"}),
            ("obr", {"O’Brien"}),
        ):
            rows = pages_down(Criteria(surname=surname), 2)
            assert ({row.surname for row in rows}, len(rows)) == (found, len(found)), surname
            assert count(Criteria(surname=surname)) == len(found)


@pytest.mark.usefixtures("open_databases")
def test_a_half_of_a_surname_is_looked_up_in_an_index(caplog: pytest.LogCaptureFixture) -> None:
    """F3, design: by a range of it; nothing is read whole."""
    caplog.set_level(logging.DEBUG, logger="peewee")
    with transaction():
        employ([("Jana", "Nováková-Malá")], office("here"))
        caplog.clear()
        assert page(Criteria(surname="malá"), limit=5)
        queries = [record.msg for record in caplog.records if "surname_last_key" in str(record.msg)]
        plans = [explain(*query) for query in queries]
    assert "employee_surname_last" in "".join(plans) or not is_sqlite()  # for one row, any index does on a server
    assert not [plan for plan in plans if "SCAN employee" in plan or "Seq Scan on employee" in plan]


@pytest.mark.usefixtures("open_databases")
def test_a_count_stops_one_past_its_limit() -> None:
    """F3: while one types, it says that there are more and not how many."""
    with transaction():
        place = office("here")
        employ([("Jiří", "Homola")], place)
        names = [field.name for field in EmployeeRow._meta.sorted_fields if field.name not in ("id", "ik")]
        whole = EmployeeRow.get().__data__
        rows = [
            {**{name: whole[name] for name in names}, "ik": f"{1_000_000_000 + number}"}
            for number in range(COUNTED_AT_MOST + 5)
        ]
        for batch in chunked(rows, 500):
            EmployeeRow.insert_many(batch).execute()
        assert count(Criteria()) == COUNTED_AT_MOST + 1
        assert count(Criteria(surname="homola")) == COUNTED_AT_MOST + 1
        assert count(Criteria(ik="10000000")) == 100
        assert len(pages_down(Criteria(surname="hom"), 300)) == COUNTED_AT_MOST + 6


@pytest.mark.parametrize(("region", "index"), [(Region.VYSOCINA, "employee_region_order"), (None, "employee_order")])
@pytest.mark.usefixtures("open_databases")
def test_a_page_is_read_off_an_index_in_order(
    region: Region | None, index: str, caplog: pytest.LogCaptureFixture
) -> None:
    """F3, design: however many there are, nothing is sorted but the page itself, and no table is read whole."""
    caplog.set_level(logging.DEBUG, logger="peewee")
    scope = Scope(Realm.OKSLUZBY, region)
    with transaction():
        employ([("Jiří", "Homola"), ("Adam", "Klicpera")], office("here"))
        (row,) = listing.page(Criteria(), scope, Rows(1), day=DAY)
        caplog.clear()
        listing.page(Criteria(), scope, Rows(1, after=row.key), day=DAY)
        (query,) = [record.msg for record in caplog.records if "sort_key" in str(record.msg)]
        plan = explain(*query)
    assert index in plan
    assert "SCAN employee" not in plan
    assert "Seq Scan on employee" not in plan


@pytest.mark.usefixtures("open_databases")
def test_two_frequent_criteria_that_seldom_meet_are_read_off_an_index(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F3, design: whoever has a second surname is one of few, and is looked for among those; the count is, too."""
    monkeypatch.setattr(listing, "_FEW", 0)
    caplog.set_level(logging.DEBUG, logger="peewee")
    with transaction():
        place = office("here")
        employ([("Jiří", "Homola"), ("Adam", "Klicpera")], place)
        person = PersonalData("Jiří", "Malý", "Klobouk", birth_number=BirthNumber("530101001"))
        employees.insert(Person(next_ik(next_ik(demo.MARINKA.ik)), person), Realm.OKSLUZBY, place, DETAILS)
        criteria = Criteria(given_name="jiří", second_surname="k")
        caplog.clear()
        assert [row.surname for row in page(criteria, limit=5)] == ["Malý"]
        assert count(criteria) == 1
        queries = [record.msg for record in caplog.records if str(record.msg).startswith("('SELECT")]
        plans = [explain(*query) for query in queries]
    assert len(plans) > 2
    assert [plan for plan in plans if "employee_second_order" in plan]
    assert not [plan for plan in plans if re.search(r"SCAN (employee|t[0-9])\b|Seq Scan on employee", plan)]


def explain(sql: str, parameters: list[object]) -> str:
    """How the engine would answer the query if there were many rows."""
    if is_sqlite():
        rows = database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()
        return "\n".join(row[-1] for row in rows)
    execute(database.obj, "SET LOCAL enable_seqscan = off")
    execute(database.obj, "SET LOCAL enable_sort = off")
    return "\n".join(row[0] for row in database.execute_sql(f"EXPLAIN {sql}", parameters).fetchall())


def test_what_is_found_does_not_depend_on_the_servers_language(postgresql: postgres.Server) -> None:
    """F3: in a database that sorts as Czech does, digits come after the signs, and č after c in another way."""
    postgresql._execute(
        "CREATE DATABASE czech TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'cs-CZ' LOCALE 'C.UTF-8'"
    )
    schema.upgrade(postgresql.url("czech"))
    open_database(postgresql.url("czech"))
    with transaction():
        employ([("Jiří", "Čep"), ("Jiří", "Chleba"), ("Jiří", "Cihla"), ("Jiří", "Houba")], office("here"))
        assert [row.surname for row in pages_down(Criteria(), 1)] == ["Cihla", "Čep", "Houba", "Chleba"]
        assert [row.surname for row in pages_up(Criteria(surname="c"), 1)] == ["Cihla", "Čep", "Chleba"]
        assert len(page(Criteria(ik="128"), limit=10)) == 4
    close_database()
    postgresql.drop("czech")


SORTINGS = [Sorting(order, descending=descending) for order in Order for descending in (False, True)]


def hire(people: list[tuple[str, int, int | None]], place: Workplace) -> None:
    """Employees of these surnames, valid from and to a day of a month; None is no end."""
    ik = "1284384629"
    for surname, first, last in people:
        ik = next_ik(ik)
        person = PersonalData("Jan", surname, birth_number=BirthNumber("530101001"))
        end = None if last is None else date(2017, 1, last)
        details = replace(DETAILS, valid_from=date(2014, 9, first), valid_to=end)
        employees.insert(Person(ik, person), Realm.OKSLUZBY, place, details)


def read_through(criteria: Criteria, sorting: Sorting, size: int) -> tuple[list[str], list[str]]:
    """The surnames of the list read page by page, from the top and from the bottom."""

    def asked(**request: Any) -> list[Listed]:
        return listing.page(criteria, VYSOCINA, Rows(size, **request), day=DAY, sorting=sorting)

    down = asked()
    while more := asked(after=down[-1].key) if down else []:
        down += more
    up = asked(backwards=True)
    while more := asked(before=up[0].key) if up else []:
        up = more + up
    return [row.surname for row in down], [row.surname for row in up]


@pytest.mark.parametrize("sorting", SORTINGS, ids=lambda each: f"{each.order.value}-{each.descending}")
@pytest.mark.usefixtures("open_databases")
def test_pages_of_each_order_are_the_sorted_list_in_pieces(sorting: Sorting) -> None:
    """F3: by person, by the first and by the last day, each either way round; no end is the latest."""
    people = [("Dlouhý", 3, None), ("Černý", 1, 5), ("Chleba", 3, 5), ("Homola", 2, None), ("Malá-Dlouhá", 3, 7)]

    def place(person: tuple[str, int, int | None]) -> tuple[int, str]:
        name, first, last = person
        day = {Order.PERSON: 0, Order.VALID_FROM: first, Order.VALID_TO: last or 99}[sorting.order]
        return day, czech_sort_key(name, "Jan")

    def expected(among: list[tuple[str, int, int | None]]) -> list[str]:
        return [name for name, _, _ in sorted(among, key=place, reverse=sorting.descending)]

    with transaction():
        hire(people, office("here"))
        for size in (1, 2, 9):
            assert read_through(Criteria(), sorting, size) == (expected(people), expected(people))
            halves = [people[0], people[4]]
            found = read_through(Criteria(surname="dlouh"), sorting, size)
            assert found == (expected(halves), expected(halves))


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("order", "region", "index"),
    [
        (Order.VALID_FROM, Region.VYSOCINA, "employee_region_from_order"),
        (Order.VALID_FROM, None, "employee_from_order"),
        (Order.VALID_TO, Region.VYSOCINA, "employee_region_to_order"),
        (Order.VALID_TO, None, "employee_to_order"),
    ],
)
@pytest.mark.usefixtures("open_databases")
def test_a_page_of_another_order_is_read_off_an_index_too(
    order: Order, region: Region | None, index: str, descending: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """F3, design: it begins at the cursor, however far down, and nothing but the page is sorted."""
    caplog.set_level(logging.DEBUG, logger="peewee")
    scope, sorting = Scope(Realm.OKSLUZBY, region), Sorting(order, descending=descending)
    with transaction():
        hire([("Homola", 1, 5), ("Klicpera", 2, None)], office("here"))
        (row,) = listing.page(Criteria(), scope, Rows(1), day=DAY, sorting=sorting)
        caplog.clear()
        listing.page(Criteria(), scope, Rows(1, after=row.key), day=DAY, sorting=sorting)
        (query,) = [record.msg for record in caplog.records if "sort_key" in str(record.msg)]
        plan = explain(*query)
    assert index in plan
    assert "SCAN employee" not in plan
    assert "Seq Scan on employee" not in plan
    begins = "<expr>" if is_sqlite() else "Index Cond:.*ROW|Index Only Cond:.*ROW"
    assert re.search(begins, plan)
