"""F7 Nové oprávnění / Změna oprávnění."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui.domain.accounts import Grant, GrantChange
from oktui.domain.modules import Level, Module, Permission
from screens.employees.grant import GrantScreen
from screens.widgets.grant_rows import GrantRow, GrantRows
from tests.support.cast import Cast, granted
from tests.support.effects import MONDAY
from tests.support.employee_forms import focus_of, opened, put
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TODAY = date(2016, 7, 25)
RECORDS, ADMINISTRATION = Permission.SOCIAL_SERVICES_RECORDS, Permission.SYSTEM_ADMINISTRATION
OFFERED = (RECORDS, ADMINISTRATION)
ROW = GrantRow(7, RECORDS, Level.UPDATE, date(2014, 9, 15))


@sqlite
async def test_enter_grants_the_first_permission_from_today(cast: Cast) -> None:
    """R2.3-10: what is offered is to look only, from today, without an end."""
    async with opened(cast, GrantScreen(OFFERED)) as (app, pilot):
        assert focus_of(app) == "permission"
        await pilot.press("enter")
        assert app.results == [GrantChange(RECORDS, Level.VIEW, TODAY)]


@sqlite
@pytest.mark.parametrize("place", ["permission", "level", "valid_from"])
async def test_one_key_changes_the_level_from_anywhere(cast: Cast, place: str) -> None:
    """R2.3-10: aktualizace is one key away, and so is the way back."""
    async with opened(cast, GrantScreen(OFFERED)) as (app, pilot):
        app.form.field(place).focus_control()
        await pilot.press("f4")
        assert app.form.field("level").value is Level.UPDATE
        assert "(o) aktualizace" in app.shown()
        await pilot.press("f4")
        assert app.form.field("level").value is Level.VIEW


@sqlite
async def test_arrows_choose_and_dates_are_typed(cast: Cast) -> None:
    """R2.3-10: permission, level, valid from, valid to."""
    async with opened(cast, GrantScreen(OFFERED)) as (app, pilot):
        await pilot.press("down", "tab", "right", "tab", *"1.8.2016", "tab", *"31.12.2016", "enter")
        await settled(pilot)
        assert app.results == [GrantChange(ADMINISTRATION, Level.UPDATE, date(2016, 8, 1), date(2016, 12, 31))]


@sqlite
@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"valid_from": None}, "valid_from", "Zadejte datum"),
        ({"valid_to": date(2016, 7, 24)}, "valid_to", "nesmí předcházet"),
    ],
)
async def test_wrong_dates_are_refused_beside_the_field(
    cast: Cast, values: dict[str, object], field: str, said: str
) -> None:
    """R2.3-10: and the form stays."""
    async with opened(cast, GrantScreen(OFFERED)) as (app, pilot):
        put(app, **values)
        await pilot.press("f2")
        await settled(pilot)
        assert said in (app.form.field(field).error or "")
        assert focus_of(app) == field
        assert app.results == []


@sqlite
async def test_a_date_that_is_none_is_not_taken_for_no_end(cast: Cast) -> None:
    """R2.3-10: 31. 2. does not mean for ever."""
    async with opened(cast, GrantScreen(OFFERED)) as (app, pilot):
        app.form.field("valid_to").focus_control()
        await pilot.press(*"31.2.2017", "enter")
        await settled(pilot)
        assert "Takový den v kalendáři není" in (app.form.field("valid_to").error or "")
        assert app.results == []


@sqlite
async def test_a_change_keeps_the_permission(cast: Cast) -> None:
    """F7: Změna oprávnění changes level and validity."""
    async with opened(cast, GrantScreen((), ROW)) as (app, pilot):
        assert "Změna oprávnění" in app.shown()
        assert "(o) Evidence sociálních služeb" in app.shown()
        assert focus_of(app) == "level"
        await pilot.press("f4", "f2")
        await settled(pilot)
        assert app.results == [GrantChange(RECORDS, Level.VIEW, date(2014, 9, 15))]


@sqlite
async def test_leaving_hands_nothing_over(cast: Cast) -> None:
    """F7: Zpět, after a question when something was chosen."""
    async with opened(cast, GrantScreen(OFFERED)) as (app, pilot):
        await pilot.press("down", "escape")
        assert "Zahodit rozepsané údaje?" in app.shown()
        await pilot.press("left", "enter")
        await settled(pilot)
        assert app.results == [None]


def stored(number: int, permission: Permission, revoked_at: datetime | None = None) -> Grant:
    """A grant with an id."""
    return replace(granted(Module.REGISTR, permission), id=number, revoked_at=revoked_at)


def test_rows_that_nobody_touched_ask_for_nothing() -> None:
    """R2.3-11: storing the form changes only what was changed on it."""
    rows = GrantRows()
    rows.show([stored(1, RECORDS), stored(2, ADMINISTRATION)])
    assert rows.changes == ()
    rows.revoke(1)
    rows.revoke(1)
    assert rows.changes == ()


def test_what_was_wanted_outlives_a_reading() -> None:
    """X-21: new rows and changes stay; what somebody else has revoked is over."""
    rows = GrantRows()
    rows.show([stored(1, RECORDS), stored(2, ADMINISTRATION)])
    rows.alter(1, GrantChange(RECORDS, Level.VIEW, TODAY))
    rows.revoke(2)
    rows.add(GrantChange(Permission.INSPECTION_RECORDS, Level.VIEW, TODAY))
    gone = stored(1, RECORDS, revoked_at=MONDAY)
    rows.show([gone, stored(2, ADMINISTRATION)])
    assert [(change.id, change.permission, change.revoke) for change in rows.changes] == [
        (2, ADMINISTRATION, True),
        (None, Permission.INSPECTION_RECORDS, False),
    ]


@sqlite
def test_it_looks_so(cast: Cast, snap_compare: Callable[..., bool]) -> None:
    """F7: all choices and both buttons are in view."""

    async def choose(pilot: Pilot[Any]) -> None:
        await pilot.press("down", "f4")
        await settled(pilot)
        assert app.form.field("permission").value is ADMINISTRATION
        assert app.form.field("level").value is Level.UPDATE

    app = FormApp(cast, GrantScreen(OFFERED), "homola")
    assert snap_compare(app, terminal_size=SIZE, run_before=choose)
