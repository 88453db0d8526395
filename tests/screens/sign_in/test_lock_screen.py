"""The lock screen, and all that ends a session in the running program (X-9, X-27)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui.app import OktuiApp
from oktui.domain.modules import Module
from oktui.domain.outages import DatabaseUnavailable
from oktui.domain.rows import Rows
from oktui.domain.sessions import SessionEnd
from oktui.services.employees.retire_employee import retire_employee
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.new_passwords import PasswordEntry
from oktui.services.sign_in.end_session import end_session
from oktui.services.sign_in.list_sessions import list_sessions
from oktui.terminal import screen_text
from screens.employees.employee_list import EmployeesScreen
from screens.menu.help import HelpScreen
from screens.menu.main_menu import MainMenuScreen
from screens.sign_in.change_password import ChangePasswordScreen
from screens.sign_in.lock_screen import LockScreen
from screens.sign_in.sign_in import SignInScreen
from screens.texts import questions, sessions
from screens.widgets.dialogs import QuestionDialog
from tests.support.cast import PASSWORD, Cast
from tests.support.program import give_password, open_session, paste, running
from tests.support.waiting import Gate, settled, shows, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ALONE = timedelta(minutes=15)
LONGER_THAN_ANY = timedelta(hours=8)
WRONG = "nespravne heslo"


async def leave_alone(cast: Cast, pilot: Pilot[Any], time: timedelta = ALONE) -> None:
    """Go away for a while."""
    cast.clock.forward(time)
    app = pilot.app
    assert isinstance(app, OktuiApp)
    app._watch()
    await settled(pilot)


def covered(app: OktuiApp) -> bool:
    """Whether the lock screen is what is shown."""
    return isinstance(app.screen, LockScreen)


async def test_a_program_left_alone_is_covered_and_goes_on_as_it_was(cast: Cast) -> None:
    """X-27: nothing of the form is to be seen; after the password it is there with all that was typed."""
    async with running(cast) as (app, pilot):
        await pilot.press("2")
        await shows(pilot, "1273434965: Jiří Homola")
        await paste(pilot, "Homo")
        form = app.screen
        assert isinstance(form, EmployeesScreen)
        await shows(pilot, "kritériím: 1")
        await settled(pilot)
        before = screen_text(app)
        cast.clock.forward(ALONE)
        await until(pilot, lambda: covered(app))
        await settled(pilot)
        shown = screen_text(app)
        assert sessions.LOCKED.splitlines()[0] in shown
        assert "1273434965" not in shown
        assert "Hledat:" not in shown
        await give_password(pilot, PASSWORD)
        await until(pilot, lambda: app.screen is form)
        await settled(pilot)
        assert screen_text(app) == before
        await paste(pilot, "l")
        await until(pilot, lambda: form.asked.words.value == "Homol")


async def test_keys_and_the_mouse_keep_it_open(cast: Cast) -> None:
    """X-27: a quarter of an hour from the last one on; and it is stored for F10."""
    async with running(cast) as (app, pilot):
        session = open_session(app)
        for _ in range(3):
            await leave_alone(cast, pilot, ALONE - timedelta(seconds=1))
            assert not covered(app)
            await pilot.press("down")
            await pilot.hover()
        touched = cast.clock()
        await leave_alone(cast, pilot, timedelta(seconds=15))
        assert session().last_active_at == touched
        await leave_alone(cast, pilot, ALONE)
        assert covered(app)
        assert session().locked_at == cast.clock()


async def test_after_a_night_asleep_the_first_key_meets_the_lock(cast: Cast) -> None:
    """X-27: a computer that wakes up may deliver the key before the program has looked at the clock."""
    async with running(cast) as (app, pilot):
        cast.clock.forward(timedelta(hours=7))
        await pilot.press("2")
        await settled(pilot)
        assert covered(app)
        assert not any(isinstance(screen, EmployeesScreen) for screen in app.screen_stack)


async def test_nothing_below_the_lock_can_be_reached(cast: Cast) -> None:
    """X-27: no key of the form does anything; help is there, and whoever asks to leave is asked back."""
    async with running(cast) as (app, pilot):
        await pilot.press("2")
        await shows(pilot, "1273434965: Jiří Homola")
        stack = list(app.screen_stack)
        await leave_alone(cast, pilot)
        for key in ("f3", "f4", "f5", "f7", "f8", "f9", "down", "ctrl+g", "ctrl+r", "tab", "shift+tab", "1"):
            await pilot.press(key)
            await settled(pilot)
            assert covered(app)
        assert app.screen_stack[:-1] == stack
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        assert covered(app)
        for key in ("escape", "ctrl+q"):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
            await pilot.press("escape")
            await until(pilot, lambda: covered(app))
        await settled(pilot)
        assert app.screen_stack[:-1] == stack


async def test_a_question_that_was_open_is_covered_as_well(cast: Cast) -> None:
    """X-27: and waits for its answer afterwards."""
    async with running(cast) as (app, pilot):
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await leave_alone(cast, pilot)
        assert covered(app)
        assert questions.LEAVE[1] not in screen_text(app)
        await give_password(pilot, PASSWORD)
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))


async def test_an_answer_that_comes_late_does_not_break_through(cast: Cast) -> None:
    """X-27: what a form has begun is finished, but what it has to say waits below the lock."""
    go_on = Gate()

    def slow() -> str:
        go_on.pass_through()
        return "hotovo"

    async with running(cast) as (app, pilot):
        menu = app.screen
        assert isinstance(menu, MainMenuScreen)

        async def work() -> None:
            await menu.tell("Export", await menu.call(slow))

        menu.start(work)
        await until(pilot, lambda: Gate.holding)
        await leave_alone_at_work(cast, pilot)
        go_on.open()
        await settled(pilot)
        assert covered(app)
        assert "hotovo" not in screen_text(app)
        await give_password(pilot, PASSWORD)
        await shows(pilot, "hotovo")


async def leave_alone_at_work(cast: Cast, pilot: Pilot[Any]) -> None:
    """As `leave_alone`, while something is going on."""
    cast.clock.forward(ALONE)
    await until(pilot, lambda: isinstance(pilot.app.screen, LockScreen))


async def test_a_wrong_password_is_told_and_the_third_one_ends_the_session(cast: Cast) -> None:
    """X-27, R2.6-1: back to F1, where it says why."""
    async with running(cast) as (app, pilot):
        session = open_session(app)
        await leave_alone(cast, pilot)
        for _ in range(2):
            await give_password(pilot, WRONG)
            await shows(pilot, "Heslo nesouhlasí.")
            await settled(pilot)
            assert covered(app)
        await give_password(pilot, WRONG)
        await shows(pilot, "účet byl zablokován")
        assert isinstance(app.screen_stack[-2], SignInScreen)
        assert app.signed_in is None
        assert session().end_reason is SessionEnd.LOCKED


async def test_somebody_else_signs_out_whoever_is_away_and_takes_nothing_over(cast: Cast) -> None:
    """X-27: Esc, after a question; the next one begins at F1."""
    async with running(cast) as (app, pilot):
        session = open_session(app)
        await pilot.press("2")
        await shows(pilot, "1273434965: Jiří Homola")
        await leave_alone(cast, pilot)
        await pilot.press("escape")
        await shows(pilot, questions.SIGN_OUT_LOCKED[1][:20])
        await pilot.press("left", "enter")
        await shows(pilot, "Byli jste odhlášeni.")
        assert session().end_reason is SessionEnd.SIGNED_OUT
        await pilot.press("enter")
        await settled(pilot)
        assert [type(screen) for screen in app.screen_stack[1:]] == [SignInScreen]
        assert "Homola" not in screen_text(app)


@pytest.mark.parametrize("first_covered", [True, False])
async def test_after_eight_hours_the_program_is_back_at_f1_though_nobody_is_there(
    cast: Cast, first_covered: bool
) -> None:
    """X-27: covered or not."""
    async with running(cast) as (app, pilot):
        if first_covered:
            await leave_alone(cast, pilot)
        cast.clock.forward(LONGER_THAN_ANY)
        await shows(pilot, "trvalo déle než povolenou dobu")
        assert isinstance(app.screen_stack[-2], SignInScreen)
        assert app.signed_in is None


def retire(cast: Cast) -> None:
    """Retire klicpera."""
    retire_employee(cast.actor("mpsv_radek"), cast.account("klicpera").employee.id, effects=cast.effects)


def end(cast: Cast) -> None:
    """End klicpera's session, the only one there is, as in F10."""
    radek = cast.actor("mpsv_radek")
    row = list_sessions(radek, Rows(1), effects=cast.effects)[0]
    end_session(radek, row.key.session_id, effects=cast.effects)


