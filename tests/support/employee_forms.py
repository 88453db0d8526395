"""What the tests of F5, F6 and F7 have in common: the form in an app, and waiting for what it begins."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Button
from textual.widgets._footer import FooterKey

from oktui.domain.modules import Module
from screens.employees.employee_form import EmployeeForm
from screens.employees.new_employee import NewEmployeeScreen
from screens.form_screen import FormScreen
from screens.register.person_search import PersonSearch
from screens.widgets.field import AnyField
from screens.widgets.grant_rows import GrantRow
from screens.widgets.window_table import WindowTable
from tests.support.cast import Cast
from tests.support.form_app import FormApp, fill
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until

MADE_UP = "89ab-cdef-ghjk-mnpq-rstu"
"""The password that chance makes up after `with_chance`; those before it are the alphabet, and too easy to guess."""


def with_chance(cast: Cast) -> Cast:
    """Have chance go through the alphabet, so that a password made up is none that the rules refuse."""
    places = itertools.count()
    cast.effects = replace(cast.effects, choose=lambda alphabet: alphabet[next(places) % len(alphabet)])
    return cast


@asynccontextmanager
async def opened(
    cast: Cast, form: FormScreen[Any], username: str = "homola", module: Module = Module.REGISTR
) -> AsyncIterator[tuple[FormApp, Pilot[None]]]:
    """The form in the hands of a user of the demo, when it has read what it begins with."""
    app = FormApp(cast, form, username, module)
    async with app.run_test(size=SIZE) as pilot:
        await (search_open(pilot) if isinstance(form, NewEmployeeScreen) else settled(pilot))
        yield app, pilot


async def search_open(pilot: Pilot[Any]) -> None:
    """Wait for Výběr osoby."""
    await until(pilot, lambda: isinstance(pilot.app.screen, PersonSearch))
    await settled(pilot)


async def choose_person(pilot: Pilot[Any], number: str = "590814/1767") -> None:
    """Find the person by their birth number in F4, and take them over."""
    await pilot.press(*number, "enter")
    await until(pilot, lambda: pilot.app.screen.query_one(WindowTable).row is not None)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, EmployeeForm))
    await settled(pilot)


async def shown(pilot: Pilot[Any], kind: type[Any]) -> None:
    """Wait for a screen of the kind to be on top."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await settled(pilot)


def focus_of(app: FormApp) -> str | None:
    """The name of the field that typing goes to, or the id of what has the focus."""
    focused = app.focused
    if focused is None:
        return None
    field = next((node for node in focused.ancestors if isinstance(node, AnyField)), None)
    return field.name if field else focused.id


def put(app: FormApp, **values: object) -> None:
    """Fill fields in as the user would, all at once."""
    fill(app.form, **values)


def announced(app: FormApp) -> set[str]:
    """The keys in the footer that do something now; the others are grey."""
    return {key.key_display for key in app.form.query(FooterKey) if not key.has_class("-disabled")}


def grants_of(app: FormApp) -> list[tuple[str, str, bool]]:
    """The grants in the table: permission, level, revoked."""
    form = app.form
    assert isinstance(form, EmployeeForm)
    rows: list[GrantRow] = list(form.grants.rows)
    return [(row.permission.title, row.level.title, row.revoked) for row in rows]


def enabled_buttons(app: FormApp) -> set[str]:
    """The labels of the buttons that can be pressed and seen."""
    buttons = app.form.query(Button)
    return {str(button.label) for button in buttons if not button.disabled and button.region and button.visible}
