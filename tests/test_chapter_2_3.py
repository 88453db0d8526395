"""Chapter 2.3 at the keyboard of the real program: from the administrator's sign-in to the new official's menu."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from oktui import demo
from tests.support.cast import PASSWORD
from tests.support.terminal import Terminal

FIRST = "Prvni-Skobrtnuti-7"
OWN = "Dikobraz-Ve-Vrzi-16"
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
    terminal.wait_for("Co je třeba udělat")
    terminal.press("2")
    terminal.wait_for("1273434965: Jiří Homola")
    terminal.press("f7")
    terminal.wait_for("V centrální evidenci")
    terminal.type(str(demo.MARTINKA.data.birth_number))
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
    told = terminal.wait_for("Účet je uložen")
    assert "Ing. Radomír Martinka · martinka" in told
    assert "Přihlásit se půjde po sehrání účtů" in told
    assert FIRST not in told
    terminal.press("escape")


def test_a_new_official_gets_in(home: Path, tmp_path: Path) -> None:
    """R2.3-1 … R2.3-14, X-16: chapter 2.3, with 30 keystrokes or fewer besides what is typed into fields."""
    with oktui(home, tmp_path) as terminal:
        sign_in(terminal, "homola", PASSWORD)
        create_martinka(terminal)
        listed = terminal.wait_for("martinka: čeká na sehrání")
        assert terminal.keystrokes <= 30
        assert "1284384629: Radomír Martinka" in listed
        terminal.press("escape")
        terminal.wait_for("Co je třeba udělat")
        terminal.press("escape")
        terminal.wait_for("Správa systému")
        terminal.press("escape")
        terminal.wait_for("Odhlásit se z aplikace?")
        terminal.press("left", "enter")

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
        terminal.wait_for("Odhlásit se z aplikace?")
        terminal.press("left", "enter")
        terminal.wait_for("Heslo:")
        terminal.press("escape")
        terminal.wait_for("Ukončit program?")
        terminal.press("left", "enter")
        assert terminal.exit_status == 0


def open_search(terminal: Terminal) -> None:
    """From F1 to Výběr osoby."""
    sign_in(terminal, "homola", PASSWORD)
    terminal.wait_for("Co je třeba udělat")
    terminal.press("2")
    terminal.wait_for("1273434965: Jiří Homola")
    terminal.press("f7")
    terminal.wait_for("V centrální evidenci")


def test_a_username_that_is_taken_is_said_and_a_free_one_offered(home: Path, tmp_path: Path) -> None:
    """R2.3-8, X-5: Alexandr Černý, while `cerny` is taken: nothing stored, the form kept, cerny2 one key away."""
    with oktui(home, tmp_path) as terminal:
        sign_in(terminal, "homola", PASSWORD)
        employ_taking_the_name(home)
        terminal.wait_for("Co je třeba udělat")
        terminal.press("2")
        terminal.wait_for("Radomír Martinka")
        terminal.press("f7")
        terminal.wait_for("V centrální evidenci")
        terminal.type(str(demo.CERNY.data.birth_number))
        terminal.press("enter")
        terminal.wait_for(demo.CERNY.ik)
        terminal.press("enter")
        terminal.wait_for("Nový zaměstnanec")
        terminal.type("cerny@kr-vysocina.example")
        terminal.press("tab")
        terminal.type("referent")
        terminal.press("tab", "tab", "space")
        terminal.wait_for("Potvrzení hesla")
        terminal.type(FIRST)
        terminal.press("tab")
        terminal.type(FIRST)
        terminal.press("f2")
        refused = terminal.wait_for("Volné je cerny2.")
        assert "referent" in refused
        terminal.press("ctrl+n", "f2")
        terminal.wait_for("Přesto uložit")
        terminal.press("left", "enter")
        terminal.wait_for("Účet je uložen")
        terminal.press("escape")
        assert "cerny2" in terminal.wait_for("cerny2: čeká na sehrání")


def employ_taking_the_name(home: Path) -> None:
    """Store Martinka under the username `cerny`, as another administrator would meanwhile."""
    script = (
        "import sys; from pathlib import Path; from datetime import date\n"
        "from oktui import demo; from oktui.config import load_settings\n"
        "from oktui.domain.people import Details; from oktui.domain.modules import Realm\n"
        "from oktui.installation import open_databases, make_effects\n"
        "from storage import workplaces; from storage.database import transaction\n"
        "settings = load_settings(Path(sys.argv[1]), {}); open_databases(settings)\n"
        "effects = make_effects(settings)\n"
        "details = Details(date(2014, 9, 15), email='a@b.example', position='referent')\n"
        "official = demo.Official(demo.MARTINKA, Realm.OKSLUZBY, 'Kraj Vysočina – referát SS', 'Cerny', details, ())\n"
        "with transaction():\n"
        "    place = next(p for p in workplaces.within(None) if p.name == official.workplace)\n"
        "    demo.employ(official, place, effects.hashing.hash('x' * 20), effects.now())\n"
    )
    subprocess.run([sys.executable, "-c", script, str(home)], check=True, timeout=60)


def test_a_person_without_a_category_is_error_501(home: Path, tmp_path: Path) -> None:
    """R2.3-5: the dialog, letter for letter, for the IK 1504965979."""
    with oktui(home, tmp_path) as terminal:
        open_search(terminal)
        terminal.press("shift+tab", "right")
        terminal.press("tab")
        terminal.type("1504965979")
        terminal.press("enter")
        dialog = terminal.wait_for("kód chyby: 501")
        assert "text chyby: Osobu s CSP: 1504965979 se nepodařilo načíst" in dialog
        assert "text pro uživatele: Data osoby jsou nedostupná" in dialog
        assert "odbor informačních a komunikačních" in dialog


def test_without_krk_the_form_lives_on(home: Path, tmp_path: Path) -> None:
    """X-4: KRK's file away, then KRK hanging: the documented sentence in time, and the form alive meanwhile."""
    with oktui(home, tmp_path) as terminal:
        open_search(terminal)
        krk = home / "krk.db"
        krk.rename(home / "away.db")
        terminal.type(str(demo.MARTINKA.data.birth_number))
        terminal.press("enter")
        terminal.wait_for("Nastala chyba při komunikaci s KRK.")
        terminal.press("enter")
        terminal.wait_until_gone("Nastala chyba při komunikaci s KRK.")
        (home / "away.db").rename(krk)
        with closing(sqlite3.connect(krk, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            terminal.press("enter")
            terminal.wait_for("Pracuji…")
            terminal.press("backspace")
            terminal.type("7")
            terminal.wait_for("Nastala chyba při komunikaci s KRK.", timeout=15)
        terminal.press("enter")
        terminal.wait_until_gone("Nastala chyba při komunikaci s KRK.")
        assert str(demo.MARTINKA.data.birth_number) in terminal.text
        terminal.press("enter")
        terminal.wait_for(demo.MARTINKA.ik)
