"""What a caller says of themselves, as it is searched for (F13)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oktui.domain.lookup import Match, asked_words, incident_number, weigh, words_of


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


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Smítko,  Nová   Ves ,,", ("smitko", "nova", "ves")),
        (" , ", ()),
        ("sz_smitko", ("sz", "smitko")),
        ("O’Brien Nováková–Malá", ("obrien", "novakova", "mala")),
        ("josef.smitko@kr-hradec.cz", ("josef", "smitko", "kr", "hradec", "cz")),
        ("495 000 111", ("495000111",)),
        ("smítko +420 495 000 111", ("smitko", "420495000111")),
        ("00420495000111", ("420495000111",)),
        ("1206548923", ("1206548923",)),
        ("Praha 10, 2", ("praha", "10", "2")),
        ("smi smi", ("smi",)),
    ],
)
def test_each_word_is_asked_for(typed: str, asked: tuple[str, ...]) -> None:
    """F13, X-28: folded, in any order; the groups of a telephone number belong together."""
    assert asked_words(typed) == asked


def test_somebody_is_found_by_all_that_is_known_of_them() -> None:
    """F13: each word once; a telephone number with the country and without."""
    called = ("1206548923", "Josef", "Nový-Prostřední-Smítko", "", "sz_smitko", "smitko@smirice.cz", "MÚ Smiřice")
    words = words_of(called, "+420 495 000 111, 602 000 111")
    assert words == "1206548923 420495000111 495000111 602000111 cz josef mu novy prostredni smirice smitko sz"


def test_what_somebody_is_called_is_nearer_than_where_they_are() -> None:
    """F13: whole names before beginnings, and either before other words."""
    nearest = [("Smítko", "x"), ("Malý", "smitko"), ("Smítková", "x"), ("Malý", "x")]
    weights = [weigh(["smitko"], *each, ["smitko"]) for each in nearest]
    assert weights == [0, 0, 1, 2]
    assert weigh(["smi", "jos"], "Smítko", None, ["josef", "smitko"]) == 4
    assert weigh(["smi", "josef"], "Smítko", None, ["josef", "smitko"]) == 3


@example("0¯-0")
@given(st.text(alphabet=st.characters(exclude_categories=["Nd"]), min_size=1))
def test_whatever_is_typed_a_name_is_found_by_its_whole_self(text: str) -> None:
    """F13: unless it is nothing that could be seen or said."""
    assert set(asked_words(text)) <= set(words_of([text], "").split())


def test_somebody_found_stands_by_their_employee() -> None:
    """F13: one row each."""
    assert Match(7, "Josef Smítko", None, "Smiřice", retired=False).key == 7
