"""Založit ze souboru: rows pasted into F3, checked, mended, created, and taken back (R2.3-11, X-28, X-30)."""

import csv
import re

import pytest
from textual import events
from textual.pilot import Pilot

from oktui.domain.people import Person
from oktui.terminal import screen_text
from screens.employees.employee_list import EmployeesScreen
from screens.employees.importing import ImportScreen
from screens.employees.outcome import OutcomeScreen
from screens.employees.undo import UndoScreen
from screens.kept_file import KeptFileScreen
from storage import employees, krk
from storage.database import transaction
from tests.screens.employees.test_many import said
from tests.support.cast import VYSOCINA, Cast
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.newcomers import newcomers
from tests.support.waiting import settled, until

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HEADING = "IK MPSV\tpracoviště\tplatnost od\temail\tfunkce/služební číslo\toprávnění"


@pytest.fixture
def people(cast: Cast) -> list[Person]:
    """A hundred persons whom KRK has."""
    persons = newcomers(100)
    krk.store_persons(persons)
    return persons


def rows(people: list[Person], *, wrong: int = 0) -> str:
    """A row each, as a spreadsheet copies them; of so many the e-mail is none."""
    emails = ["neni"] * wrong + ["urad@kr-vysocina.example"] * (len(people) - wrong)
    return "\r".join(
        [
            HEADING,
            *(
                f"{each.ik}\t{VYSOCINA}\t1.1.2016\t{email}\treferent\tEvidence sociálních služeb (aktualizace)"
                for each, email in zip(people, emails, strict=True)
            ),
        ]
    )


async def paste(pilot: Pilot[None], text: str) -> ImportScreen:
    """Paste the text, and wait until it has been looked at."""
    form = pilot.app.screen
    assert isinstance(form, ImportScreen)
    form.post_message(events.Paste(text))
    await until(pilot, lambda: form.idle and said(pilot, "#summary"))
    await settled(pilot)
    return form


def employed(cast: Cast, people: list[Person]) -> int:
    """How many of them are employed."""
    with transaction():
        return sum(bool(employees.of_person(each.ik)) for each in people)


async def test_a_hundred_rows_are_checked_mended_created_and_taken_back(cast: Cast, people: list[Person]) -> None:
    """R2.3-11: at three faults nobody is created; they come back in a file; the mended ones are, and are gone again."""
    async with FormApp(cast, EmployeesScreen(), "homola").run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, EmployeesScreen))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
        await paste(pilot, rows(people, wrong=3))
        assert said(pilot, "#summary").startswith("Chyb: 3.")
        await pilot.press("f2")
        assert isinstance(pilot.app.screen, ImportScreen)
        await pilot.press("f9")
        await settled(pilot)
        await pilot.press("down", "f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, KeptFileScreen))
        name = re.search(r"zamestnanci-\S+\.csv", said(pilot, "#command"))
        assert name is not None
        with cast.effects.files.open(name[0]) as file:
            kept = list(csv.reader(file.read().decode().splitlines()))
        assert [row[-1] for row in kept[:4]] == ["chyby", *["email: Email nemá správný tvar (jmeno@urad.cz)."] * 3]
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
        assert employed(cast, people) == 0
        await paste(pilot, rows(people))
        assert said(pilot, "#summary") == "V pořádku, založí se zaměstnanců: 100"
        await pilot.press("f2")
        await settled(pilot)
        await pilot.press("left", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, OutcomeScreen))
        assert employed(cast, people) == 100
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("left", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, EmployeesScreen))
        await settled(pilot)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: isinstance(pilot.app.screen, UndoScreen))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, OutcomeScreen))
        assert said(pilot, ".apart") == "provedeno 100"
        assert employed(cast, people) == 0


async def test_what_is_no_table_is_said_and_nothing_can_be_confirmed(cast: Cast) -> None:
    """X-28: one sentence, and the keys say why they do nothing."""
    async with FormApp(cast, ImportScreen(), "homola").run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
        form = await paste(pilot, "Dobrý den, posílám nové zaměstnance.")
        assert said(pilot, "#summary").startswith("Chyb: 1.")
        assert "chybí záhlaví" in said(pilot, "#detail")
        assert form.check_action("confirm", ()) is None


async def test_a_fault_is_said_to_its_last_word(cast: Cast, people: list[Person]) -> None:
    """X-28: what the list has no room for is below it, over as many lines as it takes."""
    pasted = rows(people[:1]).replace("aktualizace", "nahlížení")
    async with FormApp(cast, ImportScreen(), "homola").run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
        await settled(pilot)
        await paste(pilot, pasted)
        assert said(pilot, "#detail").endswith("středníkem.")
        assert "středníkem." in screen_text(pilot.app)
