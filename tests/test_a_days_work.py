"""A day's work at the keyboard of the real program, with its keys counted."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from oktui import demo
from oktui.cli.invocation import OK, REFUSED
from oktui.domain.modules import Module, Realm
from oktui.domain.people import Person
from oktui.domain.sync import SyncState
from oktui.effects import Effects
from oktui.installation import open_databases
from storage import accounts, krk, workplaces
from storage.database import close_database, transaction
from storage.lookup import keep_words
from storage.models import EmployeeRow
from tests.support.at_the_keyboard import installed, program, sign_in_as
from tests.support.cast import DETAILS, PASSWORD, VYSOCINA
from tests.support.newcomers import RECORDS, newcomers
from tests.support.shell import oktui

PHONE = "777123456"
HEADING = "IK MPSV;pracoviště;platnost od;email;funkce/služební číslo;oprávnění"
ENDS, EXTENDED = date(2099, 11, 30), date(2099, 12, 31)
"""The days of ten people's validity, before and after."""
WHERE = {"F18": ("", "Co je třeba udělat"), "F3": ("2", "Výběrová kritéria"), "F13": ("8", "Koho hledat:")}
"""Where somebody is when the telephone rings: the key that leads there from F18, and what is to be seen."""


@pytest.fixture
def effects(tmp_path: Path) -> Effects:
    """The demo's people, who begin with what needs doing."""
    return installed(tmp_path)


@pytest.mark.parametrize("where", WHERE)
def test_a_telephone_number_leads_to_its_owners_detail_in_three_keys(
    effects: Effects, tmp_path: Path, where: str
) -> None:
    """F3, F6, X-28: from wherever one is, besides the number itself, which is typed as it comes."""
    with transaction():
        smitko = accounts.named(Realm.OKNOUZE, "sz_smitko")
        assert smitko is not None
        EmployeeRow.update(phone=f"+420 {PHONE}").where(EmployeeRow.id == smitko.employee.id).execute()
        keep_words([smitko.employee.id])
    with program(tmp_path) as terminal:
        key, seen = WHERE[where]
        sign_in_as(terminal, "mpsv_radek", module=Module.OKNOUZE, first="Co je třeba udělat")
        terminal.type(key)
        terminal.wait_for(seen)
        terminal.press("ctrl+k")
        terminal.wait_for("Kam nebo ke komu:")
        terminal.type(PHONE)
        terminal.wait_for("Josef Smítko")
        terminal.press("enter")
        terminal.wait_for("Detail zaměstnance – Ing. Josef Smítko")
        assert terminal.keystrokes <= 3


def test_ten_people_are_extended_in_twelve_keys(effects: Effects, tmp_path: Path) -> None:
    """F3, R2.3-8: found by their surname, looked at and changed; keys are counted besides the name and the date."""
    usernames = employ_ten(effects)
    with program(tmp_path) as terminal:
        sign_in_as(terminal, "homola", module=Module.REGISTR, first="Co je třeba udělat")
        terminal.press("2")
        terminal.wait_for("Výběrová kritéria")
        terminal.type("dlouh")
        terminal.wait_for("kritériím: 10")
        terminal.press("*")
        terminal.wait_for("Je jich 10.")
        terminal.press("left", "enter", "f2")
        terminal.wait_for("zaměstnanců: 10")
        terminal.type(EXTENDED.strftime("%d.%m.%Y"))
        terminal.wait_for("změní se 10")
        terminal.press("f2")
        terminal.wait_for("provedeno 10")
        assert terminal.keystrokes <= 12
    open_databases(demo.make_home(tmp_path / "oktui"))
    with transaction():
        found = [accounts.named(Realm.OKSLUZBY, username) for username in usernames]
    close_database()
    assert [each and each.employee.details.valid_to for each in found] == [EXTENDED] * 10


def employ_ten(effects: Effects) -> list[str]:
    """Ten colleagues of one surname; their usernames."""
    officials = [
        demo.Official(person, Realm.OKSLUZBY, VYSOCINA, f"nova{person.ik}", replace(DETAILS, valid_to=ENDS), (RECORDS,))
        for person in newcomers(10)
    ]
    krk.store_persons([each.person for each in officials])
    with transaction():
        place = next(place for place in workplaces.within(None) if place.name == VYSOCINA)
        password_hash = effects.hashing.hash(PASSWORD)
        for each in officials:
            demo.employ(each, place, password_hash, effects.now(), SyncState.ACTIVE)
    return [each.username for each in officials]


def test_a_file_of_a_hundred_is_checked_mended_brought_in_and_taken_back(effects: Effects, tmp_path: Path) -> None:
    """R2.3-11, X-28, X-26: as Excel writes it in Windows-1250; what is mended is the file that the faults came in."""
    persons = newcomers(100)
    krk.store_persons(persons)
    close_database()
    home, file, faults = tmp_path / "oktui", tmp_path / "noví.csv", tmp_path / "chyby.csv"
    file.write_text(
        "\r\n".join([HEADING, *(_row(each, wrong=n < 3, account=n < 10) for n, each in enumerate(persons))]), "cp1250"
    )
    checked = oktui("employees", "import", file, "--check", "--faults", faults, "--home", home)
    assert checked.returncode == REFUSED
    assert [line.split(":")[0] for line in checked.stderr.splitlines()] == [
        f"řádek {number}, sloupec email" for number in (2, 3, 4)
    ]
    mended = tmp_path / "opravené.csv"
    mended.write_text(faults.read_text("utf-8").replace("není", "urad@kr-vysocina.example"), "utf-8")
    told = json.loads(oktui("employees", "import", mended, "--json", "--home", home).stdout)
    assert (told["faults"], len(told["employees"])) == ([], 100)
    back = json.loads(oktui("employees", "undo", "--yes", "--json", "--home", home).stdout)
    assert (back["undone"], len(back["employees"])) == (True, 100)
    counted = oktui("db", "check", "--home", home)
    assert counted.returncode == OK


def _row(person: Person, *, wrong: bool, account: bool) -> str:
    """A row of the file; real passwords take their time, so not everybody gets an account."""
    email = "není" if wrong else "urad@kr-vysocina.example"
    permission = "Evidence sociálních služeb (aktualizace)" if account else ""
    return f"{person.ik};{VYSOCINA};1.1.2016;{email};účetní;{permission}"
