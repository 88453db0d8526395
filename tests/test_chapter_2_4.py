"""Chapter 2.4 at the keyboard of the real program: a person whom KRK does not know becomes an official who gets in."""

import re
from pathlib import Path

import pytest

from tests.support.cast import PASSWORD
from tests.support.terminal import Terminal
from tests.test_chapter_2_3 import oktui, worker_once

FIRST = "Prvni-Skobrtnuti-7"
OWN = "Dikobraz-Ve-Vrzi-16"
# The background's own sync would race with what the test looks at between two runs.
SETTINGS = "[policy]\nsync_every = 1440\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A demo whose sync runs when the test says so."""
    folder = tmp_path / "oktui"
    folder.mkdir()
    (folder / "oktui.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


def sign_in(terminal: Terminal, username: str, password: str, *, choose_module: bool = False) -> None:
    """Type name and password into F1, after choosing OKnouze/OKslužby above them."""
    terminal.wait_for("Heslo:")
    if choose_module:
        terminal.press("shift+tab", "down", "down", "tab")
        terminal.wait_for("(o) OKnouze/OKslužby")
    terminal.type(username)
    terminal.press("tab")
    terminal.type(password)
    terminal.press("enter")


def look_for_dlouhy(terminal: Terminal) -> None:
    """Steps 1 to 4: Zaměstnanci, Nový, Výběr osoby with the birth number; nobody is found, and it is closed."""
    terminal.wait_for("Co je třeba udělat")
    terminal.press("2")
    terminal.wait_for("1273434239: Nataša Gollová")
    terminal.press("f7")
    terminal.wait_for("V centrální evidenci")
    terminal.type("900806/5121")
    terminal.press("enter")
    assert "Nová osoba" in terminal.wait_for("Osoba nebyla v registru nalezena.")
    terminal.press("escape")
    terminal.wait_for("Nový zaměstnanec")


def enter_dlouhy(terminal: Terminal) -> str:
    """Steps 4 to 6: Nová osoba, the data by hand, and the IK MPSV that stands on the form then."""
    terminal.press("f6")
    terminal.wait_for("Ruční zadání údajů nového zaměstnance")
    for text in ("900806/5121", "Robert", "Dlouhý", "Dlouhý"):
        terminal.type(text)
        terminal.press("tab")
    terminal.press("f2")
    form = terminal.wait_for(re.compile(r"IK MPSV: +\d{10}\b"))
    given = re.search(r"IK MPSV: +(\d{10})\b", form)
    assert given is not None
    assert re.search(r"Jméno: +Robert\b", form)
    assert re.search(r"Příjmení: +Dlouhý\b", form)
    return given[1]


def create_account(terminal: Terminal) -> None:
    """Steps 7 to 11: the account, the data, Sociální pracovník and then Správa systému, and OK."""
    terminal.type("dlouhy@kop-jh.example")
    terminal.press("tab")
    terminal.type("sociální pracovník")
    terminal.press("tab", "tab", "space")
    assert re.search(r"Uživatelské jméno: +dlouhy\b", terminal.wait_for("Potvrzení hesla"))
    terminal.type(FIRST)
    terminal.press("tab")
    terminal.type(FIRST)
    for permission in ("Sociální pracovník", "Správa systému"):
        terminal.press("f7")
        terminal.wait_for("Úroveň:")
        terminal.press("f4", "f2")
        terminal.wait_for(re.compile(rf"{permission} +aktualizace"))
    terminal.press("f2")
    terminal.wait_for("Účet je uložen")
    terminal.press("escape")


def test_somebody_unknown_to_krk_gets_in(home: Path, tmp_path: Path) -> None:
    """R2.4-1, R2.4-3, R2.3-12, R2.3-14, R2.2-3: the whole of chapter 2.4 with Robert Dlouhý, to his own first menu."""
    with oktui(home, tmp_path) as terminal:
        sign_in(terminal, "gollova", PASSWORD, choose_module=True)
        look_for_dlouhy(terminal)
        ik = enter_dlouhy(terminal)
        create_account(terminal)
        assert f"{ik}: Robert Dlouhý" in terminal.wait_for("dlouhy: čeká na sehrání")
        terminal.press("escape")
        terminal.wait_for("Co je třeba udělat")
        terminal.press("escape")
        terminal.wait_for("Správa systému")
        terminal.press("escape")
        terminal.wait_for("Odhlásit se z aplikace?")
        terminal.press("left", "enter")

        sign_in(terminal, "dlouhy", FIRST)
        terminal.wait_for("CHYBA_AAExternNenalezen")
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
        terminal.wait_for("Co je třeba udělat")
        terminal.press("escape")
        menu = terminal.wait_for("Osoba: Robert Dlouhý")
        assert "Sociální pracovník – aktualizace" in menu
        assert "Správa systému – aktualizace" in menu
        assert "Zaměstnanci" in menu