def reset(cast: Cast) -> None:
    """Give klicpera another password."""
    entry = PasswordEntry("Zelenina-Na-Trhu-2016", "Zelenina-Na-Trhu-2016")
    request = ResetPassword(cast.account("klicpera").id, entry)
    reset_password(cast.actor("mpsv_radek"), request, effects=cast.effects)


def elsewhere(cast: Cast) -> None:
    """Sign in a second time."""
    cast.sign_in("klicpera")


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        (retire, "účet vyřadil"),
        (end, "ukončil v 10:05"),
        (reset, "nové heslo k účtu"),
        (elsewhere, "tímto účtem se někdo"),
    ],
)
async def test_what_ends_a_session_elsewhere_ends_it_here(
    cast: Cast, what: Callable[[Cast], None], sentence: str
) -> None:
    """X-9, X-23, F10: at the next action, and within seconds even without one."""
    async with running(cast, "klicpera") as (app, pilot):
        what(cast)
        await leave_alone(cast, pilot, timedelta(seconds=15))
        await shows(pilot, sentence)
        assert isinstance(app.screen_stack[-2], SignInScreen)


async def test_a_demanded_change_of_password_can_be_covered(cast: Cast) -> None:
    """X-27, X-16: and goes on as the form it was, while the temporary password lives."""
    grace = replace(cast.effects.policy.passwords, temporary_grace=timedelta(hours=1))
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, passwords=grace))
    temporary = "docasne-na-listku-1"
    request = ResetPassword(cast.account("klicpera").id, PasswordEntry(temporary, temporary))
    reset_password(cast.actor("mpsv_radek"), request, effects=cast.effects)
    async with running(cast, "klicpera", Module.POSKYTOVATEL, password=temporary) as (app, pilot):
        await leave_alone(cast, pilot)
        assert covered(app)
        await give_password(pilot, temporary)
        await until(pilot, lambda: isinstance(app.screen, ChangePasswordScreen))


