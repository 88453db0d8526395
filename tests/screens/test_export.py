"""The export of a list: its file, its progress, its end (F3, F15)."""

import csv
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.domain.kept_files import Format, KeptFile
from oktui.domain.modules import Module, Permission
from oktui.services.long_work import Progress
from screens.employees.employee_list import EmployeesScreen
from screens.export import ExportScreen
from screens.kept_file import KeptFileScreen
from screens.widgets.progress import ProgressDialog
from tests.support.cast import Cast, granted
from tests.support.effects import MONDAY
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import Gate, settled, until

# The exports themselves are proven on both engines.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Compare = Callable[..., bool]


NAME = f"zamestnanci-20160725-100500-abcd-{26 * 'e'}"


class Work:
    """A stand-in for an export that goes on until it is told to end, and remembers which formats it was asked for."""

    def __init__(self) -> None:
        self.asked: list[Format] = []
        self.gate = Gate(is_open=True)

    def __call__(self, kind: Format, progress: Progress) -> KeptFile:
        self.asked.append(kind)
        progress(2000)
        self.gate.pass_through(lambda: progress(2000))
        return KeptFile(f"{NAME}{kind.value}", 4096, MONDAY + timedelta(days=1), 2000)


@asynccontextmanager
async def opened(cast: Cast, work: Work) -> AsyncIterator[tuple[FormApp, Pilot[None]]]:
    """The form, over that work."""
    app = FormApp(cast, ExportScreen("seznam zaměstnanců", work), "homola")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        yield app, pilot
        work.gate.open()


async def test_enter_takes_the_format_that_is_offered_and_says_how_the_file_is_had(cast: Cast) -> None:
    """F3, X-30: nobody is asked for a name; the one that was given is shown whole, on one line."""
    work = Work()
    async with opened(cast, work) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, KeptFileScreen))
        assert "Zapsáno řádků: 2000" in app.shown()
        assert f"{NAME}.xlsx" in app.shown()
        await pilot.press("escape")
        await until(pilot, lambda: app.results)
    assert [file.name for file in app.results] == [f"{NAME}.xlsx"]
    assert work.asked == [Format.XLSX]


async def test_the_other_format_is_one_key_away(cast: Cast) -> None:
    """F3: CSV or XLSX."""
    work = Work()
    async with opened(cast, work) as (app, pilot):
        await pilot.press("down", "f2")
        await until(pilot, lambda: isinstance(app.screen, KeptFileScreen))
    assert work.asked == [Format.CSV]


async def test_an_export_says_how_far_it_is_and_can_be_stopped(cast: Cast) -> None:
    """F3: and the form is there again."""
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


async def test_a_program_that_ends_does_not_wait_for_an_export(cast: Cast) -> None:
    """X-9: whoever is gone has nothing written for them."""
    work = Work()
    work.gate.close()
    app = FormApp(cast, ExportScreen("seznam", work), "homola")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ProgressDialog))
        stopped = app.screen
    assert isinstance(stopped, ProgressDialog)
    assert stopped._stopped.is_set()


async def ready(pilot: Pilot[Any]) -> None:
    """Wait for the form."""
    await until(pilot, lambda: isinstance(pilot.app.screen, ExportScreen))
    await settled(pilot)


def test_it_looks_so_when_opened(cast: Cast, snap_compare: Compare) -> None:
    """F3: at 80x24."""
    app = FormApp(cast, ExportScreen("seznam zaměstnanců", Work()), "homola")
    assert snap_compare(app, terminal_size=SIZE, run_before=ready)


def test_it_looks_so_at_work(cast: Cast, snap_compare: Compare) -> None:
    """F3: how far it is."""
    work = Work()
    work.gate.close()
    app = FormApp(cast, ExportScreen("seznam zaměstnanců", work), "homola")

    async def begin(pilot: Pilot[Any]) -> None:
        await ready(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: "Zapsáno řádků: 2000" in app.shown())

    assert snap_compare(app, terminal_size=SIZE, run_before=begin)


async def test_f9_on_f3_writes_the_employees_that_it_lists(cast: Cast) -> None:
    """F3, X-2: with the criteria in view; permissions of this module, and none whose switch is off."""
    app = FormApp(cast, EmployeesScreen(), "mpsv_radek")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, EmployeesScreen))
        await pilot.press(*"dlo", "f9")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("down", "f2")
        await until(pilot, lambda: isinstance(app.screen, KeptFileScreen))
        assert "Zapsáno řádků: 1" in app.shown()
    (path,) = cast.effects.files.path.iterdir()
    [row] = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
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
