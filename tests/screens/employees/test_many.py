"""Hromadná změna: marking in F3, the preview, what was done; by how many keys (R2.5-1, X-16, X-21)."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from oktui.domain.accounts import Account
from oktui.domain.audit import EventKind
from oktui.domain.changes import Planned
from oktui.domain.modules import Module, Permission
from screens.audit.audit_log import AuditLogScreen
from screens.employees.employee_list import EmployeesScreen
from screens.employees.many import ManyScreen
from screens.employees.outcome import OutcomeScreen
from screens.widgets.dialogs import MessageDialog, QuestionDialog
from screens.widgets.window_table import WindowTable
from storage.database import transaction
from storage.models import GrantRow
from tests.support.cast import DETAILS, Cast, granted
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.journal import new_events
from tests.support.newcomers import newcomers
from tests.support.waiting import settled, until

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
SOON = date(2016, 12, 31)


@pytest.fixture
def people(cast: Cast) -> list[Account]:
    """Twelve officials whose validity ends with the year."""
    details = replace(DETAILS, valid_to=SOON)
    return [cast.employ(each, f"nova{place}", RECORDS, details=details) for place, each in enumerate(newcomers(12))]


@asynccontextmanager
async def opened(cast: Cast) -> AsyncIterator[Pilot[None]]:
    """F3 in the hands of homola, with only those twelve in it."""
    async with FormApp(cast, EmployeesScreen(), "homola").run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, EmployeesScreen))
        await pilot.press(*"dlouhy")
        await settled(pilot)
        for _ in "dlouhy":
            await pilot.press("backspace")
        await settled(pilot)
        yield pilot


def said(pilot: Pilot[None], selector: str) -> str:
    """What stands there."""
    return str(pilot.app.screen.query_one(selector, Static).content)


def shown(pilot: Pilot[None]) -> str:
    """All that is on the screen."""
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press the keys, each when the form is at rest."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def previewed(pilot: Pilot[None]) -> None:
    """Wait until the preview of what is asked for is in view, which follows a pause in the typing."""
    form = pilot.app.screen
    assert isinstance(form, ManyScreen)
    await until(pilot, lambda: not form.following.behind and said(pilot, "#summary"))
    await settled(pilot)


def ends(cast: Cast) -> list[date | None]:
    """When the validity of the twelve ends."""
    return [cast.account(f"nova{place}").employee.details.valid_to for place in range(12)]


async def test_ten_are_extended_in_twelve_keys_besides_the_date(cast: Cast, people: list[Account]) -> None:
    """Ten spaces, F2, the date, Enter: the preview stands below while one types."""
    async with opened(cast) as pilot:
        keys = ["space"] * 10 + ["f2"]
        await press(pilot, *keys)
        assert isinstance(pilot.app.screen, ManyScreen)
        await press(pilot, *"31.1.2017")
        await previewed(pilot)
        assert said(pilot, "#summary") == "Náhled: změní se 10 · beze změny 0 · nelze 0"
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, OutcomeScreen))
        assert ends(cast).count(date(2017, 1, 31)) == 10
        assert len(keys) + 1 == 12
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, EmployeesScreen))
        assert said(pilot, "#marked") == ""


async def test_permissions_that_end_before_the_new_validity_are_told(cast: Cast, people: list[Account]) -> None:
    """R1.1-2: how many have some, and of the one under the cursor which: they would be left without them."""
    with transaction():
        GrantRow.update(valid_to=SOON).where(GrantRow.account == cast.account("nova0").id).execute()
    async with opened(cast) as pilot:
        await press(pilot, "space", "space", "f2", *"31.1.2017")
        await previewed(pilot)
        assert said(pilot, "#summary") == "Náhled: změní se 2 · beze změny 0 · nelze 0 · oprávnění končí dřív: 1"
        assert said(pilot, "#detail").endswith("Dřív končí oprávnění: Evidence sociálních služeb 31.12.2016")


async def test_all_that_match_are_marked_when_it_was_said_how_many(cast: Cast, people: list[Account]) -> None:
    """An asterisk, from any field; Esc unmarks before it leaves."""
    async with opened(cast) as pilot:
        await press(pilot, *"dlouhy", "*")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        assert isinstance(pilot.app.screen, QuestionDialog)
        assert "Je jich 12." in said(pilot, ".text Static")
        await press(pilot, "left", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, EmployeesScreen))
        assert said(pilot, "#marked") == "označeno: 12 (F2)"
        assert [row for row in pilot.app.screen.query_one(WindowTable)._window.rows if row.surname != "Dlouhý"] == []
        await press(pilot, "escape")
        assert said(pilot, "#marked") == ""
        assert isinstance(pilot.app.screen, EmployeesScreen)
        await press(pilot, *"x y")
        form = pilot.app.screen
        assert isinstance(form, EmployeesScreen)
        assert form.asked.words.value == "dlouhyx y"  # inside a name a space is a space


async def test_marks_last_over_another_search_and_show_in_their_column(cast: Cast, people: list[Account]) -> None:
    """Whoever gathers people from several searches does not lose them."""
    async with opened(cast) as pilot:
        await press(pilot, "space", *"homola")
        assert said(pilot, "#marked") == "označeno: 1 (F2)"
        for _ in "homola":
            await press(pilot, "backspace")
        await until(pilot, lambda: len(re.findall(r"^\*\d{10}: ", shown(pilot), re.MULTILINE)) == 1)


async def test_nothing_is_done_before_the_preview_is_in_view(cast: Cast, people: list[Account]) -> None:
    """Enter right behind the last digit only has the preview shown."""
    async with opened(cast) as pilot:
        await press(pilot, "space", "f2")
        form = pilot.app.screen
        assert isinstance(form, ManyScreen)
        await press(pilot, "enter")
        assert form.valid_to.error == "Zadejte datum, do kterého platí."
        form.following.caught_up()
        form.valid_to.value = date(2017, 1, 31)
        await press(pilot, "enter")
        assert set(ends(cast)) == {SOON}
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, OutcomeScreen))
        assert ends(cast).count(SOON) == 11


async def test_what_takes_something_away_is_asked_about_and_told_of_each(cast: Cast, people: list[Account]) -> None:
    """R2.5-1: retiring; whoever cannot be has the reason, and the audit all under one number."""
    async with opened(cast) as pilot:
        await press(pilot, "*")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await press(pilot, "left", "enter", "f2", "shift+tab", "down", "down")
        await previewed(pilot)
        form_many = pilot.app.screen
        assert isinstance(form_many, ManyScreen)
        assert said(pilot, "#summary") == "Náhled: změní se 12 · beze změny 0 · nelze 1"
        refused = [row for row in form_many.query_one(WindowTable)._window.rows if isinstance(row, Planned)]
        assert sum(row.refusal is not None for row in refused) == 1
        with new_events() as added:
            await press(pilot, "f2")
            assert isinstance(pilot.app.screen, QuestionDialog)
            await press(pilot, "left", "enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, OutcomeScreen))
        assert said(pilot, ".apart") == "provedeno 12 · nelze 1"
        assert said(pilot, "#detail") == "Vlastní účet spravovat nemůžete, smí to jiný správce."
        events = [event for event in added() if event.kind is EventKind.RETIRED]
        assert len(events) == 12
        assert len({event.part_of for event in events}) == 1
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, EmployeesScreen))
        assert said(pilot, "#marked") == "označeno: 1 (F2)"  # with whom there is still something to do


async def test_new_passwords_are_asked_about_before_they_are_gone(cast: Cast, people: list[Account]) -> None:
    """X-16: shown once, with the way to keep them in a file."""
    async with opened(cast) as pilot:
        await press(pilot, "space", "f2", "shift+tab", "up")
        await previewed(pilot)
        await press(pilot, "f2")
        assert isinstance(pilot.app.screen, QuestionDialog)
        await press(pilot, "left", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, OutcomeScreen))
        [made] = pilot.app.screen.query_one(WindowTable)._window.rows
        cast.sign_in(made.planned.username, password=made.password)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, QuestionDialog)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, OutcomeScreen)
        await press(pilot, "f9", "f2")
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, EmployeesScreen))


async def test_each_task_has_its_fields_and_a_preview(cast: Cast, people: list[Account]) -> None:
    """R2.3-10, R2.1-1: granting, revoking and moving take what they take for one."""
    async with opened(cast) as pilot:
        await press(pilot, "space", "f2", "shift+tab")
        form = pilot.app.screen
        assert isinstance(form, ManyScreen)
        seen = {}
        for _ in range(9):
            seen[form.what.value] = [field.name for field in form.fields if field.display and field is not form.what]
            await press(pilot, "down")
        assert seen == {
            "Extend": ["valid_to"],
            "End": ["valid_to", "confirmed"],
            "Retire": ["confirmed"],
            "Restore": [],
            "Move": ["workplace", "confirmed"],
            "Give": ["permission", "level", "valid_from", "valid_to"],
            "Revoke": ["held", "confirmed"],
            "Unlock": [],
            "GiveNewPassword": [],
        }
        await press(pilot, "up", "up")
        assert form.what.value == "Unlock"
        await previewed(pilot)
        await press(pilot, "f2")
        assert isinstance(pilot.app.screen, MessageDialog)


async def test_f15_shows_all_of_one_change(cast: Cast, people: list[Account]) -> None:
    """X-19: F2 on an event of it, and everything again by F2."""
    async with opened(cast) as pilot:
        await press(pilot, "space", "space", "space", "f2", *"31.1.2017")
        await previewed(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, OutcomeScreen))
    async with FormApp(cast, AuditLogScreen(EventKind.EMPLOYEE_CHANGED), "homola").run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, AuditLogScreen))
        form = pilot.app.screen
        assert isinstance(form, AuditLogScreen)
        await settled(pilot)
        form.kind.value = None
        form.table.focus()
        await press(pilot, "f3", "f2")
        assert form.part_of.value == ""  # signing in is part of nothing
        form.kind.value = EventKind.EMPLOYEE_CHANGED
        await press(pilot, "f3", "f2")
        assert len(form.part_of.value) == 32
        assert len(form.table._window.rows) == 3
        await press(pilot, "f2")
        assert form.part_of.value == ""


def test_it_looks_so_with_a_preview(cast: Cast, people: list[Account], snap_compare: Callable[..., bool]) -> None:
    """forms.md: at 80x24, what is asked for above what it does to each."""
    ids = [account.employee.id for account in people[:4]] + [cast.account("homola").employee.id]

    async def look(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await press(pilot, *"31.1.2017")
        await previewed(pilot)

    app = FormApp(cast, ManyScreen(ids), "homola")
    assert snap_compare(app, terminal_size=SIZE, run_before=look)
