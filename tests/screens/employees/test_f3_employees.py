"""F3 Seznam evidovaných zaměstnanců."""

from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from oktui import demo
from oktui.domain.listing import Criteria, Cursor, Listed
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.rows import Rows
from oktui.domain.sync import SyncState
from oktui.services.employees import find_employees as use_cases
from screens.employees import employee_list
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.employees.employee_list import EmployeesScreen
from screens.employees.new_employee import NewEmployeeScreen
from screens.helpdesk.why_not import WhyNotScreen
from screens.register.person_search import PersonSearch
from screens.texts import employees, program
from screens.widgets.dialogs import QuestionDialog
from screens.widgets.window_table import WindowTable
from tests.support.cast import DETAILS, JIHOMORAVSKY, Cast, granted
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import Gate, settled, until

# What is listed is proven on both engines (tests/storage/test_listing.py); what a form does with it needs one.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Compare = Callable[..., bool]
EVERYBODY = ["cernyrr", "dlouhy", "homola", "klicpera", "mpsv_radek", "martinka"]


@pytest.fixture
def office(cast: Cast) -> Cast:
    """The document's list, and Martinka, whose account waits for the sync."""
    cast.employ(demo.CERNY, "cernyrr", workplace=JIHOMORAVSKY)
    cast.employ(demo.MARTINKA, "martinka", state=SyncState.NEW)
    return cast


@asynccontextmanager
async def opened(
    office: Cast, username: str = "mpsv_radek", module: Module = Module.REGISTR
) -> AsyncIterator[Pilot[None]]:
    """The form in the hands of a user of the demo, with its list read."""
    async with FormApp(office, EmployeesScreen(), username, module).run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, EmployeesScreen))
        await settled(pilot)
        yield pilot


def app_of(pilot: Pilot[Any]) -> FormApp:
    """The app that the pilot flies."""
    app = pilot.app
    assert isinstance(app, FormApp)
    return app


def form_of(pilot: Pilot[Any]) -> EmployeesScreen:
    """The form, even with another one over it."""
    form = app_of(pilot).form
    assert isinstance(form, EmployeesScreen)
    return form


def table_of(pilot: Pilot[Any]) -> WindowTable[Listed]:
    """Its table."""
    return form_of(pilot).query_one(WindowTable)


def listed(pilot: Pilot[Any]) -> list[str | None]:
    """The usernames in the table, from the top."""
    return [row.username for row in table_of(pilot)._window.rows]


def under_cursor(pilot: Pilot[Any]) -> str | None:
    """The username in the row under the table's cursor."""
    row = table_of(pilot).row
    return row.username if row else None


async def lists(pilot: Pilot[Any], *usernames: str) -> None:
    """Wait until the list is exactly this, counted, and has caught up with what was typed."""
    counted = f"kritériím: {len(usernames)} Osoba"
    await until(pilot, lambda: listed(pilot) == list(usernames) and counted in shown(pilot) and not behind(pilot))
    await settled(pilot)


def behind(pilot: Pilot[Any]) -> bool:
    """Whether letters were typed that the list has not followed yet; until then no key is about a row."""
    screen = pilot.app.screen
    return isinstance(screen, EmployeesScreen) and screen.following.behind


def send(pilot: Pilot[Any], *keys: str) -> None:
    """Send keys all at once, as a quick typist does; the pilot would wait after each."""
    driver = pilot.app._driver
    assert driver is not None
    for key in keys:
        driver.send_message(events.Key(key, key if len(key) == 1 else None))


def shown(pilot: Pilot[Any]) -> str:
    """The screen as text, with single blanks."""
    return " ".join(app_of(pilot).shown().split())


async def test_it_opens_at_the_box_with_everybody_in_czech_order(office: Cast) -> None:
    """R2.3-2, R2.1-2: the cursor is in the one box, č follows c; MPSV sees all regions."""
    async with opened(office) as pilot:
        await lists(pilot, *EVERYBODY)
        assert form_of(pilot).focused is form_of(pilot).field("words")._control
        assert "1291416423: Alexandr Černý platný cernyrr 15.9.2014 Ne" in shown(pilot)


