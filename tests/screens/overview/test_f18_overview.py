"""F18 Přehled."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.app import OktuiApp
from oktui.domain.concerns import Concern
from oktui.domain.modules import Module, Permission
from oktui.domain.outages import DatabaseUnavailable
from oktui.domain.sync import SyncState
from screens.audit.audit_log import AuditLogScreen
from screens.employees.employee_list import EmployeesScreen
from screens.form_screen import FormScreen
from screens.helpdesk.incidents import IncidentsScreen
from screens.menu.main_menu import MainMenuScreen
from screens.overview import overview
from screens.overview.overview import OverviewScreen
from screens.overview.thin_offices import ThinOfficesScreen
from screens.sign_in.sign_in import SignInScreen
from screens.sync.synchronisation import SynchronisationScreen
from storage import accounts
from storage.database import transaction
from tests.support.cast import Cast, granted
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.program import give_password, paste
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SHOWN: list[Concern] = [concern for concern in Concern if concern is not Concern.PROPOSALS]
"""The lists where nothing waits for a second person."""
Compare = Callable[..., bool]
RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)


async def shows(pilot: Pilot[None], form: type[FormScreen[Any]]) -> None:
    """Wait until that form is in front and has read what it shows."""
    await until(pilot, lambda: isinstance(pilot.app.screen, form))
    await settled(pilot)


def overview_of(cast: Cast, username: str = "homola") -> FormApp:
    """The form, with somebody locked and somebody who waits."""
    cast.employ(demo.MARTINKA, "waits", RECORDS, state=SyncState.NEW)
    locked = cast.employ(demo.CERNY, "locked", RECORDS)
    with transaction():
        accounts.lock(locked.id, cast.clock())
    return FormApp(cast, OverviewScreen(), username)


async def test_each_line_has_its_number_and_enter_opens_the_list(cast: Cast) -> None:
    """F18: F3 with those alone, of which F3 shows all; afterwards the numbers are read anew."""
    app = overview_of(cast)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert "1 zablokované účty" in app.shown()
        assert "1 čekají na sehrání, nejdéle od 25.7.2016" in app.shown()
        await pilot.press("enter")
        await shows(pilot, EmployeesScreen)
        assert "Přehled: zablokované účty" in app.shown()
        assert "Černý" in app.shown()
        assert "Martinka" not in app.shown()
        with transaction():
            accounts.forget_failures(cast.account("locked").id)
        await pilot.press("f3")
        await settled(pilot)
        assert "Výběrová kritéria:" in app.shown()
        assert "Martinka" in app.shown()
        await pilot.press("escape")
        await until(pilot, lambda: "0 zablokované účty" in app.shown())


@pytest.mark.parametrize(
    ("concern", "form"),
    [
        (Concern.ADMINISTRATORS, ThinOfficesScreen),
        (Concern.INCIDENTS, IncidentsScreen),
        (Concern.ALARMS, AuditLogScreen),
    ],
)
async def test_what_is_no_employee_has_a_list_of_its_own(
    cast: Cast, concern: Concern, form: type[FormScreen[Any]]
) -> None:
    """F18, F15, F16, X-10."""
    app = overview_of(cast)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press(*["down"] * SHOWN.index(concern), "enter")
        await shows(pilot, form)
        if form is ThinOfficesScreen:
            assert [line.split()[-1] for line in app.lines() if line.startswith("KÚ")] == ["1"]
            await pilot.press("enter")
            await shows(pilot, EmployeesScreen)
            await until(pilot, lambda: "zadaným kritériím: 3" in app.shown())


async def test_a_database_that_does_not_answer_is_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-33: and the form can be read anew when it does."""
    app = overview_of(cast)

    def fail(*_: object, **__: object) -> None:
        raise DatabaseUnavailable

    with monkeypatch.context() as broken:
        broken.setattr(overview, "get_overview", fail)
        broken.setattr(overview, "get_activity", fail)
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: "Databáze" in app.shown())
            assert app.bugs == []


async def sign_in(pilot: Pilot[None], username: str) -> None:
    """From F1 on."""
    await shows(pilot, SignInScreen)
    await paste(pilot, username)
    await pilot.press("tab")
    await give_password(pilot, demo.PASSWORD)


def wanting(cast: Cast, username: str, *, menu: bool) -> None:
    """Have somebody want to begin so."""
    with transaction():
        accounts.prefer_menu(cast.account(username).id, menu=menu)


async def test_an_administrator_begins_with_it_and_goes_on_to_the_menu(cast: Cast) -> None:
    """F18, F2: a digit opens a task from here as well; Esc goes to the menu; F6 has the next sign-in begin there."""
    wanting(cast, "homola", menu=False)
    async with OktuiApp(cast.effects).run_test(size=SIZE) as pilot:
        await sign_in(pilot, "homola")
        await shows(pilot, OverviewScreen)
        await pilot.press("7")
        await shows(pilot, SynchronisationScreen)
        await pilot.press("escape")
        await shows(pilot, OverviewScreen)
        await pilot.press("f6")
        await settled(pilot)
        await pilot.press("escape")
        await shows(pilot, MainMenuScreen)
        with transaction():
            assert accounts.preferences(cast.account("homola").id).menu_first
        await pilot.press("r")
        await shows(pilot, OverviewScreen)
        await pilot.press("f6")
        await settled(pilot)
        with transaction():
            assert not accounts.preferences(cast.account("homola").id).menu_first


@pytest.mark.parametrize("username", ["homola", "worker"])
async def test_who_wants_the_menu_or_looks_after_nobody_begins_there(cast: Cast, username: str) -> None:
    """F18, R2.1-1."""
    cast.employ(demo.MARTINKA, "worker", RECORDS)
    wanting(cast, "worker", menu=False)
    async with OktuiApp(cast.effects).run_test(size=SIZE) as pilot:
        await sign_in(pilot, username)
        await shows(pilot, MainMenuScreen)


def test_it_looks_so_at_80x24(cast: Cast, snap_compare: Compare) -> None:
    """F18."""
    assert snap_compare(overview_of(cast), terminal_size=SIZE)
