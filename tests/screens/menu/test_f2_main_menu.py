"""F2 Hlavní menu."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui.domain.audit import EventKind
from oktui.domain.modules import Module
from oktui.domain.sign_in import BadCredentials
from screens.audit.audit_log import AuditLogScreen
from screens.employees.employee_list import EmployeesScreen
from screens.menu import typed_ahead
from screens.menu.main_menu import MainMenuScreen
from screens.sign_in.signed_in_users import SignedInUsersScreen
from screens.sync.synchronisation import SynchronisationScreen
from screens.texts import program
from screens.widgets.dialogs import QuestionDialog
from tests.support.cast import Cast
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OURS = ["Sehrání účtů", "Proč se nelze přihlásit", "Auditní záznam", "Chybová hlášení", "Přehled"]
ENTRIES = {
    Module.REGISTR: [
        "Změna hesla", "Zaměstnanci", "Přihlášení uživatelé", "Pracoviště", "Přístup k ISDS", "Registr osob (KRK)",
        *OURS,
    ],
    Module.POSKYTOVATEL: ["Změna hesla", "Správa uživatelů", "Přihlášení uživatelé", "Registr osob (KRK)", *OURS],
    Module.OKNOUZE: [
        "Změna hesla", "Zaměstnanci", "Přihlášení uživatelé", "Pracoviště", "Účty Řešení odvolání",
        "Registr osob (KRK)", *OURS,
    ],
}  # fmt: skip
"""What an administrator of MPSV, who has all, chooses from."""


@asynccontextmanager
async def opened(
    cast: Cast, username: str, module: Module, *, typing: bool = False
) -> AsyncIterator[tuple[FormApp, Pilot[None]]]:
    """The menu with one's own account beside it, opened while somebody is `typing` or not."""
    app = FormApp(cast, MainMenuScreen(), username, module)
    app.typing = typing
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Heslo změněno" in app.shown())
        yield app, pilot


def task_keys(app: FormApp) -> dict[str, str]:
    """The entries in view with the keys before them."""
    tasks = [line[1:31] for line in app.lines()[:-1] if line[1:2].isalnum() and line[2:3] == " "]
    return {task[2:].strip(): task[0] for task in tasks}


def listed(app: FormApp) -> list[str]:
    """The entries in view."""
    return list(task_keys(app))


@pytest.mark.parametrize("module", Module)
async def test_every_entry_is_in_view_in_the_documents_order(cast: Cast, module: Module) -> None:
    """R2.3-1, F2: at 80x24, for whoever has the most; each has a key of its own."""
    async with opened(cast, "mpsv_radek", module) as (app, _):
        assert listed(app) == ENTRIES[module]


async def test_an_official_without_sprava_systemu_sees_their_own_account_only(cast: Cast) -> None:
    """F2, R2.1-1: Změna hesla, and nothing of others."""
    async with opened(cast, "dlouhy", Module.REGISTR) as (app, pilot):
        assert listed(app) == ["Změna hesla"]
        await pilot.press("2")
        await settled(pilot)
        assert isinstance(app.screen, MainMenuScreen)


@pytest.mark.parametrize(
    ("title", "form"), [("Přihlášení uživatelé", SignedInUsersScreen), ("Sehrání účtů", SynchronisationScreen)]
)
async def test_a_digit_opens_its_entry(cast: Cast, title: str, form: type[Any]) -> None:
    """F2: one key."""
    async with opened(cast, "homola", Module.REGISTR) as (app, pilot):
        await pilot.press(task_keys(app)[title])
        await until(pilot, lambda: isinstance(app.screen, form))


async def test_a_task_has_the_same_digit_in_every_module(cast: Cast) -> None:
    """F2: whoever works in two modules, or has fewer tasks, learns them once; what is missing leaves a gap."""
    seen: dict[str, set[str]] = {}
    for username, module in (("mpsv_radek", Module.REGISTR), ("mpsv_radek", Module.POSKYTOVATEL),
                             ("mpsv_radek", Module.OKNOUZE), ("homola", Module.REGISTR)):  # fmt: skip
        async with opened(cast, username, module) as (app, _):
            for title, digit in task_keys(app).items():
                seen.setdefault(title.replace("Správa uživatelů", "Zaměstnanci"), set()).add(digit)
    assert {title: found for title, found in seen.items() if len(found) > 1} == {}


@pytest.mark.parametrize(("keys", "left"), [(["enter"], False), (["escape"], False), (["left", "enter"], True)])
async def test_signing_out_is_asked_about(cast: Cast, keys: list[str], left: bool) -> None:
    """F2: Esc pressed once too often loses nothing."""
    async with opened(cast, "homola", Module.REGISTR) as (app, pilot):
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await pilot.press(*keys)
        await settled(pilot)
        assert (app.results == [None]) is left
        assert isinstance(app.screen, MainMenuScreen) is not left


async def test_the_tenth_entry_has_the_key_0(cast: Cast) -> None:
    """F2: keyboard alone reaches all."""
    async with opened(cast, "mpsv_radek", Module.REGISTR) as (app, pilot):
        await pilot.press("0")
        await until(pilot, lambda: not isinstance(app.screen, MainMenuScreen))
        assert "Chybová hlášení" in app.shown()


async def test_what_is_typed_on_after_signing_in_opens_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """F2: a password that was typed twice has digits, and an Enter at its end."""
    monkeypatch.setattr(typed_ahead, "_PAUSE", 3600)
    async with opened(cast, "homola", Module.REGISTR, typing=True) as (app, pilot):
        await pilot.press("2", "enter")
        await settled(pilot)
        assert isinstance(app.screen, MainMenuScreen)
        assert app.notices == [program.TYPED_AHEAD_OF_MENU]


async def test_after_a_pause_the_menu_listens(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """F2: what is typed then is meant for it."""
    monkeypatch.setattr(typed_ahead, "_PAUSE", 0.01)
    async with opened(cast, "homola", Module.REGISTR, typing=True) as (app, pilot):
        menu = app.screen
        assert isinstance(menu, MainMenuScreen)
        await until(pilot, lambda: menu._typed_ahead is None)
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, EmployeesScreen))


async def test_the_number_of_alarms_is_in_view_where_there_are_any_and_one_key_shows_them(cast: Cast) -> None:
    """X-31, F2, F15: to whoever may read of them, by region."""
    for number in range(4):
        with pytest.raises(BadCredentials):
            cast.sign_in(f"nikdo{number}", password="spatne heslo")
    async with opened(cast, "mpsv_radek", Module.REGISTR) as (app, pilot):
        await settled(pilot)
        assert "POPLACHŮ za posledních 30 dní: 1" in app.shown()
        await pilot.press("p")
        await until(pilot, lambda: "poplach" in "\n".join(app.lines()[6:]))
        assert isinstance(app.screen, AuditLogScreen)
        assert app.screen.request.kind is EventKind.ALARM


async def test_without_alarms_the_menu_says_nothing_of_them(cast: Cast) -> None:
    """X-31, F2: and their key opens nothing."""
    async with opened(cast, "mpsv_radek", Module.REGISTR) as (app, pilot):
        await pilot.press("p")
        await settled(pilot)
        assert "POPLACH" not in app.shown()
        assert isinstance(app.screen, MainMenuScreen)
