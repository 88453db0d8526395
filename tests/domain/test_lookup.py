"""What a caller says of themselves, as it is searched for (F13)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oktui.domain.lookup import Match, begins_a_word, incident_number, parts
from oktui.domain.names import fold


@pytest.mark.parametrize(
    ("text", "number"),
    [("7747786", 7747786), (" 1000001 ", 1000001), ("774778", None), ("77477860", None), ("77 47786", None)],
)
def test_seven_digits_are_an_incident(text: str, number: int | None) -> None:
    """X-6: as they are read out; an IK, a birth number or half of one is something else."""
    assert incident_number(text) == number


@pytest.mark.parametrize("text", ["７７４７７８６", "٧٧٤٧٧٨٦", "-7747786"])
def test_other_digits_are_none(text: str) -> None:
    """X-6: ASCII alone."""
    assert incident_number(text) is None


def test_commas_separate_what_is_asked_for() -> None:
    """F13: folded, without what is empty."""
    assert parts("Smítko,  Nová   Ves ,,") == ("smitko", "nova ves")
    assert parts(" , ") == ()


@pytest.mark.parametrize(
    ("text", "beginning", "begins"),
    [
        ("KP Havlíčkův Brod (Havlíčkův Brod)", "brod", True),
        ("KP Havlíčkův Brod (Havlíčkův Brod)", "havlickuv b", True),
        ("KP Havlíčkův Brod (Havlíčkův Brod)", "kp", True),
        ("KP Havlíčkův Brod (Havlíčkův Brod)", "rod", False),
        ("Kraj Vysočina – referát SS", "ss", True),
        ("Kraj Vysočina – referát SS", "vysocina ss", False),
    ],
)
def test_any_word_of_a_workplace_may_be_said(text: str, beginning: str, begins: bool) -> None:
    """F13: its beginning is enough."""
    assert begins_a_word(text, beginning) is begins


@example("0¯-0")
@given(st.text(min_size=1))
def test_whatever_is_typed_a_name_is_found_by_its_whole_self(text: str) -> None:
    """F13: unless it is nothing that could be seen or said."""
    folded = fold(text)
    if folded[:1].isalnum():
        assert begins_a_word(text, folded)


def test_somebody_found_stands_by_their_employee() -> None:
    """F13: one row each."""
    assert Match(7, "Josef Smítko", None, "Smiřice", retired=False).key == 7
