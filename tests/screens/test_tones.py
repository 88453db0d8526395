"""What a state means is told in words, and in colours that can be read."""

import pytest
from textual.app import ComposeResult
from textual.color import Color

from oktui.domain.listing import Listed, Status
from screens import tones
from screens.stylesheets import STYLESHEETS
from screens.themes import Themed
from screens.tones import Tone
from screens.widgets.columns import Column
from screens.widgets.state_line import StateLine
from screens.widgets.window_table import WindowTable

READABLE = 4.5
"""The least contrast of a text with what is behind it (WCAG 2.2, 1.4.3)."""


class Shown(Themed):
    """A line and a table."""

    CSS_PATH = STYLESHEETS

    def compose(self) -> ComposeResult:
        """Both."""
        yield StateLine()
        yield WindowTable([Column[Listed]("Stav", str)])


def contrast(text: Color, behind: Color) -> float:
    """How far apart the two are to the eye: from 1, the same, to 21, black and white."""

    def luminance(color: Color) -> float:
        parts = [part / 255 for part in color.rgb]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    lighter, darker = sorted((luminance(text), luminance(behind)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_every_state_means_something() -> None:
    """F3, F6, F13: whichever an account is in."""
    assert set(tones.OF) == set(Status)
    assert set(tones.OF.values()) == set(Tone)


@pytest.mark.parametrize("tone", Tone)
async def test_each_meaning_can_be_read(tone: Tone) -> None:
    """F3, F6, F13: in the line of an account's state, and in the list."""
    app = Shown()
    async with app.run_test(size=(80, 24)):
        line, table = app.query_one(StateLine), app.query_one(WindowTable)
        line.show("ZABLOKOVÁN", tone)
        for widget, text in (
            (line, line.colors[3]),
            (table, table.get_component_styles(f"window-table--{tone.value}").color),
        ):
            behind = widget.background_colors[1]
            assert contrast(behind + text, behind) >= READABLE
