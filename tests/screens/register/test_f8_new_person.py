"""F8 Ruční zadání údajů nového zaměstnance."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from oktui import demo
from oktui.domain.modules import Category, Module
from oktui.domain.people import Person
from screens.register.new_person import NewPersonScreen
from screens.texts import refusals
from screens.widgets.dialogs import MessageDialog, QuestionDialog
from storage import krk
from tests.support.cast import Cast
from tests.support.employee_forms import focus_of, put
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FIELDS = ["birth_number", "given_name", "surname", "birth_surname", "title_before", "title_after"]
DLOUHY = {"birth_number": "900806/5121", "given_name": "Robert", "surname": "Dlouhý", "birth_surname": "Dlouhý"}
TITLES = {"title_before": "", "title_after": ""}


def app_for(cast: Cast) -> FormApp:
    """The form in the hands of an administrator of OKnouze/OKslužby."""
    return FormApp(cast, NewPersonScreen(), "gollova", Module.OKNOUZE)


@asynccontextmanager
async def opened(cast: Cast) -> AsyncIterator[tuple[FormApp, Pilot[None]]]:
    """The form, ready to be typed into."""
    app = app_for(cast)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, NewPersonScreen))
        await pilot.pause()
        yield app, pilot


@contextmanager
def krk_away(url: str) -> Iterator[None]:
    """A time in which the register's file is not where it was."""
    path = Path(url.removeprefix("sqlite:///"))
    away = path.rename(path.with_suffix(".away"))
    yield
    away.rename(path)


def typed(app: FormApp) -> dict[str, object]:
    """What the fields hold."""
    return {name: app.form.field(name).value for name in FIELDS}


async def test_what_is_typed_becomes_a_person_with_an_ik(cast: Cast) -> None:
    """R2.4-1: key by key through the fields of the document, in its order, and F2."""
    async with opened(cast) as (app, pilot):
        for name, text in (DLOUHY | {"title_before": "Ing.", "title_after": ""}).items():
            assert focus_of(app) == name
            await pilot.press(*text, "enter")
        await pilot.press("f2")
        await settled(pilot)
        [person] = app.results
        assert person == krk.find_by_ik(person.ik)
        assert (person.data.name, person.data.title_before) == ("Robert Dlouhý", "Ing.")
        assert person.categories == {Category.HN}


async def test_what_was_typed_into_f4_and_the_surname_at_birth_are_proposed_and_typed_over(cast: Cast) -> None:
    """R2.4-1: whoever types them all the same has them once; what was typed at birth is not proposed over."""
    form = NewPersonScreen(birth_number="900806/5121", given_name="Robert", surname="Dlouhý")
    app = FormApp(cast, form, "gollova", Module.OKNOUZE)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert not form.dirty
        for text in ("900806/5121", "Robert", "Široký"):
            await pilot.press(*text, "tab")
            await settled(pilot)
        assert typed(app) == DLOUHY | TITLES | {"surname": "Široký", "birth_surname": "Široký"}
        await pilot.press(*"Malá", "shift+tab", *"Dlouhý", "tab")
        await settled(pilot)
        assert typed(app) == DLOUHY | TITLES | {"birth_surname": "Malá"}


async def test_the_surname_at_birth_is_in_view_before_it_is_stored(cast: Cast) -> None:
    """R2.4-1: it follows the surname as that is typed, so that F2 from within it stores what was seen."""
    async with opened(cast) as (app, pilot):
        await pilot.press(*"900806/5121", "tab", *"Robert", "tab", *"Dlouhy", "tab", "shift+tab", *"Dlouhý")
        assert typed(app) == DLOUHY | TITLES
        await pilot.press("f2")
        await settled(pilot)
        [person] = app.results
        assert (person.data.surname, person.data.birth_surname) == ("Dlouhý", "Dlouhý")


async def test_a_wrong_birth_number_is_told_beside_it_and_never_sent(cast: Cast) -> None:
    """X-25: as it is typed, and again by OK; what else was typed stays."""
    async with opened(cast) as (app, pilot):
        await pilot.press(*"900806/5122")
        put(app, **{name: text for name, text in DLOUHY.items() if name != "birth_number"})
        assert "kontrolní číslici" in app.shown()
        krk.open_krk("sqlite:////nowhere/krk.db")
        await pilot.press("f2")
        await settled(pilot)
        assert focus_of(app) == "birth_number"
        assert typed(app) == DLOUHY | TITLES | {"birth_number": "900806/5122"}
        assert app.results == []


