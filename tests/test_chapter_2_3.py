"""Chapter 2.3 at the keyboard of the real program: from the administrator's sign-in to the new official's menu."""

import subprocess
import sys
from pathlib import Path

import pytest

from oktui import demo
from tests.cast import PASSWORD
from tests.terminal import Terminal

FIRST = "Prvni-Prihlaseni-7"
OWN = "Moje-Tajna-Zahradka"
OKTUI = [sys.executable, "-m", "oktui"]
# The background's own sync would race with what the test looks at between two runs.
SETTINGS = "[policy]\nsync_every = 1440\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A demo whose sync runs when the test says so."""
    folder = tmp_path / "oktui"
    folder.mkdir()
    (folder / "oktui.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


def oktui(home: Path, tmp_path: Path) -> Terminal:
    """The demo in a terminal of 80 columns and 24 lines."""
    return Terminal([*OKTUI, "demo", "--home", str(home)], tmp_path)


def worker_once(home: Path) -> str:
    """One run of the sync by the worker's command."""
    command = [*OKTUI, "worker", "--once", "--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def sign_in(terminal: Terminal, username: str, password: str) -> None:
    """Type name and password into F1."""
    terminal.wait_for("Heslo:")
    terminal.type(username)
    terminal.press("tab")
    terminal.type(password)
    terminal.press("enter")


def create_martinka(terminal: Terminal) -> None:
    """Steps 1 to 7, from the menu to the list with the new account in it."""
    terminal.wait_for("Hlavní menu")
    terminal.press("enter")
    terminal.wait_for("1273434965: Jiří Homola")
    terminal.press("f7")
    terminal.wait_for("V centrální evidenci")
    terminal.type(str(demo.MARTINKA.birth_number))
    terminal.press("enter")
    terminal.wait_for(demo.MARTINKA.ik)
    terminal.press("enter")
    terminal.wait_for("Nový zaměstnanec")
    terminal.type("martinka@kr-vysocina.example")
    terminal.press("tab")
    terminal.type("referent")
    terminal.press("tab", "tab", "space")
    assert "martinka" in terminal.wait_for("Potvrzení hesla")
    terminal.type(FIRST)
    terminal.press("tab")
    terminal.type(FIRST)
    terminal.press("f7")
    terminal.wait_for("Evidence sociálních služeb")
    terminal.press("f4", "f2")
    terminal.wait_for("aktualizace")
    terminal.press("f2")


def test_a_new_official_gets_in(home: Path, tmp_path: Path) -> None:
    """R2.3-1 … R2.3-14, X-16: chapter 2.3, with 30 keystrokes or fewer besides what is typed into fields."""
    with oktui(home, tmp_path) as terminal:
        sign_in(terminal, "homola", PASSWORD)
        create_martinka(terminal)
        listed = terminal.wait_for("martinka: čeká na sehrání")
        assert terminal.keystrokes <= 30
        assert "1284384629: Radomír Martinka" in listed
        terminal.press("escape")
        terminal.wait_for("Hlavní menu")
        terminal.press("escape")

        sign_in(terminal, "martinka", FIRST)
        terminal.wait_for("CHYBA_AAExternNenalezen")
        assert "Opakujte přihlášení později." in terminal.text
        terminal.press("enter")
        terminal.wait_until_gone("CHYBA_AAExternNenalezen")

        assert worker_once(home) == "Zpracováno účtů: 1, zprovozněno: 1, bez odpovědi KRK: 0.\n"
        terminal.type(FIRST)
        terminal.press("enter")
        terminal.wait_for("Změna hesla přihlášeného uživatele")
        for password in (FIRST, OWN, OWN):
            terminal.type(password)
            terminal.press("tab" if password is not OWN else "enter")
        terminal.wait_for("Heslo bylo změněno")
        terminal.press("enter")
        menu = terminal.wait_for("Evidence sociálních služeb – aktualizace")
        assert "Hlavní menu" in menu
        assert "Zaměstnanci" not in menu
        terminal.press("escape")
        terminal.wait_for("Přihlášení")
        terminal.press("escape")
        terminal.wait_for("Ukončit program?")
        terminal.press("left", "enter")
        assert terminal.exit_status == 0
