"""More than five hundred texts made to harm, in every field that holds words, on every form (X-22)."""

import contextlib
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from oktui import demo
from oktui.domain import names
from oktui.domain.birth_number import BirthNumber
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module
from oktui.domain.text import can_be_seen, check_text
from oktui.services.sign_in.sign_in import SignIn, sign_in
from screens.audit.audit_log import AuditLogScreen
from screens.employees.employee_list import EmployeesScreen
from screens.employees.importing import ImportScreen
from screens.form_screen import FormScreen
from screens.helpdesk.incidents import IncidentsScreen
from screens.menu.go_to import GoToScreen
from screens.widgets.safe import literal, safe
from screens.workplaces.workplace_list import WorkplacesScreen
from storage.database import close_database
from tests.screens.employees.test_importing import HEADING
from tests.screens.test_every_form import ON_THE_WAY, SIZES, opener
from tests.support.all_forms import FORMS
from tests.support.cast import Cast
from tests.support.form_app import FormApp
from tests.support.hostile import ACTS, KRK, OURS, STRINGS, SURROGATES, fill
from tests.support.program import paste
from tests.support.use_cases import edit
from tests.support.waiting import settled, until

pytestmark = pytest.mark.breaks_the_database("what is put in past the program is no event's")

OPENING = {*(f"f{number}" for number in range(1, 13)), "enter", "insert", *(f"ctrl+{letter}" for letter in "glnoprtz")}
"""Keys that do something else on a form than go about in it."""


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str:
    """What is shown does not depend on the engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__name__)
async def test_no_form_and_no_dialog_acts_on_what_it_shows(
    cast: Cast, kind: type[FormScreen[Any]], tmp_path: Path
) -> None:
    """X-22: no crash, nothing that a click would run, no byte that a terminal would act upon, whatever is pressed."""
    app = opener(kind)(cast)
    for name in ("\x1b]0;t\x07[/x]", "=1+1", SURROGATES[0]):
        with pytest.raises(DomainError):
            sign_in(SignIn(Module.REGISTR, name, "x" * 12), effects=cast.effects)
    first = 37 * FORMS.index(kind) % len(STRINGS)
    close_database()
    assert fill(tmp_path / "oktui.db", OURS, first) > 100
    assert fill(tmp_path / "krk.db", KRK, first) > 20
    async with app.run_test(size=SIZES[0]) as pilot:
        await settled(pilot)
        await pilot.press(*ON_THE_WAY.get(kind, ()))
        await settled(pilot)
        shown(app)
        for key in ("down", "f5", "end", "tab"):
            await pilot.press(key)
            await settled(pilot)
            shown(app)
        await press_all(app, pilot)
        assert app.bugs == []


async def press_all(app: FormApp, pilot: Pilot[None]) -> None:
    """Press each key of the form: questions, messages, details, Podle kolegy and what else it opens, and close them."""
    form = app.screen
    for key in sorted({binding.key for _, binding, *_ in form.active_bindings.values()} & OPENING):
        await pilot.press(key)
        await settled(pilot)
        shown(app)
        for _ in range(6):
            if app.screen is not form:
                await pilot.press("escape")
                await settled(pilot)
        if app.screen is not form:
            return  # it was closed, and what was behind it is another test's


@pytest.mark.parametrize("kind", [AuditLogScreen, EmployeesScreen, IncidentsScreen, WorkplacesScreen])
async def test_no_row_of_a_list_acts_when_it_is_opened(cast: Cast, kind: type[FormScreen[Any]], tmp_path: Path) -> None:
    """X-22: row after row, the detail with what was before and after among them (F15)."""
    edit(cast, cast.actor("homola"), cast.employ(demo.MARTINKA, "martinka"))
    with contextlib.suppress(DomainError):
        sign_in(SignIn(Module.REGISTR, "dlouhy", "x" * 12), effects=cast.effects)
    app = FormApp(cast, kind(), "homola")
    close_database()
    fill(tmp_path / "oktui.db", OURS, 5)
    async with app.run_test(size=SIZES[0]) as pilot:
        await settled(pilot)
        await pilot.press("f5")
        await settled(pilot)
        form = app.screen
        for _ in range(8):
            await pilot.press("enter")
            await settled(pilot)
            shown(app)
            if app.screen is not form:
                await pilot.press("escape")
                await settled(pilot)
            if app.screen is not form:
                break
            await pilot.press("down")
            await settled(pilot)
            shown(app)
        assert app.bugs == []


async def test_what_is_typed_into_the_one_box_is_only_text(cast: Cast, tmp_path: Path) -> None:
    """X-22: Přejít looks for whatever is pasted, among people who are called so."""
    app = FormApp(cast, GoToScreen(), "homola")
    close_database()
    fill(tmp_path / "oktui.db", OURS, 3)
    async with app.run_test(size=SIZES[0]) as pilot:
        await settled(pilot)
        for text in (*STRINGS[::11], *SURROGATES):
            await pilot.press("home", "shift+end", "delete")
            await paste(pilot, text)
            await settled(pilot)
            shown(app)
        assert app.bugs == []


async def test_rows_that_are_pasted_are_only_text(cast: Cast) -> None:
    """X-22, X-28: Založit ze souboru says what is wrong with each, and keeps nothing else than text in its file."""
    app = FormApp(cast, ImportScreen(), "homola")
    lines = [HEADING, *(f"{text}\t{text}\t{text}\t{text}\t{text}\t{text}" for text in (*STRINGS, *SURROGATES))]
    async with app.run_test(size=SIZES[0]) as pilot:
        await settled(pilot)
        for pasted in ("\r".join(lines), *lines[1::40]):
            app.screen.post_message(events.Paste(pasted))
            await until(pilot, lambda: isinstance(app.screen, ImportScreen) and app.screen.idle)
            await settled(pilot)
            for key in ("down", "end", "home"):
                await pilot.press(key)
                await settled(pilot)
                shown(app)
        assert app.bugs == []


def shown(app: FormApp) -> None:
    """What is on the screen now is text, and the links in it are the program's own."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if segment.control:
                continue
            assert all(map(_drawn, segment.text)), ascii(segment.text)
            assert segment.style is None or ACTS not in repr(segment.style.meta)
            assert segment.style is None or segment.style.link is None


def _drawn(character: str) -> bool:
    """Whether it is something to be seen; a mark may stand over a letter."""
    return can_be_seen(character) or unicodedata.combining(character) > 0


READERS: dict[str, Callable[[str], object]] = {
    "text": lambda text: check_text(text, "field", 10_000),
    "a username": names.is_username,
    "a birth number": lambda text: BirthNumber.parse(text, today=date(2016, 7, 25)),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_whatever_is_typed_is_taken_as_text_or_refused(read: Callable[[str], object]) -> None:
    """X-22, X-28: by nothing but a refusal; what is taken can be seen whole."""
    for text in (*STRINGS, *SURROGATES):
        with contextlib.suppress(DomainError):
            taken = read(text)
            assert taken in (True, False) or all(map(can_be_seen, str(taken)))


def test_there_are_enough_of_them_and_each_is_shown_as_letters() -> None:
    """X-22."""
    assert len(STRINGS) > 500
    for text in (*STRINGS, *SURROGATES):
        assert literal(text).isprintable()
        assert safe(text).spans == []
