"""Ctrl+Z in F3 and F6: says first what will be as it was (X-19, X-21)."""

import pytest

from oktui import demo
from oktui.domain.modules import Module, Permission
from oktui.services.employees.retire_employee import retire_employee
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.employees.employee_list import EmployeesScreen
from screens.employees.outcome import OutcomeScreen
from screens.employees.undo import UndoScreen
from screens.widgets.dialogs import MessageDialog
from tests.screens.employees.test_many import previewed, said
from tests.support.cast import Cast, granted
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)


@pytest.mark.parametrize("form", ["F3", "F6"])
async def test_the_last_change_is_shown_and_taken_back(cast: Cast, form: str) -> None:
    """X-19: from the list and from the detail, once."""
    martinka = cast.employ(demo.MARTINKA, "martinka", RECORDS)
    screen = EmployeesScreen() if form == "F3" else EmployeeDetailScreen(martinka.employee.id)
    app = FormApp(cast, screen, "homola")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: pilot.app.screen is screen)
        await settled(pilot)
        retire_employee(screen.actor, martinka.employee.id, effects=cast.effects)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: isinstance(pilot.app.screen, UndoScreen))
        await settled(pilot)
        assert "vyřazení účtu" in said(pilot, ".apart")
        assert said(pilot, "#detail") == "1284384629: Radomír Martinka: Vyřazen: Ano → Ne"
        assert cast.account("martinka").employee.retired_at is not None
        await pilot.press("f2")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert cast.account("martinka").employee.retired_at is None
        await pilot.press("ctrl+z")
        await until(pilot, lambda: isinstance(pilot.app.screen, MessageDialog))
        assert "10 minut" in said(pilot, ".text Static")


async def test_a_change_of_many_is_taken_back_as_a_whole(cast: Cast) -> None:
    """X-19: and of each it is said what became of it."""
    for username, person in (("martinka", demo.MARTINKA), ("cerny", demo.CERNY)):
        cast.employ(person, username, RECORDS)
    async with FormApp(cast, EmployeesScreen(), "mpsv_radek").run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, EmployeesScreen))
        await pilot.press("space", "space")
        await settled(pilot)
        await pilot.press("f2", "shift+tab", "down")
        await settled(pilot)
        await pilot.press("tab", *"31.12.2030")
        await previewed(pilot)
        await pilot.press("f2")
        await settled(pilot)
        await pilot.press("left", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, OutcomeScreen))
        changed = said(pilot, ".apart")
        assert changed == "provedeno 2"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, EmployeesScreen))
        await settled(pilot)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: isinstance(pilot.app.screen, UndoScreen))
        assert "hromadná změna" in said(pilot, ".apart")
        await settled(pilot)
        await pilot.press("enter")  # on the list, as on the button
        await until(pilot, lambda: isinstance(pilot.app.screen, OutcomeScreen))
        assert said(pilot, ".apart") == changed
