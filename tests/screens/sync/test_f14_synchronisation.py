"""F14 Sehrání účtů."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.domain.modules import Module, Permission
from oktui.domain.sync import SyncState
from oktui.jobs.synchronise_accounts import synchronise_accounts
from screens.sync.synchronisation import SynchronisationScreen
from storage import krk, sync
from storage.database import transaction
from tests.support.cast import JIHOMORAVSKY, Cast, granted
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)


@asynccontextmanager
async def opened(cast: Cast, username: str = "homola") -> AsyncIterator[tuple[FormApp, Pilot[None]]]:
    """The form with all of it read."""
    app = FormApp(cast, SynchronisationScreen(), username)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: read(app))
        yield app, pilot


def read(app: FormApp) -> bool:
    """Whether everything has been read and drawn."""
    told = re.search("[Nn]ečeká|Čeká účtů", app.shown()) is not None
    return told and all(worker.is_finished for worker in app.workers)


def line_with(app: FormApp, text: str) -> str:
    """The line in which the text stands, its blanks made single."""
    return next(line for line in map(single, app.lines()) if text in line)


def single(line: str) -> str:
    """The line with single blanks."""
    return " ".join(line.split())


async def test_it_counts_down_to_the_next_run(cast: Cast) -> None:
    """F14, X-8: five past ten in Prague, and every second one less."""
    async with opened(cast) as (app, pilot):
        assert "Další sehrání účtů proběhne v 12:00, za 1:55:00." in app.shown()
        cast.clock.forward(timedelta(seconds=61))
        await until(pilot, lambda: "za 1:53:59." in app.shown())


async def test_it_says_what_waits_for_what(cast: Cast) -> None:
    """F14, R2.3-14: each account of the actor's with its state, since when; nobody else's."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS, state=SyncState.NEW)
    cast.employ(demo.CERNY, "cerny", RECORDS, state=SyncState.IK_CONFIRMED)
    cast.employ(demo.SMITKO, "smitko", RECORDS, workplace=JIHOMORAVSKY, state=SyncState.NEW)
    async with opened(cast) as (app, _):
        assert line_with(app, "martinka") == "Radomír Martinka martinka na IK 25.7.2016 10:05"
        assert line_with(app, "cerny") == "Alexandr Černý cerny na data osoby 25.7.2016 10:05"
        assert "Čeká účtů: 2 (na IK 1, na data osoby 1)." in app.shown()
        assert "smitko" not in app.shown()


async def test_past_runs_have_counts_failures_and_durations(cast: Cast, krk_url: str) -> None:
    """F14, X-7: a finished run, one in which KRK did not answer, and one that was broken off."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS, state=SyncState.NEW)
    with transaction():
        sync.begin_run(cast.clock(), "dead", cast.clock())
    krk.open_krk(krk_url.replace("krk.db", "away.db"))
    cast.clock.forward(timedelta(hours=2))
    synchronise_accounts("worker", effects=cast.effects)
    async with opened(cast) as (app, pilot):
        assert line_with(app, "10:05 nedok") == "25.7.2016 10:05 nedokončeno"
        assert line_with(app, "12:05 dok") == "25.7.2016 12:05 dokončeno 1 0 1 0,0 s"
        assert "KRK naposledy neodpověděl, účtů: 1." in app.shown()
        assert line_with(app, "martinka").endswith("na IK neodpověděl 25.7.2016 12:05")
        krk.open_krk(krk_url)
        cast.clock.forward(timedelta(hours=2))
        synchronise_accounts("worker", effects=cast.effects)
        await pilot.press("f5")
        await until(pilot, lambda: "14:05" in app.shown() and read(app))
        assert line_with(app, "14:05 dok") == "25.7.2016 14:05 dokončeno 1 1 0 0,0 s"
        assert "neodpověděl" not in app.shown()
        assert "Na sehrání nečeká žádný účet." in app.shown()


async def test_it_is_read_anew_by_itself(cast: Cast) -> None:
    """F14: a run that begins while one looks on appears, the overview included."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS, state=SyncState.NEW)
    async with opened(cast) as (app, pilot):
        synchronise_accounts("worker", effects=cast.effects)
        form = app.form
        assert isinstance(form, SynchronisationScreen)
        form._refresh_by_itself()
        await until(pilot, lambda: "dokončeno" in app.shown() and "Nečeká žádný účet." in app.shown())


def test_it_looks_so(cast: Cast, krk_url: str, snap_compare: Any) -> None:
    """F14: at 80x24 both tables have room and nothing is lost."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS, state=SyncState.NEW)
    cast.employ(demo.CERNY, "cerny", RECORDS, state=SyncState.PERSON_LOADED)
    synchronise_accounts("worker", effects=cast.effects)
    cast.employ(demo.DLOUHY, "dlouhy2", RECORDS, state=SyncState.IK_CONFIRMED)
    cast.employ(demo.KLICPERA, "klicpera2", RECORDS, state=SyncState.NEW)
    krk.open_krk(krk_url.replace("krk.db", "away.db"))
    cast.clock.forward(timedelta(hours=2))
    synchronise_accounts("worker", effects=cast.effects)
    app = FormApp(cast, SynchronisationScreen(), "homola")

    async def run_before(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: read(app))
        await settled(pilot)

    assert snap_compare(app, terminal_size=SIZE, run_before=run_before)
