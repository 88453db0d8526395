"""F17 Registr osob (KRK)."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.domain.modules import Category, Module
from oktui.domain.register import Consent
from screens.menu.main_menu import MainMenuScreen
from screens.register.krk_register import KrkRegisterScreen
from screens.register.registered_person import RegisteredPersonScreen
from screens.texts import register
from screens.widgets.dialogs import QuestionDialog
from screens.widgets.window_table import WindowTable
from storage import krk
from tests.support.cast import Cast
from tests.support.employee_forms import put, shown
from tests.support.form_app import FormApp, fill
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SOMEBODY = demo.WITHOUT_CATEGORY
CONSENT = Consent(date(2016, 7, 1), "MPSV-2016/1")
DLOUHY = {"birth_number": "900806/5121", "given_name": "Robert", "surname": "Dlouhý", "birth_surname": "Dlouhý"}
RECEIVED = {"received_on": CONSENT.received_on, "reference": CONSENT.reference}


@asynccontextmanager
async def opened(cast: Cast) -> AsyncIterator[tuple[FormApp, Pilot[None]]]:
    """The register in the hands of MPSV's administrator."""
    app = FormApp(cast, KrkRegisterScreen(), "mpsv_radek")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, KrkRegisterScreen))
        yield app, pilot


async def open_person(pilot: Pilot[Any], number: str = str(SOMEBODY.data.birth_number)) -> None:
    """Find somebody by their birth number, and open them."""
    await pilot.press(*number, "enter")
    await until(pilot, lambda: pilot.app.screen.query_one(WindowTable).row is not None)
    await pilot.press("enter")
    await shown(pilot, RegisteredPersonScreen)
    await until(pilot, lambda: not pilot.app.screen.busy)  # type: ignore[attr-defined]  # a FormScreen


def on_top(app: FormApp) -> RegisteredPersonScreen:
    """The person's form."""
    assert isinstance(app.screen, RegisteredPersonScreen)
    return app.screen


def fill_in(app: FormApp, **values: object) -> None:
    """Fill fields of the person's form in, all at once."""
    fill(on_top(app), **values)


async def back_in_register(pilot: Pilot[Any]) -> None:
    """Wait until the person's form has closed."""
    await shown(pilot, KrkRegisterScreen)


async def test_it_finds_those_whom_other_forms_refuse(cast: Cast) -> None:
    """F17: no error 501; the category is what one comes for."""
    async with opened(cast) as (app, pilot):
        await pilot.press(*str(SOMEBODY.data.birth_number), "enter")
        await until(pilot, lambda: SOMEBODY.ik in app.shown())
        await pilot.press("shift+tab", "shift+tab")
        put(app, birth_number=str(demo.MARINKA.data.birth_number))
        await pilot.press("f5")
        await until(pilot, lambda: "HN SS" in app.shown())


async def test_a_person_is_entered_with_their_consent(cast: Cast) -> None:
    """R2.2-2, R2.4-1: and the IK that they were given is told."""
    async with opened(cast) as (app, pilot):
        await pilot.press("f7")
        await shown(pilot, RegisteredPersonScreen)
        fill_in(app, **DLOUHY, SS=True, **RECEIVED)
        await pilot.press("f2")
        await back_in_register(pilot)
        [person] = krk.find_by_personal_data("Robert", "Dlouhý", None)
        assert register.registered(person) in app.shown()
        assert person.ik in app.shown()
        registered = krk.find_registered(person.ik)
        assert registered is not None
        assert registered.consents == (CONSENT,)
        assert registered.person.categories == {Category.SS}


async def test_a_doubtful_number_is_stored_after_a_question(cast: Cast) -> None:
    """X-25: «Opravit číslo» returns to the form with everything typed."""
    async with opened(cast) as (app, pilot):
        await pilot.press("f7")
        await shown(pilot, RegisteredPersonScreen)
        fill_in(app, **DLOUHY | {"birth_number": "870606/1200"}, SS=True, **RECEIVED)
        await pilot.press("f2")
        await shown(pilot, QuestionDialog)
        await pilot.press("escape")
        await until(pilot, lambda: on_top(app).field("birth_number").error)
        assert krk.find_by_personal_data("Robert", "Dlouhý", None) == []
        await pilot.press("f2")
        await shown(pilot, QuestionDialog)
        await pilot.press("left", "enter")
        await back_in_register(pilot)
        [person] = krk.find_by_personal_data("Robert", "Dlouhý", None)
        assert person.data.birth_number.doubtful


