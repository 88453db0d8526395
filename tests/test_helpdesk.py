"""The helpdesk's half minute, at the keyboard of the real program: from the menu to the new password on the screen."""

import re
from pathlib import Path

import pytest

from oktui import demo
from oktui.domain.modules import Module, Permission, Realm
from oktui.domain.people import Details
from oktui.domain.sign_in import NotSynchronised
from oktui.domain.sync import SyncState
from oktui.effects import Effects
from oktui.installation import open_databases
from oktui.services.sign_in.sign_in import SignIn, sign_in
from storage import workplaces
from storage.database import close_database, transaction
from tests.support.at_the_keyboard import installed, program, sign_in_as
from tests.support.cast import DETAILS, JIHOMORAVSKY, PASSWORD, begin_with_the_menu, granted
from tests.support.terminal import Terminal

AT_MOST = 12
"""Keystrokes besides the name or the number (the third bar of the helpdesk)."""

HELPDESK_TASKS = ["Změna hesla", "Zaměstnanci", "Proč se nelze přihlásit", "Chybová hlášení"]
TASK = re.compile(r"^\W*\d (\w.*?)(?:  |$)", re.MULTILINE)
GENERATED = re.compile(r"^([a-z2-9]{4})   \w[\w ]* – ", re.MULTILINE)  # a letter may take two words: dvojité vé


@pytest.fixture
def effects(tmp_path: Path) -> Effects:
    """The demo's people in an installation of their own."""
    effects = installed(tmp_path)
    begin_with_the_menu()
    return effects


def incident_of_martinka(effects: Effects) -> int:
    """Employ Martinka, whose permissions the sync has not loaded yet, and have him try to sign in."""
    reports = granted(Module.POSKYTOVATEL, Permission.REPORTS)
    details: Details = DETAILS
    official = demo.Official(demo.MARTINKA, Realm.OKSLUZBY, JIHOMORAVSKY, "martinka", details, (reports,))
    with transaction():
        place = next(place for place in workplaces.within(None) if place.name == JIHOMORAVSKY)
        demo.employ(official, place, effects.hashing.hash(PASSWORD), effects.now(), SyncState.PERSON_LOADED)
    with pytest.raises(NotSynchronised) as refused:
        sign_in(SignIn(Module.POSKYTOVATEL, "martinka", PASSWORD), effects=effects)
    assert refused.value.incident is not None
    return refused.value.incident


def help_somebody(terminal: Terminal, said: str, whom: str) -> str:
    """Find whoever says so, and read a new password out of the screen."""
    number = re.search(r"(\d) Proč se nelze přihlásit", terminal.wait_for("Proč se nelze přihlásit"))
    assert number is not None
    terminal.press(number.group(1))
    terminal.wait_for("Koho hledat:")
    terminal.type(said)
    terminal.press("enter")
    terminal.wait_for(whom)
    terminal.press("ctrl+g")
    terminal.wait_for("Jak byl volající rozpoznán?")
    terminal.press("space", "f2")
    text = terminal.wait_for("od prvního přihlášení už jen 15 min")
    return "-".join(GENERATED.findall(text))


def test_smitko_of_smirice_gets_in_again(effects: Effects, tmp_path: Path) -> None:
    """F13, R2.6-3, R2.8-1, X-16: found by name and workplace; unlocked and with a password that opens."""
    with program(tmp_path) as terminal:
        sign_in_as(terminal, "mpsv_radek", module=Module.OKNOUZE)
        password = help_somebody(terminal, "Smítko, Smiřice", "Ing. Josef Smítko, CSc. · sz_smitko · Smiřice")
        assert terminal.keystrokes <= AT_MOST
        assert "Zámek přihlášení byl zrušen." in terminal.text
        terminal.press("escape")
        terminal.wait_until_gone(password[:4])
    open_databases(demo.make_home(tmp_path / "oktui"))
    assert sign_in(SignIn(Module.OKNOUZE, "sz_smitko", password), effects=effects).must_change
    close_database()


def test_an_incidents_number_is_enough(effects: Effects, tmp_path: Path) -> None:
    """X-2, X-6, F13: the helpdesk of the region, with the number that the caller reads out."""
    incident = incident_of_martinka(effects)
    with program(tmp_path) as terminal:
        sign_in_as(terminal, "dlouhy", module=Module.REGISTR)
        assert TASK.findall(terminal.text) == HELPDESK_TASKS
        password = help_somebody(terminal, str(incident), "Ing. Radomír Martinka · martinka")
        assert terminal.keystrokes <= AT_MOST
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){4}", password)
