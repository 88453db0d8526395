"""A session that somebody else ends while something is typed (X-9, F10)."""

from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.app import OktuiApp
from oktui.services.sign_in.end_session import end_session
from oktui.terminal import screen_text
from screens.employees.new_employee import NewEmployeeScreen
from screens.sign_in.session_over import SessionOverNotice
from screens.sign_in.sign_in import SignInScreen
from screens.widgets.dialogs import Dialog
from tests.support.cast import PASSWORD, Cast
from tests.support.hosts import SIZE
from tests.support.program import give_password, open_session, paste, running
from tests.support.waiting import settled, shows, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SOON = timedelta(seconds=5)
TYPED = "vedouci@kr-vysocina.example"


async def type_into_f5(pilot: Pilot[None]) -> NewEmployeeScreen:
    """Begin a new employee."""
    await pilot.press("2")
    await shows(pilot, "1273434965: Jiří Homola")
    await pilot.press("f7")
    await shows(pilot, "V centrální evidenci")
    await pilot.press("escape")
    await until(pilot, lambda: isinstance(pilot.app.screen, NewEmployeeScreen))
    form = pilot.app.screen
    assert isinstance(form, NewEmployeeScreen)
    form.email.focus_control()
    await settled(pilot)
    await paste(pilot, TYPED)
    await settled(pilot)
    return form


async def end_by_radek(cast: Cast, app: OktuiApp, pilot: Pilot[None]) -> None:
    """An administrator ends the session; its program looks after it a few seconds later."""
    end_session(cast.actor("mpsv_radek"), open_session(app)().id, effects=cast.effects)
    cast.clock.forward(SOON)
    app._watch()
    await until(pilot, lambda: isinstance(app.screen, SessionOverNotice))
    await settled(pilot)


def at_f1(app: OktuiApp) -> bool:
    """Whether nothing is left but F1."""
    return [type(screen) for screen in app.screen_stack[1:]] == [SignInScreen]


async def test_who_ended_it_is_told_at_once_and_what_was_typed_stays_in_view(cast: Cast) -> None:
    """X-9, F10: nothing need be pressed; the form can be read, and nothing can be done in it."""
    async with running(cast) as (app, pilot):
        form = await type_into_f5(pilot)
        await end_by_radek(cast, app, pilot)
        said = " ".join(screen_text(app).split())
        assert "Přihlášení ukončil v 10:05 správce mpsv_radek (" in said
        assert "lze je opsat; uložit je nelze" in said
        assert TYPED in said
        for key in ("f2", "enter", "x", "f7", "ctrl+q"):
            await pilot.press(key)
            await settled(pilot)
        assert app.screen_stack[-2] is form
        assert form.email.value == TYPED
        await pilot.press("escape")
        await until(pilot, lambda: at_f1(app))
        assert app.signed_in is None


async def test_a_password_that_was_typed_is_not_among_what_can_be_read(cast: Cast) -> None:
    """X-9: nor does a long text of another field go unread, though its place on the form is short."""
    async with running(cast) as (app, pilot):
        form = await type_into_f5(pilot)
        form.with_account.value = True
        form.password.focus_control()
        await settled(pilot)
        await paste(pilot, "Zelenina-Na-Trhu")
        await end_by_radek(cast, app, pilot)
        assert "Zelenina" not in screen_text(app)
        for _ in range(30):
            await pilot.press("tab")
            assert "Zelenina" not in screen_text(app)
            if f"Email: {TYPED}" in screen_text(app):
                break
        else:
            pytest.fail("the e-mail cannot be read")


async def test_a_dialog_above_the_form_goes(cast: Cast) -> None:
    """X-9: its answer would do nothing, and it would hide what was typed."""
    async with running(cast) as (app, pilot):
        form = await type_into_f5(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Dialog))
        await end_by_radek(cast, app, pilot)
        assert app.screen_stack[-2] is form
        await pilot.press("escape")
        await until(pilot, lambda: at_f1(app))


async def test_a_form_left_on_the_screen_is_not_left_for_ever(cast: Cast) -> None:
    """X-9, X-27: nobody is there to read it."""
    async with running(cast) as (app, pilot):
        await type_into_f5(pilot)
        await end_by_radek(cast, app, pilot)
        cast.clock.forward(timedelta(minutes=15))
        await until(pilot, lambda: at_f1(app))
        assert TYPED not in screen_text(app)


async def test_the_whole_form_can_be_read(cast: Cast) -> None:
    """X-9: to its last line, above the notice."""
    async with running(cast) as (app, pilot):
        form = await type_into_f5(pilot)
        await end_by_radek(cast, app, pilot)
        await pilot.press("end")
        await settled(pilot)
        shown = [button for button in form.query("Button") if button.region.bottom <= app.size.height - 6]
        assert shown
        assert form.query(".form").first().max_scroll_y == form.query(".form").first().scroll_y


async def test_whoever_is_quicker_than_the_next_look_at_the_session_loses_nothing_either(cast: Cast) -> None:
    """X-9: an action tells the same; each form with something typed in it is shown before F1, the last one first."""
    async with running(cast) as (app, pilot):
        form = await type_into_f5(pilot)
        await pilot.press("f5")
        await shows(pilot, "V centrální evidenci")
        search = app.screen
        end_session(cast.actor("mpsv_radek"), open_session(app)().id, effects=cast.effects)
        await paste(pilot, str(demo.MARTINKA.data.birth_number))
        await pilot.press("enter")
        for left in (search, form):
            await until(pilot, lambda: isinstance(app.screen, SessionOverNotice))
            assert app.screen_stack[-2] is left
            await pilot.press("escape")
        await until(pilot, lambda: at_f1(app))


def test_it_looks_so(cast: Cast, snap_compare: Any) -> None:
    """X-9: the form above, the reason below, at 80x24."""
    app = OktuiApp(cast.effects)

    async def run_before(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(app.screen, SignInScreen))
        await paste(pilot, "homola")
        await pilot.press("tab")
        await give_password(pilot, PASSWORD)
        await shows(pilot, "Můj účet")
        await settled(pilot)
        await type_into_f5(pilot)
        await end_by_radek(cast, app, pilot)

    assert snap_compare(app, terminal_size=SIZE, run_before=run_before)
