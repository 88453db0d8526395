"""Uložené seznamy: F3's criteria saved under a name, chosen again from F3 and from F18, and removed."""

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Label

from oktui import demo
from oktui.domain.modules import Module
from oktui.services.overview.saved_lists import list_saved_lists
from screens.employees.employee_list import EmployeesScreen
from screens.employees.saved_lists import SavedListsScreen
from screens.overview.overview import OverviewScreen
from screens.widgets.dialogs import QuestionDialog
from tests.support.cast import Cast
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with them needs one.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def office(cast: Cast) -> Cast:
    """Homola of the document, and two colleagues."""
    cast.employ(demo.CERNY, "cerny")
    cast.employ(demo.MARTINKA, "martinka")
    return cast


async def shows(pilot: Pilot[Any], kind: type[Any]) -> None:
    """Wait until such a form is in front, and at rest."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await settled(pilot)


def listed(pilot: Pilot[Any]) -> list[str | None]:
    """The usernames in F3, from the top."""
    assert isinstance(pilot.app.screen, EmployeesScreen)
    return [row.username for row in pilot.app.screen.table._window.rows]


def title(pilot: Pilot[Any]) -> str:
    """What the form in front is called."""
    return str(pilot.app.screen.query_one(".title", Label).render())


def names(cast: Cast, app: FormApp) -> list[str]:
    """The names of the lists that are stored."""
    return [each.saved.name for each in list_saved_lists(app.signed_in.actor, effects=cast.effects)]


async def lists(pilot: Pilot[Any]) -> None:
    """From F3, open the lists."""
    await pilot.press("ctrl+t")
    await shows(pilot, SavedListsScreen)


async def save(pilot: Pilot[Any], name: str) -> None:
    """From F3, save what is asked for."""
    await lists(pilot)
    await pilot.press(*name, "f7")
    await shows(pilot, EmployeesScreen)


async def test_what_is_asked_for_is_saved_under_a_name_and_chosen_again(office: Cast) -> None:
    """R2.3-2: the criteria come back as they were, and the title says whose list it is until they are changed."""
    app = FormApp(office, EmployeesScreen(), "homola", Module.REGISTR)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press(*"mart")
        await save(pilot, "Moji")
        assert names(office, app) == ["Moji"]
        assert title(pilot) == "Seznam evidovaných zaměstnanců – Moji"
        await pilot.press(*["backspace"] * 4)
        await until(pilot, lambda: listed(pilot) == ["cerny", "homola", "martinka"])
        assert title(pilot) == "Seznam evidovaných zaměstnanců"
        await lists(pilot)
        await pilot.press("enter")
        await shows(pilot, EmployeesScreen)
        assert (listed(pilot), title(pilot)) == (["martinka"], "Seznam evidovaných zaměstnanců – Moji")


async def test_a_place_and_an_order_come_back_too(office: Cast) -> None:
    """F3: what is chosen from lists that are read only when the form is open."""
    app = FormApp(office, EmployeesScreen(), "homola", Module.REGISTR)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, EmployeesScreen)
        place = office.account("homola").employee.workplace
        form.asked.office_kind.value, form.asked.workplace.value = place.office_kind, place.id
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert listed(pilot) == ["martinka", "homola", "cerny"]
        await lists(pilot)
        await pilot.press(*"Naši", "enter")
        await shows(pilot, QuestionDialog)  # there is no such list: Enter asks whether there is to be one
        await pilot.press("left", "enter")
        await shows(pilot, EmployeesScreen)
    app = FormApp(office, EmployeesScreen(), "homola", Module.REGISTR)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert listed(pilot) == ["martinka", "homola", "cerny"]  # remembered, as any order is
        await pilot.press("ctrl+r")
        await lists(pilot)
        await pilot.press("enter")
        await shows(pilot, EmployeesScreen)
        form = pilot.app.screen
        assert isinstance(form, EmployeesScreen)
        assert (form.asked.office_kind.value, form.asked.workplace.value) == (place.office_kind, place.id)
        assert listed(pilot) == ["martinka", "homola", "cerny"]


async def test_another_list_of_the_name_is_replaced_only_when_that_is_wanted(office: Cast) -> None:
    """Esc leaves it as it is; and so does a name that is none, with a sentence beside it."""
    app = FormApp(office, EmployeesScreen(), "homola", Module.REGISTR)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await save(pilot, "Moji")
        await lists(pilot)
        await pilot.press(*"Moji", "f7")
        await shows(pilot, QuestionDialog)
        await pilot.press("escape")
        await shows(pilot, SavedListsScreen)
        await pilot.press(*["backspace"] * 4, "f7")
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, SavedListsScreen)
        assert form.box.error == "Vyplňte toto pole."
        assert names(office, app) == ["Moji"]


async def test_a_list_is_removed_after_a_question(office: Cast) -> None:
    """And those on it are not."""
    app = FormApp(office, EmployeesScreen(), "homola", Module.REGISTR)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await save(pilot, "Moji")
        await lists(pilot)
        await pilot.press("f8")
        await shows(pilot, QuestionDialog)
        await pilot.press("left", "enter")
        await shows(pilot, SavedListsScreen)
        await until(pilot, lambda: names(office, app) == [])
        await pilot.press("escape")
        await shows(pilot, EmployeesScreen)
        assert listed(pilot) == ["cerny", "homola", "martinka"]


async def test_f18_has_the_lists_below_those_that_everybody_has(office: Cast) -> None:
    """F18: each with its number; Enter opens it in F3."""
    app = FormApp(office, EmployeesScreen(), "homola", Module.REGISTR)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press(*"mart")
        await save(pilot, "Moji")
    app = FormApp(office, OverviewScreen(), "homola", Module.REGISTR)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert isinstance(pilot.app.screen, OverviewScreen)
        line = pilot.app.screen.table._window.rows[-1]
        assert (line.number, line.text) == (1, "seznam „Moji“")
        await pilot.press("end", "enter")
        await shows(pilot, EmployeesScreen)
        assert (listed(pilot), title(pilot)) == (["martinka"], "Seznam evidovaných zaměstnanců – Moji")


def test_it_looks_like_this(office: Cast, snap_compare: Any) -> None:
    """The box, what would be saved, and the lists with their numbers."""

    async def look(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await pilot.press(*"mart")
        await save(pilot, "Martinkovi")
        await lists(pilot)

    assert snap_compare(FormApp(office, EmployeesScreen(), "homola"), terminal_size=SIZE, run_before=look)