async def test_somebody_with_one_name_is_stored_after_a_question(cast: Cast) -> None:
    """X-28: «Doplnit jméno» goes to the given name, which may have been forgotten."""
    async with opened(cast) as (app, pilot):
        await pilot.press("f7")
        await shown(pilot, RegisteredPersonScreen)
        fill_in(app, **DLOUHY | {"given_name": ""}, SS=True, **RECEIVED)
        await pilot.press("f2")
        await shown(pilot, QuestionDialog)
        await pilot.press("enter")
        await until(pilot, lambda: on_top(app).field("given_name").error)
        await pilot.press("f2")
        await shown(pilot, QuestionDialog)
        await pilot.press("left", "enter")
        await back_in_register(pilot)
        assert "Dlouhý" in [person.data.name for person in krk.find_by_personal_data("", "Dlouhý", None)]


async def test_without_a_consent_the_form_says_so_and_keeps_what_was_typed(cast: Cast) -> None:
    """R2.2-2: beside the date of receipt."""
    async with opened(cast) as (app, pilot):
        await pilot.press("f7")
        await shown(pilot, RegisteredPersonScreen)
        fill_in(app, **DLOUHY, SS=True)
        await pilot.press("f2")
        await until(pilot, lambda: on_top(app).field("received_on").error)
        assert {name: on_top(app).field(name).value for name in DLOUHY} == DLOUHY
        assert krk.find_by_personal_data("Robert", "Dlouhý", None) == []
        fill_in(app, **RECEIVED)
        await pilot.press("f2")
        await back_in_register(pilot)


async def test_a_person_is_opened_with_their_categories_and_given_another(cast: Cast) -> None:
    """R2.2-1, R2.2-2, X-20: the consent stands on record afterwards; the birth number is masked."""
    async with opened(cast) as (app, pilot):
        await open_person(pilot)
        assert SOMEBODY.data.birth_number.masked in app.shown()
        assert "Žádný souhlas není evidován." in app.shown()
        fill_in(app, HN=True, SS=True, **RECEIVED)
        await pilot.press("f2")
        await back_in_register(pilot)
        assert register.CHANGED in app.shown()
        assert krk.find_by_ik(SOMEBODY.ik) == replace(SOMEBODY, categories=frozenset(Category))
        await pilot.press("enter")
        await until(pilot, lambda: "1.7.2016  MPSV-2016/1" in app.shown())
        assert on_top(app).field("HN").value is True


async def test_a_category_is_taken_away(cast: Cast) -> None:
    """R2.2-1: by the keyboard alone."""
    async with opened(cast) as (_, pilot):
        await open_person(pilot, str(demo.MARINKA.data.birth_number))
        await pilot.press("tab", "space", "f2")
        await back_in_register(pilot)
        left = krk.find_by_ik(demo.MARINKA.ik)
        assert left is not None
        assert left.categories < demo.MARINKA.categories


async def test_leaving_changes_nothing(cast: Cast) -> None:
    """F17, Zpět: from the person to the register, from the register to the menu."""
    async with opened(cast) as (app, pilot):
        await open_person(pilot)
        await pilot.press("escape")
        await back_in_register(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert app.results == [None]
        assert krk.find_by_ik(SOMEBODY.ik) == SOMEBODY


@pytest.mark.parametrize(
    ("username", "module", "offered"),
    [
        ("mpsv_radek", Module.REGISTR, True),
        ("mpsv_radek", Module.POSKYTOVATEL, True),
        ("mpsv_radek", Module.OKNOUZE, True),
        ("homola", Module.REGISTR, False),
        ("gollova", Module.OKNOUZE, False),
    ],
)
async def test_the_menu_offers_it_to_mpsv_only(cast: Cast, username: str, module: Module, offered: bool) -> None:
    """R2.2-2, X-3: the domain refuses the others anyway."""
    app = FormApp(cast, MainMenuScreen(), username, module)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert ("Registr osob (KRK)" in app.shown()) is offered


def test_it_looks_so_with_somebody_found(cast: Cast, snap_compare: Callable[..., bool]) -> None:
    """F17, at 80x24."""

    async def find(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, KrkRegisterScreen))
        await pilot.press(*str(demo.MARINKA.data.birth_number), "enter")
        await settled(pilot)

    assert snap_compare(FormApp(cast, KrkRegisterScreen(), "mpsv_radek"), terminal_size=SIZE, run_before=find)


def test_a_person_looks_so(cast: Cast, snap_compare: Callable[..., bool]) -> None:
    """F17, at 80x24: with a consent on record, and an error beside a field."""
    krk.change_categories(demo.MARINKA.ik, added=(), removed=(), consent=CONSENT)

    async def open_it(pilot: Pilot[Any]) -> None:
        assert isinstance(pilot.app, FormApp)
        await until(pilot, lambda: isinstance(pilot.app.screen, RegisteredPersonScreen))
        await until(pilot, lambda: CONSENT.reference in pilot.app.shown())  # type: ignore[attr-defined]  # a FormApp
        fill_in(pilot.app, reference="MPSV-2016/2")
        await pilot.press("f2")
        await settled(pilot)

    app = FormApp(cast, RegisteredPersonScreen(demo.MARINKA), "mpsv_radek")
    assert snap_compare(app, terminal_size=SIZE, run_before=open_it)
