"""F16 Chybová hlášení."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.domain.incidents import Incident
from oktui.domain.modules import Module, Permission
from oktui.domain.sign_in import NotSynchronised
from oktui.domain.sync import SyncState
from screens.helpdesk.incidents import IncidentsScreen
from screens.widgets.window_table import WindowTable
from tests.support.cast import Cast, granted
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until

# What is found is proven on both engines; what a form does with it needs one.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Compare = Callable[..., bool]


@pytest.fixture
def cast(cast: Cast, database_url: str) -> Cast:
    """Two officials of the region who tried to sign in too early; the numbers are 1000001 and 1000002."""
    records = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
    for person, username in ((demo.MARTINKA, "martinka"), (demo.CERNY, "cerny")):
        cast.employ(person, username, records, state=SyncState.PERSON_LOADED)
        with pytest.raises(NotSynchronised):
            cast.sign_in(username)
    return cast


def app_for(cast: Cast) -> FormApp:
    """The form in an administrator's hands."""
    return FormApp(cast, IncidentsScreen(), "homola")


def listed(app: FormApp) -> list[int]:
    """The numbers in the table."""
    table: WindowTable[Incident] = app.form.query_one(WindowTable)
    return [row.number for row in table._window.rows]


async def ready(pilot: Pilot[Any]) -> None:
    """Wait for the incidents."""
    await until(pilot, lambda: isinstance(pilot.app.screen, IncidentsScreen))
    await settled(pilot)


async def test_the_newest_come_first_and_one_is_told_in_full(cast: Cast) -> None:
    """X-6: who, when, where from, in which state."""
    app = app_for(cast)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert listed(app) == [1000002, 1000001]
        for words in (
            "Chyba č. 1000002: 25.7.2016 10:05:00, OKslužby – registr",
            "Uživatelské jméno: cerny   Osoba: 1291416423: Alexandr Černý",
            "Odkud: test terminal",
            "Stav účtu při pokusu: data osoby načtena, čeká na oprávnění",
        ):
            assert words in app.shown()


async def test_a_number_that_is_typed_finds_its_incident(cast: Cast) -> None:
    """X-6: seven keys and Enter; digits only."""
    app = app_for(cast)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press(*"č1000001", "enter")
        await settled(pilot)
        assert listed(app) == [1000001]
        await pilot.press("9", "f3")
        await settled(pilot)
        assert "Žádné chybové hlášení nebylo nalezeno." in app.shown()


async def test_a_new_incident_is_seen_with_obnovit(cast: Cast) -> None:
    """F16: F5 reads anew."""
    app = app_for(cast)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        with pytest.raises(NotSynchronised):
            cast.sign_in("martinka")
        await pilot.press("f5")
        await until(pilot, lambda: listed(app) == [1000003, 1000002, 1000001])


def test_it_looks_so_when_opened(cast: Cast, snap_compare: Compare) -> None:
    """F16: at 80x24."""
    assert snap_compare(app_for(cast), terminal_size=SIZE, run_before=ready)
