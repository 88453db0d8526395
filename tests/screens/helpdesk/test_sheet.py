"""List s údaji k účtu: what the owner of an account is handed (F5, F6, F13)."""

from typing import Any

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.domain.audit import EventKind
from oktui.domain.modules import Module, Permission
from oktui.domain.recognition import Recognition
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.employees.stored_account import StoredAccountScreen
from screens.helpdesk.new_password import NewPasswordScreen
from screens.helpdesk.sheet import SheetScreen
from screens.helpdesk.why_not import WhyNotScreen
from screens.kept_file import KeptFileScreen
from screens.printing import WIDTH
from tests.support.cast import Cast, granted
from tests.support.employee_forms import MADE_UP, opened, shown, with_chance
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.journal import new_events
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)


def martinka(cast: Cast) -> int:
    """Martinka's account."""
    return cast.employ(demo.MARTINKA, "martinka", RECORDS).employee.id


def sheet_of(app: FormApp) -> SheetScreen:
    """The form in front."""
    assert isinstance(app.screen, SheetScreen)
    return app.screen


async def save(pilot: Pilot[Any]) -> str:
    """Have the PDF made; what is said of the file, which is then left."""
    await pilot.press("f2")
    await shown(pilot, KeptFileScreen)
    app = pilot.app
    assert isinstance(app, FormApp)
    text = app.shown()
    await pilot.press("escape")
    return text


async def test_the_password_in_view_is_put_on_one_sheet_when_it_is_ticked(cast: Cast) -> None:
    """X-16, X-19: after it was generated; a second sheet has no room for it, and the audit knows which had it."""
    with_chance(cast)
    martinka(cast)
    async with opened(cast, NewPasswordScreen(cast.account("martinka"))) as (app, pilot):
        await pilot.press("f2")
        await settled(pilot)
        with new_events() as added:
            await pilot.press("f9")
            await shown(pilot, SheetScreen)
            assert "Heslo: sdělí vám ho správce systému" in app.shown()
            sheet_of(app).with_password.value = True
            assert "oktui fetch" in await save(pilot)
            await shown(pilot, NewPasswordScreen)
            await pilot.press("f9")
            await shown(pilot, SheetScreen)
            assert sheet_of(app).with_password.is_disabled
            await save(pilot)
            await shown(pilot, NewPasswordScreen)
            sheets = [event for event in added() if event.kind is EventKind.SHEET_MADE]
        assert [event.after["with_password"] for event in sheets] == [True, False]


async def test_a_form_that_was_left_keeps_no_password(cast: Cast) -> None:
    """X-16: ticked or not, used or not."""
    martinka(cast)
    form = SheetScreen(cast.account("martinka"), MADE_UP)
    async with opened(cast, form) as (_, pilot):
        assert form._password == MADE_UP
        await pilot.press("escape")
        await until(pilot, lambda: not form.is_attached)
        assert form._password == ""


async def test_before_there_is_a_password_there_is_no_sheet(cast: Cast) -> None:
    """X-16."""
    martinka(cast)
    async with opened(cast, NewPasswordScreen(cast.account("martinka"))) as (app, pilot):
        await pilot.press("f9")
        await settled(pilot)
        assert isinstance(app.screen, NewPasswordScreen)


async def test_what_somebody_has_typed_is_on_no_sheet(cast: Cast) -> None:
    """X-16: after F5 and F6 there is a sheet all the same."""
    martinka(cast)
    async with opened(cast, StoredAccountScreen(cast.account("martinka"))) as (app, pilot):
        await pilot.press("f9")
        await shown(pilot, SheetScreen)
        assert sheet_of(app).with_password.is_disabled
        assert "Uživatelské jméno: martinka" in app.shown()


@pytest.mark.parametrize("form", [EmployeeDetailScreen, WhyNotScreen])
async def test_it_is_made_for_an_account_that_has_its_password(cast: Cast, form: Any) -> None:
    """F6, F13: without a password, and back to where it was asked for."""
    async with opened(cast, form(martinka(cast))) as (_, pilot):
        await pilot.press("f9")
        await shown(pilot, SheetScreen)
        assert "ucet.pdf" in await save(pilot)
        await shown(pilot, form)


def test_it_looks_so(cast: Cast, snap_compare: Any) -> None:
    """80x24: the tick, and what is on the sheet."""
    account = cast.employ(demo.MARTINKA, "martinka", RECORDS)
    request = ResetPassword(account.id, recognised_by=frozenset({Recognition.IN_PERSON}))
    reset_password(cast.actor("homola"), request, effects=with_chance(cast).effects)
    assert snap_compare(FormApp(cast, SheetScreen(account, MADE_UP), "homola"), terminal_size=SIZE)


async def test_it_is_printed_where_the_terminal_can_and_that_is_remembered(cast: Cast) -> None:
    """X-30, X-16: greyed until they say so; with the password when that is ticked, which is then known no more."""
    martinka(cast)
    reset = ResetPassword(cast.account("martinka").id, recognised_by=frozenset({Recognition.IN_PERSON}))
    reset_password(cast.actor("homola"), reset, effects=with_chance(cast).effects)
    form = SheetScreen(cast.account("martinka"), MADE_UP)
    async with opened(cast, form) as (app, pilot):
        await pilot.press("f7")
        await settled(pilot)
        assert app.notices == ["Nejdříve zaškrtněte, že váš terminál umí tisknout."]
        await pilot.press("space", "tab", "space")
        await settled(pilot)
        assert (form.with_password.value, form.printer.value) == (True, True)
        await pilot.press("f7")
        await until(pilot, lambda: not form.is_attached)
        [printed] = app.printed
    assert f"Heslo: {MADE_UP}" in printed.split("\r\n")
    assert max(map(len, printed.split("\r\n"))) <= WIDTH
    assert form._password == ""
    again = SheetScreen(cast.account("martinka"))
    async with opened(cast, again) as (_, pilot):
        assert again.printer.value
        await pilot.press("space")
        await settled(pilot)
        assert again.check_action("print", ()) is None
