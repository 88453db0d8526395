"""The whole program over the document's people, with somebody signed in to it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual import events
from textual.pilot import Pilot

from oktui.app import OktuiApp
from oktui.domain.modules import Module
from oktui.domain.sessions import Session
from screens.sign_in.sign_in import SignInScreen
from storage import sessions
from storage.database import transaction
from tests.support.cast import PASSWORD, Cast
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until


@asynccontextmanager
async def running(
    cast: Cast, username: str = "homola", module: Module = Module.REGISTR, *, password: str = PASSWORD
) -> AsyncIterator[tuple[OktuiApp, Pilot[None]]]:
    """The program after signing in on F1."""
    app = OktuiApp(cast.effects)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SignInScreen))
        app.screen.query_one("#field-module").value = module  # type: ignore[attr-defined]  # a RadioChoice
        await paste(pilot, username)
        await pilot.press("tab")
        await give_password(pilot, password)
        await until(pilot, lambda: app.signed_in is not None and not isinstance(app.screen, SignInScreen))
        await settled(pilot)
        yield app, pilot


async def paste(pilot: Pilot[Any], text: str) -> None:
    """Paste as the terminal does; much quicker than key by key."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


async def give_password(pilot: Pilot[Any], password: str) -> None:
    """Paste the password into the field in focus, and press Enter."""
    await paste(pilot, password)
    await pilot.press("enter")
    await pilot.pause()


def open_session(app: OktuiApp) -> Callable[[], Session]:
    """A function that reads the session of whoever is signed in now, also after they are gone."""
    assert app.signed_in is not None
    session_id = app.signed_in.actor.session_id

    def read() -> Session:
        with transaction():
            return sessions.load(session_id)

    return read
