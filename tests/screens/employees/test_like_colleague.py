"""Podle kolegy, in F5 and F6."""

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from oktui import demo
from oktui.domain.modules import Level, Module, Permission
from screens.employees.colleague import ColleagueScreen
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.employees.employee_form import EmployeeForm
from screens.employees.new_employee import NewEmployeeScreen
from screens.widgets.dialogs import MessageDialog, QuestionDialog
from tests.support.cast import DETAILS, VYSOCINA, Cast, granted
from tests.support.employee_forms import choose_person, focus_of, grants_of, opened, put, shown
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS, Level.VIEW)
REPORTS = granted(Module.POSKYTOVATEL, Permission.REPORTS)
SECOND_OFFICE = "KP Havlíčkův Brod (Havlíčkův Brod)"
PASSWORD = "Zelenina-Na-Trhu"
TAKEN = [("Evidence sociálních služeb", "prohlížení", False)]


def employ_cerny_at_the_second_office(cast: Cast) -> None:
    """A colleague to be like: Černý, as a head of a department, at another office of the region."""
    details = replace(DETAILS, position="vedoucí odboru")
    cast.employ(demo.CERNY, "cerny", RECORDS, REPORTS, workplace=SECOND_OFFICE, details=details)


async def choose(pilot: Pilot[Any], typed: str = "cern") -> None:
    """Podle kolegy: type, and take whoever is found."""
    await pilot.press("f3")
    await shown(pilot, ColleagueScreen)
    await pilot.press(*typed)
    screen = pilot.app.screen
    assert isinstance(screen, ColleagueScreen)
    await until(pilot, lambda: screen.table.row is not None and not screen.following.behind)
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen is not screen and not isinstance(pilot.app.screen, EmployeeForm))


async def read_and_close(pilot: Pilot[Any]) -> str:
    """What the message says, which is then closed."""
    await shown(pilot, MessageDialog)
    text = str(pilot.app.screen.query_one(".text Static", Static).render())
    await pilot.press("enter")
    await shown(pilot, EmployeeForm)
    return text


def place_of(app: FormApp) -> object:
    """What F5 has chosen as the workplace."""
    return app.form.field("workplace").value


async def test_workplace_function_and_permissions_are_filled_in_and_what_is_left_out_is_said(cast: Cast) -> None:
    """R2.1-3, R2.3-10: the account's fields come with them; the cursor waits at what is missing."""
    employ_cerny_at_the_second_office(cast)
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await choose(pilot)
        said = await read_and_close(pilot)
        assert "Hodnocení výkazů (aktualizace): přidělí ho správce přihlášený v aplikaci OKslužby – posk" in said
        assert "Uloží se až tlačítkem OK." in said
        assert place_of(app) == cast.workplace_id(SECOND_OFFICE)
        assert app.form.field("position").value == "vedoucí odboru"
        assert grants_of(app) == TAKEN
        assert app.form.field("with_account").value is True
        assert focus_of(app) == "email"
        put(app, email="martinka@kr-vysocina.example", password=PASSWORD, password_again=PASSWORD)
        await pilot.press("f2")
        await until(pilot, lambda: not isinstance(app.screen, EmployeeForm))
        await settled(pilot)
        account = cast.account("martinka")
        assert account.employee.workplace.name == SECOND_OFFICE
        assert [(grant.permission, grant.level) for grant in account.grants] == [
            (Permission.SOCIAL_SERVICES_RECORDS, Level.VIEW)
        ]


@pytest.mark.parametrize("overwrite", [True, False])
async def test_what_was_typed_is_overwritten_only_after_a_question(cast: Cast, overwrite: bool) -> None:
    """F5: the answer that Esc gives leaves it, and the rest is taken all the same."""
    employ_cerny_at_the_second_office(cast)
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        put(app, position="referent")
        await choose(pilot)
        await shown(pilot, QuestionDialog)
        assert "Už je vyplněno: Funkce." in app.shown()
        await pilot.press(*(["left", "enter"] if overwrite else ["escape"]))
        await read_and_close(pilot)
        assert app.form.field("position").value == ("vedoucí odboru" if overwrite else "referent")
        assert place_of(app) == cast.workplace_id(SECOND_OFFICE)
        assert grants_of(app) == TAKEN


async def test_another_colleague_replaces_the_first_without_a_question(cast: Cast) -> None:
    """F5: what came of a colleague was typed by nobody."""
    employ_cerny_at_the_second_office(cast)
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await choose(pilot)
        await read_and_close(pilot)
        await choose(pilot, "homol")
        await read_and_close(pilot)
        assert place_of(app) == cast.workplace_id(VYSOCINA)
        assert [title for title, _, _ in grants_of(app)] == [
            grant.permission.title for grant in cast.account("homola").grants if grant.module is Module.REGISTR
        ]


async def test_an_account_that_exists_gets_the_permissions_it_lacks(cast: Cast) -> None:
    """R2.1-3: besides those it has, which stay as they are; workplace and function are not touched."""
    employ_cerny_at_the_second_office(cast)
    account = cast.employ(demo.MARTINKA, "martinka", granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION))
    async with opened(cast, EmployeeDetailScreen(account.employee.id)) as (app, pilot):
        await choose(pilot)
        await read_and_close(pilot)
        assert grants_of(app) == [("Správa systému", "aktualizace", False), *TAKEN]
        assert place_of(app) == cast.workplace_id(VYSOCINA)
        assert app.form.field("position").value == "referent"
        await choose(pilot)
        assert "účet ho už má" in await read_and_close(pilot)
        assert grants_of(app)[1:] == TAKEN


async def test_leaving_the_box_takes_nothing(cast: Cast) -> None:
    """F5: and so does nobody found."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await pilot.press("f3")
        await shown(pilot, ColleagueScreen)
        await pilot.press(*"xyz", "enter", "escape")
        await shown(pilot, NewEmployeeScreen)
        assert grants_of(app) == []


def test_the_box_looks_so(cast: Cast, snap_compare: Any) -> None:
    """80x24: as the box that finds everybody."""
    employ_cerny_at_the_second_office(cast)

    async def type_name(pilot: Pilot[Any]) -> None:
        await pilot.press(*"vysoc")
        screen = pilot.app.screen
        assert isinstance(screen, ColleagueScreen)
        await until(pilot, lambda: screen.table.row is not None and not screen.following.behind)
        await settled(pilot)

    assert snap_compare(FormApp(cast, ColleagueScreen(), "homola"), run_before=type_name, terminal_size=SIZE)