async def test_the_box_finds_by_whatever_is_known(office: Cast) -> None:
    """F3, X-28: beginnings of any words, in any order, as the one box does that is everywhere."""
    async with opened(office) as pilot:
        for typed, usernames in (
            ("adam klic", ["klicpera"]),
            ("HOMOLA kraj", ["homola"]),
            (demo.MARTINKA.ik, ["martinka"]),
            ("mpsv_r", ["mpsv_radek"]),
            ("nikdo", []),
        ):
            await pilot.press(*typed)
            await lists(pilot, *usernames)
            await pilot.press(*["backspace"] * len(typed))
            await lists(pilot, *EVERYBODY)


async def test_the_documents_criteria_are_one_key_away_and_nothing_in_them_is_asked_for_unseen(office: Cast) -> None:
    """R2.3-2: folded away they are empty; what is typed in them keeps them in view."""
    async with opened(office) as pilot:
        fields = form_of(pilot).asked
        assert "Příjmení:" not in shown(pilot)
        await pilot.press("ctrl+p", *"klic")
        await lists(pilot, "klicpera")
        assert (fields.folded, fields.surname.value) == (False, "klic")
        await pilot.press("ctrl+p")
        await settled(pilot)
        assert "Příjmení: klic" in shown(pilot)
        await pilot.press(*["backspace"] * 4, "ctrl+p", *"adam")
        await lists(pilot, "klicpera")
        assert (fields.folded, fields.words.value) == (True, "adam")


async def test_the_list_follows_the_typing_without_case_and_diacritics(office: Cast) -> None:
    """F3: beginnings match; when what was typed is deleted, everybody is back."""
    async with opened(office) as pilot:
        await pilot.press(*"CERN")
        await lists(pilot, "cernyrr")
        await pilot.press(*["backspace"] * 4)
        await lists(pilot, *EVERYBODY)
        await pilot.press(*"xy")
        await lists(pilot)
        assert employees.NOBODY_MATCHES in shown(pilot)


async def test_every_criterion_narrows_the_list(office: Cast) -> None:
    """R2.3-2: Jméno, IK MPSV, Druh úřadu, Pracoviště; and the tick widens it."""
    office.employ(
        replace(demo.MARTINKA, ik="1284384618"), "martinka2", details=replace(DETAILS, valid_to=date(2016, 7, 24))
    )
    async with opened(office) as pilot:
        await pilot.press("ctrl+p", "shift+tab", *"rad")
        await lists(pilot, "mpsv_radek", "martinka")
        await pilot.press("tab", "tab", "tab", *"128")
        await lists(pilot, "martinka")
        await pilot.press("tab", "tab", "tab", "space")
        await lists(pilot, "martinka", "martinka2")
        assert "neplatný" in shown(pilot)


async def test_workplaces_are_the_actors_own_and_narrowed_by_the_kind(office: Cast) -> None:
    """F3: only what the actor may see; the kind alone filters too."""
    async with opened(office) as pilot:
        form = form_of(pilot)
        offered = form.query_one("#field-workplace_id Select")
        assert len(offered._options) == 1 + len(demo.WORKPLACES)  # type: ignore[attr-defined]  # Select's own list
        await pilot.press("ctrl+p", "tab", "tab", "tab", "space", "down", "down", "enter")
        await lists(pilot, "mpsv_radek")
        assert [name.plain for name, _ in offered._options[1:]] == ["MPSV PHN a SS"]  # type: ignore[attr-defined]
    async with opened(office, "homola") as pilot:
        offered = form_of(pilot).query_one("#field-workplace_id Select")
        names = [name.plain for name, _ in offered._options[1:]]  # type: ignore[attr-defined]
        assert names == ["Kraj Vysočina – referát SS", "KP Havlíčkův Brod (Havlíčkův Brod)"]
        await lists(pilot, "homola", "martinka")


