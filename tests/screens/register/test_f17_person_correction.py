"""Oprava osoby v KRK: opened by F17, F5 and F6."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from oktui import demo
from oktui.domain.audit import EventKind
from oktui.domain.modules import Module, Realm
from oktui.domain.people import Person
from oktui.domain.sync import SyncState
from oktui.services.register.register_person import RegisterPerson, register_person
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.employees.new_employee import NewEmployeeScreen
from screens.register.krk_register import KrkRegisterScreen
from screens.register.new_person import NewPersonScreen
from screens.register.person_correction import PersonCorrectionScreen
from screens.register.registered_person import RegisteredPersonScreen
from screens.texts import register
from screens.widgets.dialogs import MessageDialog, QuestionDialog
from storage import krk
from storage.krk_models import PersonRow
from tests.services.register.test_correct_person import ENTRY, OFFICE
from tests.support.cast import Cast
from tests.support.employee_forms import choose_person, focus_of, opened, shown
from tests.support.form_app import FormApp, fill
from tests.support.hosts import SIZE
from tests.support.journal import audited
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def on_top(app: FormApp) -> PersonCorrectionScreen:
    """The form that is used now."""
    assert isinstance(app.screen, PersonCorrectionScreen)
    return app.screen


@asynccontextmanager
async def correcting(cast: Cast, person: Person = demo.KLICPERA) -> AsyncIterator[tuple[FormApp, Pilot[None]]]:
    """The form in MPSV's hands."""
    async with opened(cast, PersonCorrectionScreen(person), "mpsv_radek") as (app, pilot):
        yield app, pilot


def correct_button(app: FormApp) -> Button:
    """The button of F5 and F6 that opens the form."""
    return app.form.query_one("#correct_person", Button)


async def test_mpsv_corrects_a_person_from_the_register(cast: Cast) -> None:
    """R2.2-2, X-20: F4 on the person; the list shows the new name, and nobody has seen the birth number."""
    async with opened(cast, KrkRegisterScreen(), "mpsv_radek") as (app, pilot):
        await pilot.press(*str(demo.KLICPERA.data.birth_number), "enter")
        await settled(pilot)
        await pilot.press("enter")
        await shown(pilot, RegisteredPersonScreen)
        await pilot.press("f4")
        await shown(pilot, PersonCorrectionScreen)
        assert "481230/013" not in app.shown()
        fill(on_top(app), surname="Novák", correction_reason="sňatek")
        await pilot.press("f2")
        await shown(pilot, RegisteredPersonScreen)
        assert "Příjmení:           Novák" in app.shown()
        await pilot.press("escape")
        await shown(pilot, KrkRegisterScreen)
        assert "Novák" in app.shown()
    assert cast.account("klicpera").employee.person.surname == "Novák"


async def test_without_a_reason_nothing_is_written(cast: Cast) -> None:
    """X-19: and the cursor goes there."""
    async with correcting(cast) as (app, pilot):
        fill(app.form, surname="Novák")
        await pilot.press("f2")
        await settled(pilot)
        assert focus_of(app) == "correction_reason"
        assert app.form.field("surname").value == "Novák"
    assert krk.find_by_ik(demo.KLICPERA.ik) == demo.KLICPERA


async def test_a_birth_number_changes_after_a_second_question(cast: Cast) -> None:
    """F17, X-25: «Neměnit» returns to it."""
    async with correcting(cast) as (app, pilot):
        fill(app.form, birth_number="481230/019", correction_reason="přepis")
        await pilot.press("f2")
        await shown(pilot, QuestionDialog)
        await pilot.press("escape")
        await until(pilot, lambda: app.form.field("birth_number").error)
        assert krk.find_by_ik(demo.KLICPERA.ik) == demo.KLICPERA
        await pilot.press("f2")
        await shown(pilot, QuestionDialog)
        await pilot.press("left", "enter")
        await until(pilot, lambda: app.results)
        assert str(app.results[0].data.birth_number) == "481230/019"


async def test_another_persons_number_is_refused_beside_it(cast: Cast) -> None:
    """F17: whatever is confirmed."""
    async with correcting(cast) as (app, pilot):
        fill(app.form, birth_number=str(demo.MARTINKA.data.birth_number), correction_reason="přepis")
        await pilot.press("f2")
        await shown(pilot, QuestionDialog)
        await pilot.press("left", "enter")
        await until(pilot, lambda: app.form.field("birth_number").error)
        assert demo.MARTINKA.ik in (app.form.field("birth_number").error or "")


async def test_who_comes_second_loses_nothing_typed(cast: Cast) -> None:
    """X-21: what KRK has now stands in the other fields, and F2 stores both."""
    async with correcting(cast) as (app, pilot):
        PersonRow.update(surname="Zelený").where(PersonRow.ik == demo.KLICPERA.ik).execute()
        fill(app.form, title_before="Mgr.", correction_reason="titul")
        await pilot.press("f2")
        await shown(pilot, MessageDialog)
        assert "Klicpera → Zelený" in app.shown()
        await pilot.press("enter")
        await shown(pilot, PersonCorrectionScreen)
        assert [app.form.field(name).value for name in ("surname", "title_before")] == ["Zelený", "Mgr."]
        await pilot.press("f2")
        await until(pilot, lambda: app.results)
        assert app.results[0].data.full_name == "Mgr. Adam Zelený"


