"""Passwords that the program makes: X-16."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.birth_number import BirthNumber
from oktui.domain.generated_passwords import generate, generate_for, spell
from oktui.domain.password_owner import Owner
from oktui.domain.password_policy import PasswordPolicy
from oktui.domain.passwords import PasswordRefused, PasswordRule, check, unmet_rules

POLICY = PasswordPolicy()
OWNER = Owner("sz_cerny", "Černý", BirthNumber("5908141767"), is_administrator=False)
ADMINISTRATOR = replace(OWNER, is_administrator=True)

SCATTERED = tuple(7 * place**3 + 3 * place for place in range(9999))


class Picks:
    """Chance that picks the given places in turn, and remembers what it could pick from."""

    def __init__(self, places: Sequence[int] = SCATTERED) -> None:
        self.places = iter(places)
        self.alphabets: list[str] = []

    def __call__(self, alphabet: str) -> str:
        self.alphabets.append(alphabet)
        return alphabet[next(self.places) % len(alphabet)]


@given(st.randoms(use_true_random=True))
def test_a_generated_password_suits_an_administrator(chance: Any) -> None:
    """X-16: whatever chance generates passes the strictest rules."""
    check(generate(chance.choice), ADMINISTRATOR, POLICY)


def test_a_generated_password_is_worth_about_a_hundred_bits() -> None:
    """X-16: twenty independent choices, in five groups of four."""
    chance = Picks()
    assert [len(group) for group in generate(chance).split("-")] == [4] * 5
    assert 98 < sum(math.log2(len(set(alphabet))) for alphabet in chance.alphabets) < 102


def test_a_generated_password_that_spells_its_owners_name_is_made_again() -> None:
    """X-17: chance may come upon a short surname; not twice."""
    spelled = generate(Picks())[:3]
    owner = replace(OWNER, username="ab", surname=spelled)
    password = generate_for(owner, POLICY, Picks())
    assert password != generate(Picks())
    assert unmet_rules(password, owner, POLICY) == ()


def test_a_generated_password_is_as_long_as_the_rules_ask() -> None:
    """X-15: also where an installation asks for more than the hundred bits."""
    for least in (12, 24, 25, 60):
        assert len(generate_for(OWNER, replace(POLICY, min_length=least), Picks())) >= least


def test_rules_that_nothing_meets_are_said_not_waited_for() -> None:
    """X-15: an installation that allows ten characters only."""
    with pytest.raises(PasswordRefused) as refused:
        generate_for(OWNER, replace(POLICY, max_length=10), Picks())
    assert PasswordRule.MAX_LENGTH in refused.value.unmet


def test_no_two_generated_characters_look_alike() -> None:
    """X-16: no zero and o, no one and l and i, no difference of case."""
    chance = Picks()
    generate(chance)
    characters = set("".join(chance.alphabets))
    assert not characters & set("0oO1lIi")
    assert len({character.lower() for character in characters}) == len(characters)


def test_a_password_is_spelled_for_the_telephone() -> None:
    """X-16: the Czech spelling alphabet, digits as words."""
    assert spell("aW7-Ž") == (
        ("a", "Adam"),
        ("W", "velké dvojité vé"),
        ("7", "sedm"),
        ("-", "pomlčka"),
        ("Ž", "velké Ž"),
    )


def test_every_character_that_can_be_generated_has_a_word() -> None:
    """X-16: nothing generated is left to the caller's imagination."""
    chance = Picks()
    password = generate(chance) + "".join(chance.alphabets)
    assert all(len(word) > 2 and word != character for character, word in spell(password))
