"""At rest nothing moves: what the program sends over the line while nobody touches it (design, «At rest»)."""

import re
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from oktui import demo
from oktui.installation import make_effects, open_databases
from storage.database import close_database
from tests.support.cast import PASSWORD, begin_with_the_menu
from tests.support.terminal import Terminal

A_REFRESH, A_COUNT = 17.0, 32.0
"""Past the reading of forms that are read anew by themselves, and past the step of F3's states and of all banners."""

FORMS: dict[str, list[tuple[str, str]]] = {
    "F18": [("r", "Zablokování")],
    "F9": [("1", "Původní heslo:")],
    "F3": [("2", "zadaným kritériím: 1")],
    "F6": [("2", "zadaným kritériím: 1"), ("enter", "Zkratka zaměstnance:")],
    "F3's help": [("2", "zadaným kritériím: 1"), ("f1", "Nápověda: Seznam")],
    "F10": [("3", "Přihlášení uživatelé")],
    "F11": [("4", "Druh úřadu")],
    "F12": [("5", "Datová schránka MPSV")],
    "F13": [("8", "Koho hledat:")],
    "F15": [("9", "Kdo (účet):")],
    "F16": [("0", "Číslo chyby:")],
}
"""Keys from the menu and what shows that the form is there."""

ROWS = re.compile(rb"\x1b\[(\d+);\d+H\x1b\[[\d;]*m")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The document's people, and no sync for a day."""
    home = tmp_path / "oktui"
    home.mkdir()
    (home / "oktui.toml").write_text("[policy]\nsync_every = 1440\n", encoding="utf-8")
    settings = demo.make_home(home)
    open_databases(settings)
    demo.prepare(effects=make_effects(settings))
    begin_with_the_menu()
    close_database()
    return home


def program(home: Path) -> Terminal:
    """The program in a terminal."""
    return Terminal([sys.executable, "-m", "oktui"], home.parent)


def sign_in(terminal: Terminal) -> None:
    """Sign in as homola, who as an administrator sees the countdown in the menu."""
    terminal.wait_for("Uživatelské jméno:")
    terminal.type("homola")
    terminal.press("tab")
    terminal.type(PASSWORD)
    terminal.press("enter")
    terminal.wait_for("Hlavní menu")
    terminal.wait_for("Správa systému –")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_form_without_a_countdown_sends_nothing(home: Path, tmp_path: Path) -> None:
    """Not a byte on F1 and on any form that opens from the menu, above whose countdown they are: all at once."""
    with ExitStack() as running:
        watched = {"F1": running.enter_context(program(home))}
        for number, (form, way) in enumerate(FORMS.items()):
            # An account has one session: each form is another installation's.
            folder = tmp_path / str(number)
            shutil.copytree(home, folder / home.name)
            watched[form] = terminal = running.enter_context(program(folder / home.name))
            sign_in(terminal)
            for key, shown in way:
                terminal.press(key)
                terminal.wait_for(shown)
        watched["F1"].listen(A_REFRESH)  # the first reading may bring the activity of whoever came here
        for terminal in watched.values():
            terminal.listen(0.1)
        sent = {"F1": watched.pop("F1").listen(A_COUNT)}
        sent |= {form: terminal.listen(0.1) for form, terminal in watched.items()}
        assert sent == dict.fromkeys(sent, b"")


@pytest.mark.slow
@pytest.mark.parametrize(("key", "shown"), [(None, "Můj účet"), ("7", "Čekající účty")], ids=["menu", "F14"])
def test_a_countdown_sends_its_line_once_a_second(home: Path, key: str | None, shown: str) -> None:
    """F2, F14: one line, at most once a second, and nothing else."""
    with program(home) as terminal:
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
