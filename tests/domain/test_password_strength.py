"""How many guesses a password withstands: X-17."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.birth_number import BirthNumber
from oktui.domain.czech_words import czech_words, forms
from oktui.domain.password_owner import Owner
from oktui.domain.password_strength import withstands

KNOWN = ("Jiřina", "Kvapilová", "Úřad Hamry", "Kraj Vysočina")
OWNER = Owner("kvapil7", "Slaninová", BirthNumber("8551171236"), is_administrator=False, known=KNOWN)


@pytest.mark.parametrize(
    "form", ["heslem", "hesla", "Slunicko", "pražský", "Janička", "MILUJEŠ", "Petrův", "1968", "2031"]
)
def test_czech_words_are_known_in_their_forms(form: str) -> None:
    """X-17: declined, conjugated, with diacritics and without."""
    assert not withstands(form, 10**5, ())


def test_every_word_is_listed_once_and_without_diacritics() -> None:
    """X-17: diacritics are taken off the password before it is compared."""
    words = czech_words()
    assert len(words) > 20_000
    assert all(word.isascii() and word == word.lower() for word in words)
    assert words["heslo"] < words["heslem"] < 100


def test_a_short_stem_is_not_declined() -> None:
    """X-17: what is left of `led` or `jit` stands in every other word."""
    assert list(forms("oko")) == ["oko"]
    assert {"zima", "zimy", "zimou"} < set(forms("zima"))


@pytest.mark.parametrize(
    "told",
    ["slaninova", "kvapilove", "jirina", "hamry", "vysociny", "oknouze", "17011985", "17.1.1985", "855117/1236"],
)
def test_what_others_know_of_the_owner_is_guessed_first(told: str) -> None:
    """X-17: names and their forms, the office, the region, the product, the date of birth in every usual form."""
    assert not withstands(told, 2_000, OWNER.words)


def test_an_owner_without_birth_number_or_office_is_known_less() -> None:
    """X-17: MPSV's own people work in no region."""
    owner = Owner("ab", "Ó", None, is_administrator=True)
    assert withstands("hledám ztracený klíč od kůlny", 10**12, owner.words)


@pytest.mark.parametrize(
    ("keys", "same"), [("heslo+ěš", "heslo123"), ("ěščřžýáíé", "234567890"), ("asdfghjklů§", "asdfghjkl;'")]
)
def test_a_czech_keyboard_types_the_same(keys: str, same: str) -> None:
    """X-17: the row of digits has letters with diacritics, and y and z have changed places."""
    assert withstands(keys, 10**7, ()) is withstands(same, 10**7, ()) is False


@pytest.mark.parametrize("between", ["", " ", "-", "_", "."])
def test_a_separator_does_not_make_words_strong(between: str) -> None:
    """X-17: one sign is chosen once, however often it stands."""
    assert not withstands(between.join(("Heslo", "Sparta", "Praha", "2024")), 10**10, ())


def test_a_long_password_is_as_strong_as_its_hardest_part() -> None:
    """X-17: repetition adds nothing, and what is strong may stand anywhere."""
    assert not withstands("kůň a pes " * 25, 10**10, ())
    assert not withstands("a" * 200 + "b" * 56, 10**10, ())
    assert withstands("a" * 200 + "kvílí Zr4kl0p3n!ště v přízemí", 10**12, ())
    assert withstands("dikobraz vrže stropem bez oleje", 10**12, ())


@pytest.mark.timeout(20)
def test_signs_that_may_stand_for_letters_do_not_take_minutes() -> None:
    """F9: the estimate's time grows by the product of what each of them may mean."""
    assert withstands("4@8({[<3691!|7$5+%20" * 2 + "kolovrátek" + "4@8({[<3691!|7$5+%20" * 8, 10**12, ())


@given(st.text(max_size=40))
def test_any_text_has_an_estimate(text: str) -> None:
    """X-15: any characters are allowed, and there is no end to what can be asked."""
    assert not withstands(text, 10**200, OWNER.words)


@pytest.mark.parametrize(
    "digits",
    ["24.12.2024.24.12.24", "24.12.2024 24. 12. 2024", "+44 20 7946 0958", "00442079460958", "+421 2 5441 1234"],
)
def test_a_date_twice_and_a_telephone_number_are_guessed(digits: str) -> None:
    """X-17: of whatever country; digits that mean nothing and several dates are as good as they are long."""
    assert not withstands(digits, 10**10, ())
    for other in ("24.12.2024 25.11.1999 3.4.2011", "83729104857361920475"):
        assert withstands(other, 10**10, ())
