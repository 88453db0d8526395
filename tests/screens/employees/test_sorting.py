"""F3 sorted by a column's title or by a key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.domain.listing import Order, Sorting
from oktui.domain.modules import Module
from oktui.domain.outages import DatabaseUnavailable
from screens.employees.employee_list import EmployeesScreen
from screens.employees.sorting import SortedList
from screens.texts import employees
from tests.support.cast import DETAILS, Cast
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until

# What is listed is proven on both engines (tests/storage/test_listing.py); what a form does with it needs one.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

BY_PERSON = ["cerny", "homola", "martinka"]
BY_FROM = ["homola", "martinka", "cerny"]
BY_TO = ["martinka", "cerny", "homola"]


@pytest.fixture
def office(cast: Cast) -> Cast:
    """Homola of the document, who has no end, and two who have."""
    cerny = replace(DETAILS, valid_from=date(2016, 1, 1), valid_to=date(2017, 6, 30))
    martinka = replace(DETAILS, valid_from=date(2015, 1, 1), valid_to=date(2016, 12, 31))
    cast.employ(demo.CERNY, "cerny", details=cerny)
    cast.employ(demo.MARTINKA, "martinka", details=martinka)
    return cast


@asynccontextmanager
async def opened(office: Cast) -> AsyncIterator[tuple[FormApp, Pilot[Any]]]:
    """The form in the hands of homola, with its list read."""
    app = FormApp(office, EmployeesScreen(), "homola", Module.REGISTR)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        yield app, pilot


def listed(app: FormApp) -> list[str | None]:
    """The usernames, from the top."""
    assert isinstance(app.screen, SortedList)
    return [row.username for row in app.screen.table._window.rows]


async def click_title(app: FormApp, pilot: Pilot[Any], title: str) -> None:
    """Click on the column whose title begins so."""
    assert isinstance(app.screen, SortedList)
    table = app.screen.table
    first = next(line for line in range(SIZE[1]) if title in app.shown().splitlines()[line])
    column = app.shown().splitlines()[first].index(title)
    await pilot.click(table, offset=(column - table.region.x + 1, 1))
    await settled(pilot)


async def test_a_click_on_a_title_sorts_and_another_turns_it_round(office: Cast) -> None:
    """F3: the arrow and the line above the list say how."""
    async with opened(office) as (app, pilot):
        assert listed(app) == BY_PERSON
        assert "Osoba ▲" in app.shown()
        await click_title(app, pilot, "Platnost   Platnost")
        await until(pilot, lambda: listed(app) == BY_FROM)
        assert "od ▲" in app.shown()
        assert "· Platnost od ▲" in app.shown()
        assert "Osoba ▲" not in app.shown()
        await click_title(app, pilot, "Platnost   Platnost")
        await until(pilot, lambda: listed(app) == BY_FROM[::-1])
        assert "· Platnost od ▼" in app.shown()


async def test_a_key_goes_through_all_orders_and_back(office: Cast) -> None:
    """F3: from the criteria, too; whoever has no end is the last."""
    async with opened(office) as (app, pilot):
        orders = []
        for expected in (BY_PERSON[::-1], BY_FROM, BY_FROM[::-1], BY_TO, BY_TO[::-1], BY_PERSON):
            await pilot.press("ctrl+r")
            await until(pilot, lambda expected=expected: listed(app) == expected)  # type: ignore[misc]
            orders.append(listed(app))
        assert len({tuple(order) for order in orders}) > 3


async def test_a_title_that_nothing_is_sorted_by_says_so(office: Cast) -> None:
    """F3: the list stays as it is."""
    async with opened(office) as (app, pilot):
        await click_title(app, pilot, "Uživatelské")
        assert listed(app) == BY_PERSON
        assert employees.NOT_SORTED_BY in [notice.message for notice in app._notifications]


async def test_it_is_kept_when_the_form_is_opened_again(office: Cast) -> None:
    """F3: until one signs out."""
    async with opened(office) as (app, pilot):
        await pilot.press(*["ctrl+r"] * 4)
        await until(pilot, lambda: listed(app) == BY_TO)
        await app.push_screen(EmployeesScreen())
        await settled(pilot)
        await until(pilot, lambda: listed(app) == BY_TO)
        assert "do ▲" in app.shown()


async def test_it_is_kept_until_the_next_sign_in(office: Cast) -> None:
    """F3: for whoever has chosen it, and for nobody else."""
    async with opened(office) as (app, pilot):
        who = app.signed_in.principal.username
        await pilot.press(*["ctrl+r"] * 3)
        await until(pilot, lambda: listed(app) == BY_FROM[::-1])
    assert office.sign_in(who).preferences.sorting == Sorting(Order.VALID_FROM, descending=True)
    async with opened(office) as (app, pilot):
        await until(pilot, lambda: listed(app) == BY_FROM[::-1])
    assert office.sign_in("dlouhy").preferences.sorting == Sorting()


async def test_a_list_is_sorted_though_it_cannot_be_remembered(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: comfort stops nobody's work."""

    def fail(*_: object, **__: object) -> None:
        raise DatabaseUnavailable

    monkeypatch.setattr("storage.accounts.prefer_sorting", fail)
    async with opened(office) as (app, pilot):
        await pilot.press("ctrl+r")
        await until(pilot, lambda: listed(app) == BY_PERSON[::-1])
        assert app.bugs == []
