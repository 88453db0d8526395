"""Text out of data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.safe import literal, safe, safe_line

HOSTILE = {
    "an escape sequence": "Novák\x1b[31m",
    "an escape sequence of one byte": "Novák\x9b31m",
    "a bell": "Novák\x07",
    "a direction override": "Novák\u202ekáv",
    "an isolate": "Novák\u2066",
    "a zero-width space": "No\u200bvák",
    "a word joiner": "No\u2060vák",
    "a soft hyphen": "No\u00advák",
    "a variation selector": "Novák\ufe0f",
    "a filler letter": "Novák\u3164",
    "a line separator": "Novák\u2028Jan",
    "a line break": "Novák\nJan",
    "half of a pair": "Novák\ud800",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_a_terminal_would_act_upon_is_shown_as_a_replacement(text: str) -> None:
    """X-22: nobody can hide a character in a name, nor send one to the operator's terminal."""
    assert literal(text).count("\ufffd") == 1


@given(st.text())
def test_whatever_goes_in_only_printable_characters_come_out(text: str) -> None:
    """X-22."""
    assert literal(text).isprintable()
    assert safe(text).plain == safe_line(text).plain == literal(text)


def test_markup_is_nothing_special() -> None:
    """X-22: a name with brackets is shown with its brackets and does nothing when clicked."""
    text = "[@click=app.quit]Novák[/] [/x]"
    assert safe(text).plain == text
    assert not safe(text).spans


def test_letters_with_detached_accents_are_put_together() -> None:
    """X-22: in NFC a letter is one character, as tables count it."""
    assert literal("C\u030cerny\u0301") == "Černý"


def test_no_value_is_an_empty_text_and_a_hard_space_a_space() -> None:
    """X-22."""
    assert literal(None) == ""
    assert literal("1.\u00a01.\t2026") == "1. 1. 2026"


def test_line_breaks_stay_only_where_they_are_asked_for() -> None:
    """X-22: the three lines of error 501 are three lines; a name is one."""
    assert safe("kód\r\ntext\x07", lines=True).plain == "kód\ntext\ufffd"
    assert "\n" not in safe("kód\ntext").plain
