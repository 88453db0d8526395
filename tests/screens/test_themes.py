"""What the program can look like, and that all of it can be read."""

from collections.abc import Iterator
from typing import Any

import pytest
from rich.style import Style
from textual.color import Color
from textual.pilot import Pilot

from oktui.domain.preferences import NOBODYS, Appearance
from oktui.services.sign_in.prefer_appearance import prefer_appearance
from screens.form_screen import FormScreen
from screens.menu.main_menu import MainMenuScreen
from storage import accounts
from storage.database import transaction
from tests.screens.test_every_form import ON_THE_WAY, opener
from tests.screens.test_tones import READABLE, contrast
from tests.support.all_forms import FORMS
from tests.support.cast import Cast
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SEEN = 3.0
"""The least contrast of what marks a field, or where one is, with what is around it (WCAG 2.2, 1.4.11)."""


def unreadable(app: FormApp) -> set[tuple[str, float]]:
    """The words in view that are too much like what is behind them."""
    found = set()
    for text, style in drawn(app):
        text_color, behind = (Color.from_rich_color(each) for each in (style.color, style.bgcolor))
        if style.reverse:
            text_color, behind = behind, text_color
        ratio = round(contrast(text_color, behind), 2)
        if text.strip() and ratio < READABLE:
            found.add((text.strip(), ratio))
    return found


def drawn(app: FormApp) -> Iterator[tuple[str, Style]]:
    """What the terminal is sent, and how."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            yield segment.text, segment.style or Style.null()


async def leave_out_what_cannot_be_used(pilot: Pilot[Any]) -> None:
    """Nobody has to read that, and it is paler."""
    await settled(pilot)
    for widget in pilot.app.screen.query("*"):
        if widget.is_disabled or widget.has_class("-disabled"):
            widget.visible = False
    await settled(pilot)


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__name__)
async def test_every_form_can_be_read_whatever_it_looks_like(cast: Cast, kind: type[FormScreen[Any]]) -> None:
    """each word has 4.5 : 1, in the dark, the light and the contrasting look."""
    app = opener(kind)(cast)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press(*ON_THE_WAY.get(kind, ()))
        for appearance in Appearance:
            if appearance is not app.appearance:
                app.wear(appearance)
            await leave_out_what_cannot_be_used(pilot)
            assert unreadable(app) == set(), appearance


@pytest.mark.parametrize("appearance", Appearance)
async def test_where_one_is_can_be_seen(cast: Cast, appearance: Appearance) -> None:
    """the field that is typed into stands out from the page, and its words from the field."""
    app = FormApp(cast, MainMenuScreen(), "homola")
    async with app.run_test(size=SIZE):
        app.wear(appearance)
        colors = {name: Color.parse(value) for name, value in app.get_css_variables().items() if "#" in value[:1]}
        assert contrast(colors["focus"], colors["background"]) >= SEEN
        assert contrast(colors["focus"], colors["surface"]) >= SEEN
        assert contrast(colors["on-focus"], colors["focus"]) >= READABLE
        assert contrast(colors["foreground"], colors["surface"]) >= SEEN


async def test_the_looks_are_chosen_in_the_menu_and_kept(cast: Cast) -> None:
    """F2: F6 goes round; the next sign-in begins with what was chosen, whoever else chose what."""
    app = FormApp(cast, MainMenuScreen(), "homola")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        seen = []
        for _ in Appearance:
            await pilot.press("f6")
            await settled(pilot)
            seen.append((app.appearance, app.current_theme.dark))
        assert seen == [(Appearance.LIGHT, False), (Appearance.CONTRAST, True), (Appearance.DARK, True)]
        await pilot.press("f6")
        await settled(pilot)
    assert cast.sign_in("homola").preferences.appearance is Appearance.LIGHT
    assert cast.sign_in("dlouhy").preferences.appearance is NOBODYS.appearance


def test_a_choice_is_kept_with_the_account(cast: Cast) -> None:
    """F2: in every application that the account is good for."""
    prefer_appearance(cast.actor("homola"), Appearance.CONTRAST, effects=cast.effects)
    with transaction():
        assert accounts.preferences(cast.account("homola").id).appearance is Appearance.CONTRAST
