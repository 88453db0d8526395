"""Text that is read and shown: one rule for what is taken and what is let out (X-22)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.text import TooLong, UnsafeText, can_be_seen, check_text, harmless

UNSEEN = {
    "an escape": "\x1b",
    "an escape of one byte": "\x9b",
    "a tabulator": "\t",
    "a line break": "\n",
    "a line separator": "\u2028",
    "a direction override": "\u202e",
    "an isolate": "\u2066",
    "a zero-width space": "\u200b",
    "a word joiner": "\u2060",
    "a byte order mark": "\ufeff",
    "a soft hyphen": "\u00ad",
    "a grapheme joiner": "\u034f",
    "a Hangul filler": "\u3164",
    "a leading filler": "\u115f",
    "a filler of half width": "\uffa0",
    "a Khmer vowel inherent": "\u17b4",
    "a Mongolian selector": "\u180b",
    "a variation selector": "\ufe0f",
    "a variation selector of the supplement": "\U000e0100",
    "a tag": "\U000e0041",
    "a shorthand control": "\U0001bca0",
    "a musical control": "\U0001d173",
    "a blank of Braille": "\u2800",
    "half of a pair": "\ud800",
    "a private one": "\ue000",
    "an unassigned one": "\u0378",
    "a noncharacter": "\uffff",
}


@pytest.mark.parametrize("character", UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_sees_is_not_taken(character: str) -> None:
    """X-22: a name with such a character is not the name that it seems to be."""
    with pytest.raises(UnsafeText) as refusal:
        check_text(f"No{character}vák", "surname")
    assert refusal.value.field == "surname"


def test_text_is_composed_and_trimmed() -> None:
    """X-22: one name is one string, however it was typed."""
    assert check_text("  C\u030cerny\u0301 [/x]\n", "surname") == "Černý [/x]"


def test_text_longer_than_its_column_is_refused() -> None:
    """X-22: it is never cut short; length counts composed characters."""
    assert check_text("e\u030c" * 5, "surname", 5) == "ěěěěě"
    with pytest.raises(TooLong) as refusal:
        check_text("ě" * 6, "surname", 5)
    assert (refusal.value.field, refusal.value.limit) == ("surname", 5)


@pytest.mark.parametrize("character", sorted(set(UNSEEN.values()) - {"\t"}))
def test_what_nobody_sees_is_shown_to_be_there(character: str) -> None:
    """X-22: one place for one character, so that what a field shows stands where it is typed."""
    assert harmless(f"No{character}vák") == "No\ufffdvák"


def test_letters_of_every_language_are_taken_and_shown() -> None:
    """X-22: a mark that is seen is no reason to refuse a name."""
    for name in ("Nguyễn Thị Ánh", "Дмитро", "Ὀδυσσεύς", "नरेन्द्र", "김", "O’Connor"):
        assert check_text(name, "surname") == unicodedata.normalize("NFC", name)
        assert harmless(name) == name


def test_any_space_is_shown_as_a_blank() -> None:
    """X-22: a hard space of a date, and a tabulator."""
    assert harmless("1.\u00a01.\t2026\u3000") == "1. 1. 2026 "


@given(st.text())
def test_whatever_is_let_out_is_taken_again(text: str) -> None:
    """X-22: input and output know the same characters."""
    shown = harmless(text)
    assert len(shown) == len(text)
    assert shown.isprintable()
    assert all(map(can_be_seen, shown))
    assert harmless(shown) == shown
