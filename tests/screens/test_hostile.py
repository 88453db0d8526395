"""More than five hundred texts made to harm, in every field that holds words, on every form (X-22)."""

import contextlib
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oktui.domain import names
from oktui.domain.birth_number import BirthNumber
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module
from oktui.domain.text import can_be_seen, check_text
from oktui.services.sign_in.sign_in import SignIn, sign_in
from screens.form_screen import FormScreen
from screens.widgets.safe import literal, safe
from storage.database import close_database
from tests.screens.test_every_form import ON_THE_WAY, SIZES, opener
from tests.support.all_forms import FORMS
from tests.support.cast import Cast
from tests.support.effects import make_effects
from tests.support.form_app import FormApp
from tests.support.hostile import ACTS, KRK, OURS, STRINGS, SURROGATES, fill
from tests.support.shell import make_home, oktui
from tests.support.waiting import settled

pytestmark = pytest.mark.breaks_the_database("what is put in past the program is no event's")


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str:
    """What is shown does not depend on the engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__name__)
async def test_no_form_acts_on_what_it_shows(cast: Cast, kind: type[FormScreen[Any]], tmp_path: Path) -> None:
    """X-22: no crash, nothing that a click would run, and no byte that a terminal would act upon."""
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


def test_no_command_sends_what_a_terminal_would_act_upon(tmp_path: Path) -> None:
    """X-22: names of colleagues and places, on the owner's terminal."""
    home = make_home(tmp_path / "home", make_effects())
    fill(home / "oktui.db", OURS)
    fill(home / "krk.db", KRK)
    for command in (["account", "why", "sz_smitko"], ["db", "check"], ["audit", "verify"]):
        done = oktui(*command, "--home", home)
        assert "Traceback" not in done.stderr
        assert all(character == "\n" or can_be_seen(character) for character in done.stdout + done.stderr)