async def test_an_outage_neither_uncovers_nor_disturbs(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-4, X-27: the lock needs no database; whoever does something is told."""

    def outage(*_: object, **__: object) -> bool:
        raise DatabaseUnavailable

    monkeypatch.setattr("oktui.services.sign_in.attend_session.attend_session", outage)
    async with running(cast) as (app, pilot):
        await leave_alone(cast, pilot, timedelta(minutes=1))
        assert isinstance(app.screen, MainMenuScreen)
        await leave_alone(cast, pilot)
        assert covered(app)
        await give_password(pilot, PASSWORD)
        await until(pilot, lambda: isinstance(app.screen, MainMenuScreen))


async def test_whoever_ends_the_program_is_signed_out(cast: Cast) -> None:
    """X-23: the next sign-in need not end anything."""
    async with running(cast) as (app, pilot):
        session = open_session(app)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await pilot.press("left", "enter")
    assert session().end_reason is SessionEnd.SIGNED_OUT


def test_it_looks_so(cast: Cast, snap_compare: Any) -> None:
    """X-27: at 80x24, with nothing on it but whose session it is."""

    async def cover(pilot: Pilot[Any]) -> None:
        app = pilot.app
        assert isinstance(app, OktuiApp)
        app.signed_in = cast.sign_in("homola")
        app.cover()
        await until(pilot, lambda: covered(app))
        await pilot.pause()

    assert snap_compare(OktuiApp(cast.effects), terminal_size=(80, 24), run_before=cover)
