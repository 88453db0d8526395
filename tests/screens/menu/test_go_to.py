"""Přejít, the one box from which everything is reached."""

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.app import OktuiApp
from oktui.domain.modules import Module, Permission
from oktui.domain.sign_in import NotSynchronised
from oktui.domain.sync import SyncState
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.new_passwords import PasswordEntry
from oktui.terminal import screen_text
from screens.audit.audit_log import AuditLogScreen
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.employees.employee_list import EmployeesScreen
from screens.helpdesk.why_not import WhyNotScreen
from screens.menu.go_to import GoToScreen
from screens.menu.main_menu import MainMenuScreen
from screens.sign_in.change_password import ChangePasswordScreen
from tests.support.cast import DETAILS, Cast, granted
from tests.support.program import paste, running
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NEW = "Zelenina-Na-Trhu-Pod-Kopcem"
RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)


async def shows(pilot: Pilot[Any], kind: type[Any]) -> None:
    """Wait until a form of this kind is in front, and has read what it shows."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await settled(pilot)


def targets(app: OktuiApp) -> list[str]:
    """The titles in the list."""
    assert isinstance(app.screen, GoToScreen)
    return [row.title for row in app.screen.table._window.rows]


async def typed(pilot: Pilot[Any], text: str, *wanted: str) -> None:
    """Type into the box and wait for what it finds."""
    await paste(pilot, text)
    app = pilot.app
    assert isinstance(app, OktuiApp)
    await until(pilot, lambda: targets(app) == list(wanted))


@pytest.mark.parametrize(
    "known", ["Martinka", "rad mart", "martinka@kr-vysocina.cz", "566 000 111", "+420 566", demo.MARTINKA.ik]
)
async def test_whatever_is_known_of_somebody_opens_their_detail(cast: Cast, known: str) -> None:
    """F3, F6, X-28: from anywhere, three keys besides what is known."""
    details = replace(DETAILS, phone="+420 566 000 111", email="martinka@kr-vysocina.cz")
    cast.employ(demo.MARTINKA, "martinka", RECORDS, details=details)
    async with running(cast) as (app, pilot):
        await pilot.press("slash")
        await shows(pilot, GoToScreen)
        await typed(pilot, known, "Radomír Martinka")
        await pilot.press("enter")
        await shows(pilot, EmployeeDetailScreen)
        assert isinstance(app.screen, EmployeeDetailScreen)
        assert app.screen.seen.employee.ik == demo.MARTINKA.ik


async def test_a_task_is_opened_by_the_beginning_of_its_title(cast: Cast) -> None:
    """F2, R2.3-1: what is offered before anything is typed are the tasks; the box replaces what it opened before."""
    async with running(cast) as (app, pilot):
        await pilot.press("ctrl+k")
        await shows(pilot, GoToScreen)
        await until(pilot, lambda: targets(app)[:2] == ["Změna hesla", "Zaměstnanci"])
        await typed(pilot, "aud", "Auditní záznam")
        await pilot.press("enter")
        await shows(pilot, AuditLogScreen)
        await pilot.press("ctrl+k")
        await shows(pilot, GoToScreen)
        await typed(pilot, "zamest", "Zaměstnanci")
        await pilot.press("enter")
        await shows(pilot, EmployeesScreen)
        await pilot.press("escape")
        await shows(pilot, MainMenuScreen)


async def test_what_was_typed_stays_beneath(cast: Cast) -> None:
    """Design: nothing that somebody has typed is lost by going elsewhere; in a field ^K deletes nothing."""
    martinka = cast.employ(demo.MARTINKA, "martinka", RECORDS)
    async with running(cast) as (app, pilot):
        await pilot.press("ctrl+k")
        await shows(pilot, GoToScreen)
        await typed(pilot, "martinka", "Radomír Martinka")
        await pilot.press("enter")
        await shows(pilot, EmployeeDetailScreen)
        detail = app.screen
        assert isinstance(detail, EmployeeDetailScreen)
        detail.position.focus_control()
        await paste(pilot, "referent/7")
        await pilot.press("home", "ctrl+k")
        await shows(pilot, GoToScreen)
        await typed(pilot, "sehr", "Sehrání účtů")
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, GoToScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is detail)
        assert detail.position.value == "referent/7"
        assert martinka.employee.details.position != "referent/7"


async def test_a_slash_in_f3_opens_the_box_and_types_nothing(cast: Cast) -> None:
    """F3: from its criteria too, which no name with a slash is looked for in."""
    async with running(cast) as (app, pilot):
        await pilot.press("2")
        await shows(pilot, EmployeesScreen)
        await pilot.press("h", "slash")
        await shows(pilot, GoToScreen)
        await pilot.press("escape")
        await shows(pilot, EmployeesScreen)
        assert isinstance(app.screen, EmployeesScreen)
        assert app.screen.asked.words.value == "h"


async def test_the_number_of_an_incident_leads_to_why_they_cannot_get_in(cast: Cast) -> None:
    """X-6, F13: asked of the application that it happened in."""
    reports = granted(Module.POSKYTOVATEL, Permission.REPORTS)
    cast.employ(demo.MARTINKA, "martinka", reports, state=SyncState.PERSON_LOADED)
    with pytest.raises(NotSynchronised) as refused:
        cast.sign_in("martinka", Module.POSKYTOVATEL)
    async with running(cast) as (app, pilot):
        await pilot.press("slash")
        await shows(pilot, GoToScreen)
        await typed(pilot, str(refused.value.incident), "Radomír Martinka")
        await pilot.press("enter")
        await shows(pilot, WhyNotScreen)
        assert isinstance(app.screen, WhyNotScreen)
        assert app.screen.module.value is Module.POSKYTOVATEL


async def test_why_is_a_key_of_the_box(cast: Cast) -> None:
    """F13: pressed right after typing it is meant for whom that finds."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    async with running(cast) as (app, pilot):
        await pilot.press("slash")
        await shows(pilot, GoToScreen)
        await paste(pilot, "martinka")
        await pilot.press("f6")
        await shows(pilot, WhyNotScreen)
        assert "Radomír Martinka · martinka" in screen_text(app)


async def test_who_may_find_nobody_finds_tasks_only(cast: Cast) -> None:
    """R2.1-1: an official without Správa systému has their own."""
    async with running(cast, "dlouhy") as (app, pilot):
        await pilot.press("slash")
        await shows(pilot, GoToScreen)
        await until(pilot, lambda: targets(app) == ["Změna hesla"])
        await paste(pilot, "dlouhý")
        await until(pilot, lambda: targets(app) == [])


async def test_nothing_leads_past_a_change_that_is_demanded(cast: Cast) -> None:
    """X-16: a temporary password opens nothing else."""
    request = ResetPassword(cast.account("homola").id, password=PasswordEntry(NEW, NEW))
    reset_password(cast.actor("mpsv_radek"), request, effects=cast.effects)
    async with running(cast, password=NEW) as (app, pilot):
        assert isinstance(app.screen, ChangePasswordScreen)
        await pilot.press("ctrl+k", "slash")
        await settled(pilot)
        assert isinstance(app.screen, ChangePasswordScreen)
