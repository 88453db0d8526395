"""The export of a list: its file, its progress, its end (F3, F15)."""

import csv
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.domain.files import FileTaken
from oktui.domain.modules import Module, Permission
from oktui.services.long_work import Progress
from screens.employees.employee_list import EmployeesScreen
from screens.export import ExportScreen
from screens.widgets.dialogs import QuestionDialog
from screens.widgets.progress import ProgressDialog
from tests.support.cast import Cast, granted
from tests.support.form_app import FormApp, fill
from tests.support.hosts import SIZE
from tests.support.waiting import Gate, settled, until

# The exports themselves are proven on both engines.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Compare = Callable[..., bool]


class Work:
    """A stand-in for an export that goes on until it is told to end, and remembers how it was called."""

    def __init__(self, *, taken: bool = False) -> None:
        self.calls: list[tuple[Path, bool]] = []
        self.gate = Gate(is_open=True)
        self._taken = taken

    def __call__(self, path: Path, replace: bool, progress: Progress) -> int:
        self.calls.append((path, replace))
        if self._taken and not replace:
            raise FileTaken
        progress(2000)
        self.gate.pass_through(lambda: progress(2000))
        return 2000


@asynccontextmanager
async def opened(cast: Cast, work: Work) -> AsyncIterator[tuple[FormApp, Pilot[None]]]:
    """The form, over that work."""
    app = FormApp(cast, ExportScreen("seznam zaměstnanců", "zamestnanci", work), "homola")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        yield app, pilot
        work.gate.open()


async def test_enter_takes_the_name_that_is_offered(cast: Cast) -> None:
    """F3: what it is, and of which day."""
    work = Work()
    async with opened(cast, work) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: "Zapsáno řádků: 2000" in app.shown())
        assert str(Path.cwd())[:20] in app.shown()
        await pilot.press("enter")
        await until(pilot, lambda: app.results == [Path("zamestnanci-2016-07-25.xlsx")])
    assert work.calls == [(Path("zamestnanci-2016-07-25.xlsx"), False)]


async def test_the_format_is_the_ending_of_the_name(cast: Cast) -> None:
    """F3: CSV or XLSX, whatever the name is."""
    async with opened(cast, Work()) as (app, pilot):
        path = app.form.field("path")
        fill(app.form, path="slozka/seznam.xlsx")
        app.form.field("format").focus_control()
        await pilot.press("down")
        await until(pilot, lambda: path.value == "slozka/seznam.csv")


async def test_a_file_that_is_there_is_written_over_only_after_a_question(cast: Cast) -> None:
    """F3: Enter is no."""
    work = Work(taken=True)
    async with opened(cast, work) as (app, pilot):
        for keys in (["enter"], ["left", "enter"]):
            await pilot.press("f2")
            await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
            await pilot.press(*keys)
            await until(pilot, lambda: not app.form.busy or "Zapsáno řádků: 2000" in app.shown())
    assert [replace for _, replace in work.calls] == [False, False, True]


async def test_an_export_says_how_far_it_is_and_can_be_stopped(cast: Cast) -> None:
    """F3: and the form is there again, with the name in it."""
    work = Work()
    work.gate.close()
    async with opened(cast, work) as (app, pilot):
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ProgressDialog))
        await until(pilot, lambda: "Zapsáno řádků: 2000" in app.shown())
        await pilot.press("enter")
        await until(pilot, lambda: "Práce byla zastavena. Soubor nevznikl" in app.shown())
        await pilot.press("enter")
        assert isinstance(app.screen, ExportScreen)
        assert app.screen.field("path").value == "zamestnanci-2016-07-25.xlsx"


async def test_a_program_that_ends_does_not_wait_for_an_export(cast: Cast) -> None:
    """X-9: whoever is gone has nothing written for them."""
    work = Work()
    work.gate.close()
    app = FormApp(cast, ExportScreen("seznam", "seznam", work), "homola")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ProgressDialog))
        stopped = app.screen
    assert isinstance(stopped, ProgressDialog)
    assert stopped._stopped.is_set()


async def test_a_name_without_a_file_is_refused_beside_the_field(cast: Cast) -> None:
    """F3: the field is at fault."""
    async with opened(cast, Work()) as (app, pilot):
        fill(app.form, path="")
        await pilot.press("f2")
        await until(pilot, lambda: app.form.field("path").error == "Vyplňte toto pole.")


async def ready(pilot: Pilot[Any]) -> None:
    """Wait for the form."""
    await until(pilot, lambda: isinstance(pilot.app.screen, ExportScreen))
    await settled(pilot)


def test_it_looks_so_when_opened(cast: Cast, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: at 80x24."""
    monkeypatch.setattr(Path, "cwd", lambda: Path("/home/urad"))
    app = FormApp(cast, ExportScreen("seznam zaměstnanců", "zamestnanci", Work()), "homola")
    assert snap_compare(app, terminal_size=SIZE, run_before=ready)


def test_it_looks_so_at_work(cast: Cast, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: how far it is."""
    monkeypatch.setattr(Path, "cwd", lambda: Path("/home/urad"))
    work = Work()
    work.gate.close()
    app = FormApp(cast, ExportScreen("seznam zaměstnanců", "zamestnanci", work), "homola")

    async def begin(pilot: Pilot[Any]) -> None:
        await ready(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: "Zapsáno řádků: 2000" in app.shown())

    assert snap_compare(app, terminal_size=SIZE, run_before=begin)


async def test_f9_on_f3_writes_the_employees_that_it_lists(cast: Cast, tmp_path: Path) -> None:
    """F3, X-2: with the criteria in view; permissions of this module, and none whose switch is off."""
    app = FormApp(cast, EmployeesScreen(), "mpsv_radek")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, EmployeesScreen))
        await pilot.press(*"dlo", "f9")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        assert isinstance(app.screen, ExportScreen)
        app.screen.path.value = str(tmp_path / "list.csv")
        await pilot.press("f2")
        await until(pilot, lambda: "Zapsáno řádků: 1" in app.shown())
    [row] = csv.DictReader((tmp_path / "list.csv").read_text(encoding="utf-8").splitlines())
    assert row == {
        "Osoba": "1273434910: František Dlouhý",
        "Uživatelské jméno": "dlouhy",
        "Platnost od": "2010-01-01",
        "Platnost do": "",
        "Vyřazen": "Ne",
        "Stav účtu": "platný, sehrán",
        "Datum stavu": "2016-07-25T10:05:00+02:00",
        "Druh úřadu": "KÚ",
        "Pracoviště": "Jihomoravský kraj – referát SS",
        "Email": "dlouhy@kr-jihomoravsky.example",
        "Telefon": "",
        "Funkce/služební číslo": "referent",
        "Oprávnění": "Evidence sociálních služeb (aktualizace, od 1.1.2010)",
        "Účet založen": "2016-07-25T10:05:00+02:00",
        "První přihlášení": "",
        "Poslední přihlášení": "",
    }


async def test_who_may_not_export_has_no_key_for_it(cast: Cast) -> None:
    """X-2, X-3: the helpdesk finds employees, and takes none away in a file."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, user_support=True))
    cast.employ(demo.MARTINKA, "helpdesk", granted(Module.REGISTR, Permission.USER_SUPPORT))
    app = FormApp(cast, EmployeesScreen(), "helpdesk")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, EmployeesScreen))
        await pilot.press("f9")
        await settled(pilot)
        assert isinstance(app.screen, EmployeesScreen)