@pytest.mark.parametrize("missing", ["birth_number", "given_name", "surname", "birth_surname"])
async def test_what_must_be_filled_in_is_asked_for(cast: Cast, missing: str) -> None:
    """R2.4-1, R2.4-2: the titles may be empty."""
    async with opened(cast) as (app, pilot):
        put(app, **(DLOUHY | {missing: ""}))
        await pilot.press("f2")
        await settled(pilot)
        assert focus_of(app) == missing
        assert app.form.field(missing).error
        assert app.results == []


@pytest.mark.parametrize("person", [demo.SMITKO, demo.MARTINKA])
async def test_whom_krk_knows_is_offered_and_taken(cast: Cast, person: Person) -> None:
    """R2.4-1, R2.2-3: with the category that they may have lacked; what was typed of the name does not matter."""
    async with opened(cast) as (app, pilot):
        put(app, **(DLOUHY | {"birth_number": str(person.data.birth_number)}))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await pilot.pause()
        assert f"{person.ik}: {person.data.name}" in " ".join(app.shown().replace("│", " ").split())
        await pilot.press("left", "enter")
        await settled(pilot)
        assert app.results == [replace(person, categories=person.categories | {Category.HN})]


async def test_whom_krk_knows_may_be_declined(cast: Cast) -> None:
    """F8: the number was wrong; it is there to be mended, and KRK is as it was."""
    async with opened(cast) as (app, pilot):
        put(app, **(DLOUHY | {"birth_number": str(demo.MARTINKA.data.birth_number)}))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await pilot.press("enter")
        await settled(pilot)
        assert focus_of(app) == "birth_number"
        assert typed(app) == DLOUHY | TITLES | {"birth_number": str(demo.MARTINKA.data.birth_number)}
        assert krk.find_by_ik(demo.MARTINKA.ik) == demo.MARTINKA


async def test_a_doubtful_number_is_registered_after_a_question(cast: Cast) -> None:
    """X-25, F8: a warning beside the field, and once more before it is written."""
    async with opened(cast) as (app, pilot):
        await pilot.press(*"870606 / 1200")
        assert "Upozornění: neobvyklá kontrolní číslice" in app.shown()
        put(app, **{name: text for name, text in DLOUHY.items() if name != "birth_number"})
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await pilot.press("enter")
        await settled(pilot)
        assert (app.results, focus_of(app)) == ([], "birth_number")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await pilot.press("left", "enter")
        await settled(pilot)
        assert [person.data.birth_number.doubtful for person in app.results] == [True]


async def test_without_krk_nothing_typed_is_lost(cast: Cast, krk_url: str) -> None:
    """X-4: the documented message; when KRK is back, OK is all that it takes."""
    async with opened(cast) as (app, pilot):
        put(app, **DLOUHY)
        with krk_away(krk_url):
            await pilot.press("f2")
            await until(pilot, lambda: isinstance(app.screen, MessageDialog))
            await pilot.pause()
        assert refusals.KRK in app.shown()
        await pilot.press("enter")
        await settled(pilot)
        assert typed(app) == DLOUHY | TITLES
        await pilot.press("f2")
        await settled(pilot)
        assert [person.data.name for person in app.results] == ["Robert Dlouhý"]


async def test_leaving_asks_only_when_something_was_typed(cast: Cast) -> None:
    """F8, Zpět: nobody is entered by leaving."""
    async with opened(cast) as (app, pilot):
        await pilot.press("9", "escape")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await pilot.press("escape", "backspace", "escape")
        await settled(pilot)
        assert app.results == [None]


async def test_the_keyboard_reaches_everything(cast: Cast) -> None:
    """F8: fields in the document's order, then the buttons."""
    async with opened(cast) as (app, pilot):
        reached = []
        for _ in range(8):
            focused: Any = app.focused
            reached.append(str(focused.label) if isinstance(focused, Button) else focus_of(app))
            await pilot.press("tab")
        assert reached == [*FIELDS, "OK", "Zpět"]


def test_it_looks_so(cast: Cast, snap_compare: Callable[..., bool]) -> None:
    """F8, at 80x24, as in the document's picture."""

    async def fill_in(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, NewPersonScreen))
        assert isinstance(pilot.app, FormApp)
        put(pilot.app, **DLOUHY)
        await pilot.pause()

    assert snap_compare(app_for(cast), terminal_size=SIZE, run_before=fill_in)