async def test_a_typing_mistake_of_f8_is_corrected_on_f5(cast: Cast) -> None:
    """R2.4-1, R2.3-7: what was typed into F4 is there in F8; the username offered follows the surname."""
    async with opened(cast, NewEmployeeScreen(), "gollova", Module.OKNOUZE) as (app, pilot):
        await pilot.press(*"900806/5121", "enter")
        await until(pilot, lambda: register.NOT_FOUND in app.shown())
        await settled(pilot)
        await pilot.press("escape")
        await shown(pilot, NewEmployeeScreen)
        assert "F6 Nová osoba" in app.shown()
        await pilot.press("f6")
        await shown(pilot, NewPersonScreen)
        assert "Rodné číslo:    900806/5121" in app.shown()
        await pilot.press("enter", *"Robert", "tab", *"Dlouhy", "tab", "f2")
        await shown(pilot, NewEmployeeScreen)
        assert app.form.field("username").value == "dlouhy"
        await pilot.press("ctrl+p")
        await shown(pilot, PersonCorrectionScreen)
        fill(on_top(app), surname="Široký", birth_surname="Široký", correction_reason="překlep")
        await pilot.press("f2")
        await shown(pilot, NewEmployeeScreen)
        await settled(pilot)
        assert "Příjmení:           Široký" in app.shown()
        assert app.form.field("username").value == "siroky"
    [person] = krk.find_by_personal_data("Robert", "Široký", None)
    assert person.data.birth_surname == "Široký"


async def test_f5_offers_no_correction_of_whom_others_have_entered(cast: Cast) -> None:
    """R2.4-1, X-3: Nová osoba stands there instead."""
    async with opened(cast, NewEmployeeScreen(), "gollova", Module.OKNOUZE) as (app, pilot):
        await choose_person(pilot, str(demo.MARINKA.data.birth_number))
        assert not correct_button(app).display
        await pilot.press("ctrl+p")
        await settled(pilot)
        assert app.screen is app.form


async def test_who_entered_somebody_corrects_them_on_f6_until_they_are_activated(cast: Cast) -> None:
    """R2.4-1, R2.3-7: the detail shows the new name and offers a username; afterwards the button is grey."""
    gollova = cast.actor("gollova", Module.OKNOUZE)
    person = register_person(gollova, RegisterPerson(ENTRY), effects=cast.effects)
    waiting = cast.employ(person, "dlouhy", realm=Realm.OKNOUZE, workplace=OFFICE, state=SyncState.NEW)
    async with opened(cast, EmployeeDetailScreen(waiting.employee.id), "gollova", Module.OKNOUZE) as (app, pilot):
        await pilot.press("ctrl+p")
        await shown(pilot, PersonCorrectionScreen)
        fill(on_top(app), given_name="Robert", surname="Široký", correction_reason="překlep")
        await pilot.press("f2")
        await shown(pilot, EmployeeDetailScreen)
        await settled(pilot)
        assert "Příjmení:           Široký" in app.shown()
        assert "siroky. Převzít: ^N" in " ".join(app.shown().split())
        assert app.form.field("username").value == "dlouhy"
        await pilot.press("ctrl+n", "f2")
        await until(pilot, lambda: app.results)
    renamed = cast.account("siroky", Realm.OKNOUZE)
    active = cast.employ(person, "druhy", realm=Realm.OKNOUZE, workplace="MPSV PHN a SS")
    assert active.sync_state is SyncState.ACTIVE
    async with opened(cast, EmployeeDetailScreen(renamed.employee.id), "gollova", Module.OKNOUZE) as (app, pilot):
        assert correct_button(app).disabled
        assert "navržené" not in app.shown()


async def test_obnovit_on_f6_asks_krk(cast: Cast) -> None:
    """R2.3-4, X-4: the new name is shown and stored, what was typed stays; an outage is KRK's sentence."""
    account = cast.employ(demo.MARTINKA, "martinka")
    PersonRow.update(surname="Šťastný").where(PersonRow.ik == demo.MARTINKA.ik).execute()
    async with opened(cast, EmployeeDetailScreen(account.employee.id)) as (app, pilot):
        assert "Příjmení:           Martinka" in app.shown()
        fill(app.form, phone="+420 566 000 000")
        await pilot.press("f5")
        await until(pilot, lambda: "Příjmení:           Šťastný" in app.shown())
        await settled(pilot)
        assert app.form.field("phone").value == "+420 566 000 000"
        assert "Převzít: ^N" in app.shown()
        krk.open_krk("sqlite:////nowhere/krk.db")
        await pilot.press("f5")
        await shown(pilot, MessageDialog)
        assert "Nastala chyba při komunikaci s KRK." in app.shown()
    assert cast.account("martinka").employee.person.surname == "Šťastný"
    [event] = [event for event in audited() if event.kind is EventKind.SYNCHRONISED]
    assert event.after["surname"] == "Šťastný"


def test_it_looks_so(cast: Cast, snap_compare: Callable[..., bool]) -> None:
    """F17, at 80x24: with an error beside a field."""

    async def refuse(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)

    app = FormApp(cast, PersonCorrectionScreen(demo.SMITKO), "mpsv_radek")
    assert snap_compare(app, terminal_size=SIZE, run_before=refuse)