async def test_quick_typing_asks_once(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: it waits for a pause between keys."""
    asked: list[Criteria] = []

    def find(actor: Any, criteria: Criteria, rows: Rows[Cursor], **rest: Any) -> list[Listed]:
        asked.append(criteria)
        return use_cases.find_employees(actor, criteria, rows, **rest)

    monkeypatch.setattr(employee_list, "find_employees", find)
    async with opened(office) as pilot:
        asked.clear()
        send(pilot, *"klic")
        await lists(pilot, "klicpera")
        assert [criteria.words for criteria in asked] == ["klic"]


async def test_an_answer_to_what_is_no_longer_asked_is_dropped(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: however late it comes, and the screen goes on meanwhile."""
    answer = Gate()

    def find(actor: Any, criteria: Criteria, rows: Rows[Cursor], **rest: Any) -> list[Listed]:
        found = use_cases.find_employees(actor, criteria, rows, **rest)
        if criteria.words == "d":
            answer.pass_through()
        return found

    monkeypatch.setattr(employee_list, "find_employees", find)
    async with opened(office) as pilot:
        app_of(pilot)._use_cases = ThreadPoolExecutor(2)
        await pilot.press("d")
        await until(pilot, lambda: Gate.holding)
        await pilot.press("backspace", *"kl")
        await lists(pilot, "klicpera")
        answer.open()
        await settled(pilot)
        assert listed(pilot) == ["klicpera"]


async def test_a_count_that_takes_longer_is_said_to_be_going_on(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: the list is there, and can be worked with, before it is known how many there are."""
    answer = Gate()

    def count(actor: Any, criteria: Criteria, *, effects: Any) -> int:
        answer.pass_through()
        return use_cases.count_employees(actor, criteria, effects=effects)

    async with opened(office) as pilot:
        app_of(pilot)._use_cases = ThreadPoolExecutor(2)
        monkeypatch.setattr(employee_list, "count_employees", count)
        monkeypatch.setattr(EmployeesScreen, "COUNTED_AT_ONCE", 0.01)
        await pilot.press(*"kl")
        await until(pilot, lambda: "kritériím: počítá se…" in shown(pilot))
        assert listed(pilot) == ["klicpera"]
        answer.open()
        await lists(pilot, "klicpera")


async def test_arrows_and_enter_in_a_criterion_open_the_detail_and_return_to_the_row(office: Cast) -> None:
    """R2.3-2, R2.8-1: Detail by few keys; afterwards the list is as before and the cursor on the same employee."""
    async with opened(office) as pilot:
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, EmployeeDetailScreen))
        assert "Homola" in shown(pilot)
        await settled(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is form_of(pilot))
        await lists(pilot, *EVERYBODY)
        assert under_cursor(pilot) == "homola"
        await pilot.press("ctrl+end")
        assert under_cursor(pilot) == "martinka"
        await pilot.press("ctrl+home")
        assert under_cursor(pilot) == "cernyrr"
        await pilot.press("pagedown", "tab", "up", "f4")
        await until(pilot, lambda: isinstance(pilot.app.screen, EmployeeDetailScreen))
        assert "Marinka" in shown(pilot)


async def test_enter_before_the_list_has_followed_opens_nobody(office: Cast) -> None:
    """F3: else it would open the first one of what was listed before."""
    async with opened(office) as pilot:
        send(pilot, *"kl", "enter")
        await lists(pilot, "klicpera")
        assert pilot.app.screen is form_of(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, EmployeeDetailScreen))


async def test_a_key_right_after_a_criterion_is_meant_for_the_list_that_follows_it(office: Cast) -> None:
    """F3, F13: neither lost, nor about who stood first in what was listed before."""
    async with opened(office) as pilot:
        send(pilot, *"kl", "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, WhyNotScreen))
        await settled(pilot)
        assert "Adam Klicpera · klicpera" in shown(pilot)


async def test_down_right_after_a_criterion_moves_in_the_list_that_follows_it(office: Cast) -> None:
    """F3: not in the one that is about to go."""
    async with opened(office) as pilot:
        assert under_cursor(pilot) == "cernyrr"
        send(pilot, "m", "down")
        await lists(pilot, "mpsv_radek", "martinka")
        assert under_cursor(pilot) == "martinka"


async def test_a_key_that_does_nothing_says_why(office: Cast) -> None:
    """F3: nothing is listed, or a permission is missing."""
    async with opened(office) as pilot:
        await pilot.press("x", "f8")
        await lists(pilot)
        await pilot.press("f8")
        assert app_of(pilot).notices == [program.NOTHING_LISTED]
    office.employ(
        demo.WITHOUT_CATEGORY, "looks_only", granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION, Level.VIEW)
    )
    async with opened(office, "looks_only") as pilot:
        await pilot.press("f7")
        assert app_of(pilot).notices == ["Vaše oprávnění má úroveň prohlížení, měnit nic nemůžete."]
        assert isinstance(pilot.app.screen, EmployeesScreen)


async def test_retiring_asks_and_is_undone_by_doing_it_again(office: Cast) -> None:
    """R2.5-1: Vyřazen turns to Ano, and back; the row stays where it is, the question's harmless answer is No."""
    async with opened(office) as pilot:
        await pilot.press(*"klic")
        await lists(pilot, "klicpera")
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await pilot.press("enter")
        await settled(pilot)
        assert office.account("klicpera").employee.retired_at is None
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await pilot.press("left", "enter")
        await until(pilot, lambda: "vyřazen klicpera 1.1.2010 Ano" in shown(pilot))
        await until(pilot, lambda: "klicpera: účet je vyřazen" in shown(pilot))
        assert office.account("klicpera").employee.retired_at == office.clock()
        await pilot.press("f8")
        await until(pilot, lambda: "platný klicpera 1.1.2010 Ne" in shown(pilot))
        assert office.account("klicpera").employee.retired_at is None


async def test_the_last_administrator_is_retired_only_after_a_warning(office: Cast) -> None:
    """X-10: the warning says of which office, and No changes nothing."""
    async with opened(office) as pilot:
        await pilot.press(*"homola")
        await lists(pilot, "homola")
        for answer in (["enter"], ["left", "enter"]):
            await pilot.press("f8")
            await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
            await pilot.press("left", "enter")
            await until(pilot, lambda: "nebude mít" in shown(pilot))
            assert office.account("homola").employee.retired_at is None
            await pilot.press(*answer)
            await until(pilot, lambda: pilot.app.screen is form_of(pilot))
            await settled(pilot)
        await until(pilot, lambda: "vyřazen homola" in shown(pilot))
        assert office.account("homola").employee.retired_at == office.clock()


async def test_ones_own_row_cannot_be_retired_and_says_so_before_anybody_is_asked(office: Cast) -> None:
    """R2.1-1: the key is greyed, and the row says why; the domain refuses it all the same."""
    async with opened(office) as pilot:
        await pilot.press(*"marink")
        await lists(pilot, "mpsv_radek")
        await until(pilot, lambda: "Vlastní účet spravovat nemůžete." in shown(pilot))
        assert not pilot.app.screen.active_bindings["f8"].enabled
        await pilot.press("f8")
        await settled(pilot)
        assert pilot.app.screen is form_of(pilot)


async def test_with_ones_own_row_alone_somebody_new_can_be_employed(office: Cast) -> None:
    """R2.3-3: Nový has nothing to do with the row under the cursor."""
    async with opened(office) as pilot:
        await pilot.press(*"marink")
        await lists(pilot, "mpsv_radek")
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(pilot.app.screen, PersonSearch))


async def test_why_the_account_under_the_cursor_cannot_be_signed_in_to_is_a_key_away(office: Cast) -> None:
    """F13: without typing the name again."""
    async with opened(office) as pilot:
        await pilot.press(*"klic")
        await lists(pilot, "klicpera")
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, WhyNotScreen))
        await until(pilot, lambda: "Adam Klicpera · klicpera" in shown(pilot))


