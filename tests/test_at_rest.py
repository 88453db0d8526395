"""At rest nothing moves: what the program sends over the line while nobody touches it (design, «At rest»)."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from oktui import demo
from oktui.installation import make_effects, open_databases
from storage.database import close_database
from tests.support.cast import PASSWORD
from tests.support.terminal import Terminal

A_WHILE = 2.5
"""Seconds that a form is watched for: longer than the App's interval, the only one there is; one run visits all."""
A_REFRESH, A_COUNT = 17.0, 32.0
"""Past the reading of forms that are read anew by themselves, and past the step of F3's states and of all banners."""

FORMS = [
    ([("1", "Původní heslo:")], A_WHILE),
    ([("2", "zadaným kritériím: 1")], A_COUNT),
    ([("2", "zadaným kritériím: 1"), ("enter", "Zkratka zaměstnance:")], A_WHILE),
    ([("2", "zadaným kritériím: 1"), ("f1", "Nápověda: Seznam")], A_WHILE),
    ([("3", "Přihlášení uživatelé")], A_REFRESH),
    ([("4", "Druh úřadu")], A_WHILE),
    ([("5", "Datová schránka MPSV")], A_WHILE),
    ([("8", "Koho hledat:")], A_WHILE),
    ([("9", "Kdo (účet):")], A_WHILE),
    ([("0", "Číslo chyby:")], A_WHILE),
]
"""Keys from the menu and what shows that the form is there; how long it is then watched."""

ROWS = re.compile(rb"\x1b\[(\d+);\d+H\x1b\[[\d;]*m")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """The program in a terminal, with the document's people and no sync for a day."""
    home = tmp_path / "oktui"
    home.mkdir()
    (home / "oktui.toml").write_text("[policy]\nsync_every = 1440\n", encoding="utf-8")
    settings = demo.make_home(home)
    open_databases(settings)
    demo.prepare(effects=make_effects(settings))
    close_database()
    with Terminal([sys.executable, "-m", "oktui"], tmp_path) as terminal:
        yield terminal


def quiet(terminal: Terminal) -> None:
    """Wait until what was begun has been drawn."""
    while terminal.listen(1.5):
        pass


def sign_in(terminal: Terminal) -> None:
    """Sign in as homola, who as an administrator sees the countdown in the menu."""
    terminal.type("homola")
    terminal.press("tab")
    terminal.type(PASSWORD)
    terminal.press("enter")
    terminal.wait_for("Hlavní menu")
    terminal.wait_for("Správa systému –")


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_form_without_a_countdown_sends_nothing(terminal: Terminal) -> None:
    """Not a byte on F1 and on any form that opens from the menu, above whose countdown they are."""
    terminal.wait_for("Uživatelské jméno:")
    quiet(terminal)
    assert terminal.listen(A_WHILE) == b""
    sign_in(terminal)
    for way, seconds in FORMS:
        for key, shown in way:
            terminal.press(key)
            terminal.wait_for(shown)
            quiet(terminal)
        if seconds == A_REFRESH:
            terminal.listen(A_REFRESH)  # the first reading may bring the activity of whoever came here
        assert (way, terminal.listen(seconds)) == (way, b"")
        for _ in way:
            terminal.press("escape")
            terminal.listen(1.5)
        terminal.wait_for("Hlavní menu")


@pytest.mark.slow
@pytest.mark.parametrize(("key", "shown"), [(None, "Můj účet"), ("7", "Čekající účty")], ids=["menu", "F14"])
def test_a_countdown_sends_its_line_once_a_second(terminal: Terminal, key: str | None, shown: str) -> None:
    """F2, F14: one line, at most once a second, and nothing else."""
    terminal.wait_for("Uživatelské jméno:")
    sign_in(terminal)
    if key:
        terminal.press(key)
    terminal.wait_for(shown)
    terminal.listen(2)
    sent = terminal.listen(4)
    rows = ROWS.findall(sent)
    assert len(set(rows)) == 1
    assert 2 <= len(rows) <= 5
    assert len(sent) < 5 * 250
