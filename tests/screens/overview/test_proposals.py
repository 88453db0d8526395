"""Správa systému ke druhému potvrzení: the list behind F18 (R2.1-1)."""

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui.domain.accounts import Account, GrantChange
from oktui.domain.concerns import Concern
from oktui.domain.modules import Level, Module, Permission
from oktui.services.employees.edit_employee import edit_employee
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.overview.overview import OverviewScreen
from screens.overview.proposals import ProposalsScreen
from screens.widgets.dialogs import QuestionDialog
from storage import krk
from tests.support.cast import Cast, granted
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.newcomers import newcomers
from tests.support.use_cases import SINCE, edit_of
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def homola_grants_it(cast: Cast) -> None:
    """Homola has made novy an administrator; druhy is one."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, second_person=True))
    novy, druhy = newcomers(2)
    krk.store_persons([novy, druhy])
    cast.employ(novy, "novy", granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS))
    cast.employ(druhy, "druhy", granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION))
    change = GrantChange(Permission.SYSTEM_ADMINISTRATION, Level.UPDATE, SINCE)
    edit_employee(cast.actor("homola"), edit_of(cast.account("novy"), change), effects=cast.effects)


def holds_it(account: Account) -> bool:
    """Whether the account has Správa systému."""
    return any(grant.permission is Permission.SYSTEM_ADMINISTRATION for grant in account.grants)


async def shows(pilot: Pilot[None], form: type[Any]) -> None:
    """Wait until that form is in front and has read what it shows."""
    await until(pilot, lambda: isinstance(pilot.app.screen, form))
    await settled(pilot)


async def test_the_overview_leads_to_it_and_a_second_administrator_confirms(cast: Cast) -> None:
    """R2.1-1: Enter opens the list, F2 confirms after a question, and nothing waits any more."""
    app = FormApp(cast, OverviewScreen(), "druhy")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert "1 Správa systému čeká na druhého správce" in app.shown()
        await pilot.press(*["down"] * list(Concern).index(Concern.PROPOSALS), "enter")
        await shows(pilot, ProposalsScreen)
        assert "novy" in app.shown()
        assert "navrhl homola (Jiří Homola) 25.7.2016 10:05" in app.shown()
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        assert "Má mít" in app.shown()
        await pilot.press("left", "enter")
        await until(pilot, lambda: "nečeká nic" in app.shown())
    assert holds_it(cast.account("novy"))


async def test_who_granted_it_is_told_that_somebody_else_has_to(cast: Cast) -> None:
    """R2.1-1: and may take it back."""
    app = FormApp(cast, ProposalsScreen(), "homola")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await pilot.press("left", "enter")
        await until(pilot, lambda: "Správu systému jste navrhli vy" in app.shown())
        await pilot.press("enter", "f8")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await pilot.press("left", "enter")
        await until(pilot, lambda: "nečeká nic" in app.shown())
    assert not holds_it(cast.account("novy"))


async def test_the_detail_shows_what_waits_and_changes_nothing_of_it(cast: Cast) -> None:
    """R2.3-10: F6 has it in the table of grants, where neither F4 nor F8 is of use on it."""
    app = FormApp(cast, EmployeeDetailScreen(cast.account("novy").employee.id), "druhy")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        form = app.form
        assert isinstance(form, EmployeeDetailScreen)
        assert [(row.permission, row.waits) for row in form.grants.rows] == [
            (Permission.SOCIAL_SERVICES_RECORDS, False),
            (Permission.SYSTEM_ADMINISTRATION, True),
        ]
        form.table.focus()
        await pilot.press("down")
        await settled(pilot)
        assert not form.allowed()["edit"]
        assert not form.allowed()["remove"]
        assert not form.dirty


def test_the_list_looks_like_this(cast: Cast, snap_compare: Any) -> None:
    """The first column may be cut, the lines below it tell everything."""
    assert snap_compare(FormApp(cast, ProposalsScreen(), "druhy"), terminal_size=SIZE)
