"""The line itself: what ends it, what covers it, and that nothing it shows acts upon a terminal (X-22, X-23, X-27)."""

import re
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from oktui import demo
from oktui.effects import Effects
from oktui.installation import open_databases
from storage.database import close_database
from tests.support.cast import PASSWORD
from tests.support.effects import NO_FILES
from tests.support.hostile import KRK, OURS, STRINGS, fill
from tests.support.line import Talk
from tests.support.shell import make_home

NOW = "Co chcete udělat?"
PLAIN = re.compile(r"[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]*")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with the document's people."""
    return make_home(tmp_path / "oktui", Effects(files=NO_FILES))


def ends(home: Path) -> list[str | None]:
    """How the sessions ended, the first one first."""
    database = sqlite3.connect(home / "oktui.db")
    try:
        return [reason for (reason,) in database.execute("SELECT end_reason FROM session ORDER BY id")]
    finally:
        database.close()


def hang_up(talk: Talk) -> int:
    """Cut the line."""
    talk.hang_up()
    return talk.exit_status


def terminate(talk: Talk) -> int:
    """End the program from outside."""
    talk.signal(signal.SIGTERM)
    return talk.exit_status


def close_input(talk: Talk) -> int:
    """Ctrl+D."""
    talk.press("ctrl+d")
    talk.hear("Konec programu.")
    return talk.exit_status


@pytest.mark.parametrize(
    ("end", "status"), [(hang_up, 128 + signal.SIGHUP), (terminate, 128 + signal.SIGTERM), (close_input, 0)]
)
def test_however_the_line_ends_the_session_ends_with_it(home: Path, end: Callable[[Talk], int], status: int) -> None:
    """X-23: a cut line leaves nothing that the next sign-in would have to end."""
    with Talk(home) as talk:
        talk.sign_in("homola")
        talk.hear(NOW)
        assert end(talk) == status
    assert ends(home) == ["signed_out"]


def test_keys_that_stop_or_kill_a_program_do_not(home: Path) -> None:
    """X-27: behind a shell nobody would lock the session."""
    with Talk(home) as talk:
        talk.sign_in("homola")
        talk.hear(NOW)
        talk.send(b"\x1a\x1c")
        talk.answer(("slova:", "zpět"))
        talk.hear("Odhlásit se z aplikace?")


def test_a_second_session_is_asked_about(home: Path) -> None:
    """X-23: one session an application; the other one is ended only when that is wanted."""
    with Talk(home) as first, Talk(home) as second:
        first.sign_in("homola")
        first.hear(NOW)
        second.sign_in("homola")
        second.answer(("slova [2]:", "2"))
        second.sign_in("homola")
        second.answer(("slova [2]:", "ukončit"))
        second.hear(NOW)
        first.hear("tímto účtem se někdo přihlásil jinde")
    assert ends(home)[0] == "signed_in_elsewhere"


@pytest.fixture
def covered_soon(tmp_path: Path) -> Path:
    """An installation whose sessions are covered after two seconds."""
    folder = tmp_path / "oktui"
    folder.mkdir()
    (folder / "oktui.toml").write_text("[policy]\nsync_every = 1440\nidle_limit = 0.034\n", encoding="utf-8")
    settings = demo.make_home(folder)
    open_databases(settings)
    demo.prepare(effects=Effects(files=NO_FILES))
    close_database()
    return folder


def test_a_line_left_alone_is_locked_until_the_password_is_given(covered_soon: Path) -> None:
    """X-27: what was in view is moved out of it, what was half typed is no password, and the question comes again."""
    with Talk(covered_soon) as talk:
        talk.sign_in("homola")
        talk.hear(NOW)
        talk.type("naj")
        talk.hear("Pokračovat může jen přihlášený uživatel")
        assert NOW not in talk.text
        talk.answer(("Heslo: ", "spatne"))
        talk.hear("Heslo nesouhlasí.")
        talk.answer(("Heslo: ", PASSWORD))
        talk.hear("Číslo nebo začátek slova:")
        assert PASSWORD.encode() not in talk.output


def test_whoever_does_not_unlock_signs_out(covered_soon: Path) -> None:
    """X-27: an empty password is the other way out."""
    with Talk(covered_soon) as talk:
        talk.sign_in("homola")
        talk.answer(("Heslo: ", ""))
        talk.hear("Byli jste odhlášeni.")
        talk.hear("Aplikace:")
    assert ends(covered_soon) == ["signed_out"]


@pytest.mark.breaks_the_database("what is put in past the program is no event's")
def test_nothing_out_of_the_databases_steers_the_terminal(home: Path) -> None:
    """X-22: of everybody's detail and diagnosis, not one byte that a terminal would act upon."""
    close_database()
    for first in (0, len(STRINGS) // 2):
        fill(home / "oktui.db", OURS, first)
        fill(home / "krk.db", KRK, first)
        with Talk(home) as talk:
            talk.sign_in("mpsv_radek")
            for username in ("homola", "klicpera"):
                talk.answer(("slova:", "najít"), ("hledat:", username), ("slova:", "proč"))
                talk.answer(("slova [1]:", ""), ("slova:", "zpět"), ("slova:", "zpět"))
            talk.answer(("slova:", "založit"), ("slova [1]:", "ik"), ("IK:", "1284384629"))
            talk.hear("slova [1]:")
            for line in talk.output.decode().split("\r\n"):
                assert PLAIN.fullmatch(line), line
