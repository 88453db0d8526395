"""A session left alone, in a real terminal: the lock screen, and every way in which the program ends (X-27, X-23)."""

import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from oktui import demo
from oktui.installation import make_effects, open_databases
from storage.database import close_database
from tests.support.cast import PASSWORD, begin_with_the_menu
from tests.support.terminal import Terminal

OKTUI = [sys.executable, "-m", "oktui"]
IDLE = 3.0
SETTINGS = f"[policy]\nsync_every = 1440\nidle_limit = {IDLE / 60}\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with the document's people that is covered after three seconds."""
    folder = tmp_path / "oktui"
    folder.mkdir()
    (folder / "oktui.toml").write_text(SETTINGS, encoding="utf-8")
    settings = demo.make_home(folder)
    open_databases(settings)
    demo.prepare(effects=make_effects(settings))
    begin_with_the_menu()
    close_database()
    return folder


def program(home: Path) -> Terminal:
    """The program itself, not the demo, in a terminal of 80 columns and 24 lines."""
    return Terminal(OKTUI, home.parent)


def sign_in(terminal: Terminal) -> None:
    """Sign in as homola."""
    terminal.wait_for("Uživatelské jméno:")
    terminal.type("homola")
    terminal.press("tab")
    terminal.type(PASSWORD)
    terminal.press("enter")
    terminal.wait_for("Hlavní menu")


def ends(home: Path) -> list[str | None]:
    """How the sessions ended, the first one first."""
    database = sqlite3.connect(home / "oktui.db")
    try:
        return [reason for (reason,) in database.execute("SELECT end_reason FROM session ORDER BY id")]
    finally:
        database.close()


def test_a_terminal_left_alone_is_covered_until_the_password_is_given(home: Path) -> None:
    """X-27: the form and what was typed in it are away, and then back."""
    with program(home) as terminal:
        sign_in(terminal)
        terminal.press("2")
        terminal.wait_for("1273434965: Jiří Homola")
        terminal.type("Homo")
        covered = terminal.wait_for("Pokračovat může jen přihlášený uživatel")
        assert "1273434965" not in covered
        terminal.press("f7", "f3", "2")
        terminal.type("spatne heslo")
        terminal.press("enter")
        terminal.wait_for("Heslo nesouhlasí.")
        terminal.type(PASSWORD)
        terminal.press("enter")
        shown = terminal.wait_for("1273434965: Jiří Homola")
        assert "Homo" in shown.replace("Homola", "")
        assert ends(home) == [None]


def hang_up(terminal: Terminal) -> int:
    """Cut the line."""
    terminal.hang_up()
    return terminal.exit_status


def terminate(terminal: Terminal) -> int:
    """End the program from outside."""
    terminal.signal(signal.SIGTERM)
    return terminal.exit_status


def leave(terminal: Terminal) -> int:
    """End the program by its own key."""
    terminal.press("ctrl+q")
    terminal.wait_for("Ukončit program?")
    terminal.press("left", "enter")
    return terminal.exit_status


@pytest.mark.parametrize(
    ("end", "status"), [(hang_up, 128 + signal.SIGHUP), (terminate, 128 + signal.SIGTERM), (leave, 0)]
)
@pytest.mark.parametrize("wait", [False, True])
def test_however_the_program_ends_the_session_ends_with_it(
    home: Path, end: Callable[[Terminal], int], status: int, wait: bool
) -> None:
    """X-23: covered or not, a cut line leaves nothing that the next sign-in would have to end."""
    with program(home) as terminal:
        sign_in(terminal)
        if wait:
            terminal.wait_for("Zamčeno")
        assert end(terminal) == status
    assert ends(home) == ["signed_out"]


def test_a_program_that_was_killed_leaves_a_session_that_the_next_sign_in_ends(home: Path) -> None:
    """X-23: nobody could sign out, so it is asked about; F1 knows who it was (F1)."""
    with program(home) as terminal:
        sign_in(terminal)
        terminal.signal(signal.SIGKILL)
        assert terminal.exit_status == -signal.SIGKILL
    assert ends(home) == [None]
    with program(home) as terminal:
        assert "homola" in terminal.wait_for("Heslo:")
        terminal.press("enter")
        terminal.type(PASSWORD)
        terminal.press("enter")
        terminal.wait_for("Tímto účtem je již někdo přihlášen")
        terminal.press("left", "enter")
        terminal.wait_for("Hlavní menu")
        assert ends(home) == ["signed_in_elsewhere", None]


def test_a_program_that_was_stopped_meets_its_owner_covered(home: Path) -> None:
    """X-27: a computer that slept has not looked at the clock when it wakes up to a key."""
    with program(home) as terminal:
        sign_in(terminal)
        terminal.signal(signal.SIGSTOP)
        time.sleep(IDLE + 0.5)  # real time is what this test is about; longer is as good
        terminal.press("2")
        terminal.signal(signal.SIGCONT)
        terminal.wait_for("Zamčeno")
        assert "Seznam evidovaných" not in terminal.text