async def test_who_may_only_look_finds_new_and_retire_greyed(office: Cast) -> None:
    """X-1, X-3: the keys do nothing; the detail opens."""
    viewer = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION, Level.VIEW)
    office.employ(replace(demo.MARTINKA, ik="1284384618"), "prohlizi", viewer)
    async with opened(office, "prohlizi") as pilot:
        enabled = {name: pilot.app.screen.active_bindings[name].enabled for name in ("f4", "f7", "f8")}
        assert enabled == {"f4": True, "f7": False, "f8": False}
        await pilot.press("f7", "f8")
        await settled(pilot)
        assert pilot.app.screen is form_of(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(pilot.app.screen, EmployeeDetailScreen))


async def test_a_new_employee_is_shown_under_the_cursor(office: Cast) -> None:
    """R2.3-3: Nový opens the form and Výběr osoby; afterwards the criteria that would hide the new one are gone."""
    async with opened(office) as pilot:
        await pilot.press(*"cern")
        await lists(pilot, "cernyrr")
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(pilot.app.screen, PersonSearch))
        pilot.app.screen.dismiss(None)
        await until(pilot, lambda: isinstance(pilot.app.screen, NewEmployeeScreen))
        stored = office.employ(replace(demo.DLOUHY, ik="1273434921"), "dlouhy2")
        pilot.app.screen.dismiss(stored.employee.id)
        await lists(pilot, "cernyrr", "dlouhy", "dlouhy2", *EVERYBODY[2:])
        assert under_cursor(pilot) == "dlouhy2"
        assert form_of(pilot).field("words").value == ""


