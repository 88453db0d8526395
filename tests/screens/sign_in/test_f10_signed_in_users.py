"""F10 Přihlášení uživatelé."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.outages import DatabaseUnavailable
from oktui.domain.sessions import Actor, Place, SessionEnd
from oktui.services.sign_in.attend_session import attend_session
from screens.sign_in.signed_in_users import SignedInUsersScreen
from screens.widgets.buttons import ActionButton
from screens.widgets.dialogs import QuestionDialog
from screens.widgets.window_table import WindowTable
from storage import sessions
from storage.database import transaction
from storage.models import SessionRow
from tests.support.cast import Cast, granted
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)


def form_for(cast: Cast, username: str = "homola") -> FormApp:
    """The form, with Martinka and Černý of the same region signed in since half an hour."""
    for person, name in ((demo.MARTINKA, "martinka"), (demo.CERNY, "cerny")):
        cast.employ(person, name, RECORDS)
        cast.actor(name)
    cast.clock.forward(timedelta(minutes=30))
    return FormApp(cast, SignedInUsersScreen(), username)


@asynccontextmanager
async def opened(app: FormApp) -> AsyncIterator[Pilot[None]]:
    """The form with its list read."""
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Martinka" in app.shown())
        yield pilot


def rows(app: FormApp) -> list[str]:
    """Whose rows are listed, in order."""
    return [row.username for row in app.form.query_one(WindowTable)._window.rows]


def why_martinka_is_over(cast: Cast) -> SessionEnd | None:
    """How Martinka's only session ended, if it did."""
    with transaction():
        session = sessions.open_of(cast.account("martinka").id, Module.REGISTR, Place.TERMINAL)
    return None if session is not None else SessionEnd.ENDED_BY_ADMINISTRATOR


async def test_it_says_who_is_signed_in_since_when_and_where_from(cast: Cast) -> None:
    """F10: every column, and the row under the cursor in full."""
    app = form_for(cast)
    async with opened(app):
        assert rows(app) == ["cerny", "homola", "martinka"]
        shown = app.shown()
        assert "Radomír Martinka martinka" in shown
        assert "1291416423: Alexandr Černý (cerny) · Kraj Vysočina – referát SS" in shown
        assert "přihlášení od 25.7.2016 10:05, odkud: test terminal" in shown
        assert "poslední činnost 10:05, v činnosti" in shown


async def test_odhlasit_ends_a_session_after_a_question(cast: Cast) -> None:
    """F10, X-9: F8 asks, and leaves it when the answer is no."""
    app = form_for(cast)
    async with opened(app) as pilot:
        await pilot.press("end", "f8")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        assert "Radomír Martinka (martinka)" in app.shown()
        await pilot.press("enter")
        await settled(pilot)
        assert why_martinka_is_over(cast) is None
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await pilot.press("left", "enter")
        await until(pilot, lambda: rows(app) == ["cerny", "homola"])
        assert why_martinka_is_over(cast) is SessionEnd.ENDED_BY_ADMINISTRATOR


async def test_ones_own_session_is_not_ended_here(cast: Cast) -> None:
    """F10: it says how to sign out."""
    app = form_for(cast)
    async with opened(app) as pilot:
        await pilot.press("down", "f8")
        await until(pilot, lambda: len(app.screen_stack) > 2)
        assert "vlastní přihlášení" in app.shown()


async def test_whoever_may_only_look_can_do_nothing_else(cast: Cast) -> None:
    """X-1, X-3: the button and the key are grey."""
    cast.employ(demo.DLOUHY, "prohlizi", granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION, Level.VIEW))
    app = form_for(cast, "prohlizi")
    async with opened(app) as pilot:
        assert app.form.query_one("#remove", ActionButton).disabled
        await pilot.press("f8")
        await settled(pilot)
        assert len(app.screen_stack) == 2


async def test_it_is_read_anew_by_itself_and_by_obnovit(cast: Cast) -> None:
    """F10: the cursor stays on its row; nothing happens to the session that looks on (X-27)."""
    app = form_for(cast)
    async with opened(app) as pilot:
        form = app.form
        assert isinstance(form, SignedInUsersScreen)
        await pilot.press("end")
        before = app.signed_in.actor.session_id
        with transaction():
            looked_on = sessions.load(before)
            cerny = sessions.open_of(cast.account("cerny").id, Module.REGISTR, Place.TERMINAL)
        assert cerny is not None
        cast.clock.forward(timedelta(minutes=5))
        cast.sign_in("dlouhy")
        with transaction():
            sessions.end(cerny.id, SessionEnd.SIGNED_OUT, cast.clock())
        form._refresh_by_itself()
        await until(pilot, lambda: rows(app) == ["homola", "martinka"])
        row = form.query_one(WindowTable).row
        assert row is not None
        assert row.username == "martinka"
        cast.sign_in("cerny")
        await pilot.press("f5")
        await until(pilot, lambda: rows(app) == ["cerny", "homola", "martinka"])
        with transaction():
            assert sessions.load(before) == looked_on


async def test_an_outage_is_told_to_whoever_asks_only(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-4: else a dialog would open every fifteen seconds over an empty chair."""
    app = form_for(cast)

    def outage(*_: object, **__: object) -> None:
        raise DatabaseUnavailable

    async with opened(app) as pilot:
        form = app.form
        assert isinstance(form, SignedInUsersScreen)
        monkeypatch.setattr("screens.sign_in.signed_in_users.list_sessions", outage)
        form._refresh_by_itself()
        await settled(pilot)
        assert len(app.screen_stack) == 2
        assert len(rows(app)) == 3
        await pilot.press("f5")
        await until(pilot, lambda: len(app.screen_stack) == 3)
        assert "Databáze neodpovídá" in app.shown()


async def test_what_names_and_places_hold_is_shown_as_text(cast: Cast) -> None:
    """X-22: markup in a name or in the origin does nothing."""
    app = form_for(cast)
    with transaction():
        SessionRow.update(origin="[/x]\x1b[31m[@click=app.exit]x[/]").execute()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "[/x]" in app.shown())
        assert "\x1b" not in app.shown()


def test_it_looks_so(cast: Cast, snap_compare: Any) -> None:
    """F10: all columns and buttons at 80x24; one of the sessions is under its lock screen."""
    app = form_for(cast)
    with transaction():
        session = sessions.open_of(cast.account("cerny").id, Module.REGISTR, Place.TERMINAL)
    assert session is not None
    attend_session(Actor(session.id), session.started_at, effects=cast.effects)

    async def read(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: "Martinka" in app.shown() and "zamčeno" in app.shown())

    assert snap_compare(app, terminal_size=SIZE, run_before=read)