async def test_the_time_left_to_the_sync_counts_down_without_asking(
    office: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-8: of the row and in full below; in Prague's time."""
    async with opened(office) as pilot:
        await pilot.press("ctrl+end")
        await until(pilot, lambda: "martinka: čeká na sehrání, další proběhne v 12:00 (za 1 h 55 min)." in shown(pilot))
        assert "čeká 1:55 h martinka" in shown(pilot)
        monkeypatch.setattr(employee_list, "find_employees", None)
        office.clock.forward(timedelta(minutes=100, seconds=20))
        form_of(pilot)._count_down()
        await until(pilot, lambda: "v 12:00 (za 15 min)." in shown(pilot))
        assert "čeká 15 min martinka" in shown(pilot)
        assert EmployeesScreen.COUNTDOWN_STEP == 30


async def test_in_poskytovatel_the_task_has_its_own_name(office: Cast) -> None:
    """R2.3-1: there it is called Správa uživatelů."""
    async with opened(office, module=Module.POSKYTOVATEL) as pilot:
        assert "Správa uživatelů – Seznam evidovaných zaměstnanců" in shown(pilot)


async def test_criteria_are_nothing_to_lose(office: Cast) -> None:
    """F3: Esc leads back at once."""
    async with opened(office) as pilot:
        await pilot.press(*"cern", "escape")
        await until(pilot, lambda: app_of(pilot).results == [None])


def test_it_looks_so_when_opened(office: Cast, snap_compare: Compare) -> None:
    """F3 at 80x24."""
    assert snap_compare(FormApp(office, EmployeesScreen(), "mpsv_radek"), terminal_size=SIZE, run_before=settled)


def test_it_looks_so_with_every_state_of_an_account(office: Cast, snap_compare: Compare) -> None:
    """F3: Vyřazen, and the state at the end of a row."""
    later, past = replace(DETAILS, valid_from=date(2016, 12, 1)), replace(DETAILS, valid_to=date(2016, 6, 30))
    office.employ(replace(demo.DLOUHY, ik="1273434921"), "dlouhy2", details=later)
    office.employ(replace(demo.DLOUHY, ik="1273434932"), "dlouhy3", details=past)

    async def look(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await pilot.press("ctrl+p", *["tab"] * 5, "space", "tab")
        await until(pilot, lambda: "dlouhy3" in listed(pilot))
        await pilot.press("down", "down")
        await settled(pilot)

    assert snap_compare(FormApp(office, EmployeesScreen(), "mpsv_radek"), terminal_size=SIZE, run_before=look)


def test_it_looks_so_for_who_may_only_look_on_a_large_terminal(office: Cast, snap_compare: Compare) -> None:
    """X-1: greyed; and the columns take what width there is."""
    viewer = granted(Module.POSKYTOVATEL, Permission.SYSTEM_ADMINISTRATION, Level.VIEW)
    office.employ(replace(demo.MARTINKA, ik="1284384618"), "prohlizi", viewer)
    app = FormApp(office, EmployeesScreen(), "prohlizi", Module.POSKYTOVATEL)
    assert snap_compare(app, terminal_size=(120, 40), run_before=settled)
