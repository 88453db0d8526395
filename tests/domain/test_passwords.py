"""The rules for passwords: X-15, X-16, X-17."""

from dataclasses import replace
from datetime import timedelta
from unicodedata import normalize as unicode_normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.birth_number import BirthNumber
from oktui.domain.password_owner import Owner
from oktui.domain.password_policy import PasswordPolicy
from oktui.domain.passwords import (
    PasswordRefused,
    PasswordRule,
    Requirement,
    check,
    hard_to_guess,
    normalise,
    requirements,
    unmet_rules,
)

POLICY = PasswordPolicy()
OWNER = Owner("sz_cerny", "Černý", BirthNumber("5908141767"), is_administrator=False)
ADMINISTRATOR = replace(OWNER, is_administrator=True)


def unmet(candidate: str, owner: Owner = OWNER, policy: PasswordPolicy = POLICY) -> set[PasswordRule]:
    """The rules that a candidate does not meet, those apart that are judged in test_judged_passwords.py."""
    return {requirement.rule for requirement in requirements(candidate, owner, policy) if not requirement.met}


def test_the_defaults_are_those_in_force() -> None:
    """X-15, X-16: decree 82/2018 Sb. as MPSV published it, and the lifetimes of set passwords."""
    assert PasswordPolicy() == PasswordPolicy(
        min_length=12,
        admin_min_length=17,
        max_length=256,
        max_age_months=18,
        min_age=timedelta(minutes=30),
        remembered=12,
        temporary_lifetime=timedelta(hours=1),
        first_lifetime=timedelta(days=3),
    )


def test_twelve_characters_suffice_but_an_administrator_needs_seventeen() -> None:
    """X-15: the shortest lengths, by permission."""
    assert unmet("kolovrátek p") == set()
    assert unmet("kolovrátek ") == {PasswordRule.LENGTH}
    assert unmet("kolovrátek přede", ADMINISTRATOR) == {PasswordRule.LENGTH}
    assert unmet("kolovrátek přede!", ADMINISTRATOR) == set()


def test_a_password_too_long_is_refused_and_never_cut_short() -> None:
    """X-15: 256 characters is the longest."""
    long = "kolovrátek přede " * 20
    assert unmet("!" + long[:255]) == set()
    assert unmet("!" + long[:256]) == {PasswordRule.MAX_LENGTH}


def test_the_configured_lengths_count() -> None:
    """X-15: all of it is configuration."""
    policy = PasswordPolicy(min_length=20, admin_min_length=25, max_length=30)
    assert unmet("kolovrátek přede!", policy=policy) == {PasswordRule.LENGTH}
    assert unmet("kolovrátek přede dál", policy=policy) == set()
    assert unmet("kolovrátek přede dál a ještě déle", policy=policy) == {PasswordRule.MAX_LENGTH}


def test_both_ways_of_typing_an_accent_are_one_password() -> None:
    """X-15: normalised before it is measured and hashed."""
    decomposed = unicode_normalize("NFD", "žluťoučký kůň")
    assert normalise(decomposed) == "žluťoučký kůň"
    assert unmet(unicode_normalize("NFD", "řůžěš kýčů")) == {PasswordRule.LENGTH}


@pytest.mark.parametrize("candidate", ["tady SZ_Cerny bydlí", "xxsz_černýxxkolo"])
def test_the_username_is_not_part_of_a_password(candidate: str) -> None:
    """X-17: whatever the case and diacritics."""
    assert PasswordRule.NO_USERNAME in unmet(candidate)


@pytest.mark.parametrize(
    ("surname", "candidate"),
    [
        ("Černý", "Rod CERNYCH páně"),
        ("Cerny", "Rod Černých páně"),
        ("Nováková-Dlouhá", "most dlouha reka"),
        ("Nováková Dlouhá", "most novakova reka"),
        ("Vlk", "most vlkodlak reka"),
    ],
)
def test_the_surname_is_not_part_of_a_password(surname: str, candidate: str) -> None:
    """X-17: nor is one half of a double surname."""
    assert unmet(candidate, replace(OWNER, surname=surname)) == {PasswordRule.NO_SURNAME}


@pytest.mark.parametrize("name", ["", "Ó", "Ho", "Ho-Ó", "-"])
def test_a_very_short_name_forbids_nothing(name: str) -> None:
    """X-17: otherwise somebody called Ho could hardly find a password."""
    owner = replace(OWNER, surname=name, username=name)
    assert unmet("ó hory - hoří mocně", owner) == set()


@pytest.mark.parametrize(
    "candidate", ["vrže5908141767!", "vrže590814/1767!", "vrže 590814/1767 !", "５９０８１４１７６７ vrže"]
)
def test_the_birth_number_is_not_part_of_a_password(candidate: str) -> None:
    """X-17: with its slash or without."""
    assert unmet(candidate) == {PasswordRule.NO_BIRTH_NUMBER}
    assert unmet(candidate, replace(OWNER, birth_number=None)) == set()


@pytest.mark.parametrize(
    "candidate",
    [
        "1qaz2wsx3edc",
        "123456789qwe",
        "123456789012",
        "098765432109",
        "qwertzuiopasdf",
        "mnbvcxylkjhg",
        "abcabcabcabc",
        "abcabcabcabca",
        "aaaaaaaaaaaaaaaaa",
        "Password12345!",
        "Heslo123456789",
        "!!!Hesló20262026",
        "HesloHesloHeslo1",
        "Heslo-Heslo-2026",
        "Sparta1893!!!!",
        "Slavia1892!!!!",
        "Praha-11000-2026",
        "2026/Martin/2026",
        "Březen2026!!!",
        "7 statečných 7",
        "moje590813/1767!",
        "31415926535897932",
        "qayxswedcvfrtgbnh1",
        "ěščřžýáíéěščřžýáí",
    ],
)
def test_common_passwords_are_refused(candidate: str) -> None:
    """X-17: those on the list, those behind digits and signs, repetitions, rows of keys."""
    assert unmet(candidate) == {PasswordRule.NOT_COMMON}


@pytest.mark.parametrize(
    "candidate",
    [
        "modrý kůň skáče",
        "heslo sparta praha",
        "k48151623421",
        "4815162342108",
        "ab4815162342cd",
    ],
)
def test_uncommon_passwords_are_accepted(candidate: str) -> None:
    """X-15: any characters, with no rule about their kinds."""
    assert unmet(candidate) == set()


def test_each_keystroke_is_judged_by_every_rule() -> None:
    """F9: the rules beside the field turn one by one, in one order."""
    password = "kolovrátek přede!"
    for typed in range(len(password) + 1):
        verdicts = requirements(password[:typed], ADMINISTRATOR, POLICY)
        assert [requirement.rule for requirement in verdicts] == [*PasswordRule][:-1]
        assert verdicts[0].met is (typed >= 17)


def test_the_estimate_is_the_last_rule_and_apart() -> None:
    """X-17, F9: it takes too long for a keystroke, so it follows."""
    weak, fair, strong = "Pondeli-utery-2026", "LetadloKvetina2024!", "kolovrátek přede!"
    assert hard_to_guess(weak, OWNER, POLICY) == Requirement([*PasswordRule][-1], met=False)
    assert hard_to_guess(fair, OWNER, POLICY).met
    assert not hard_to_guess(fair, ADMINISTRATOR, POLICY).met
    assert hard_to_guess(strong, ADMINISTRATOR, POLICY).met
    assert not hard_to_guess(strong, OWNER, replace(POLICY, guesses=10**30)).met


@given(st.text(max_size=300))
def test_checking_refuses_exactly_what_the_rules_do(candidate: str) -> None:
    """X-15, X-17: the form and the use case cannot disagree."""
    broken = unmet_rules(candidate, OWNER, POLICY)
    assert set(broken) - {PasswordRule.HARD_TO_GUESS} == unmet(candidate)
    if broken:
        with pytest.raises(PasswordRefused) as refusal:
            check(candidate, OWNER, POLICY)
        assert refusal.value.unmet == broken
    else:
        check(candidate, OWNER, POLICY)


def test_a_refusal_names_every_rule_at_once() -> None:
    """X-17: nobody finds the rules out one by one."""
    with pytest.raises(PasswordRefused) as refusal:
        check("sz_cerny", OWNER, POLICY)
    assert refusal.value.unmet == (
        PasswordRule.LENGTH,
        PasswordRule.NO_USERNAME,
        PasswordRule.NO_SURNAME,
        PasswordRule.HARD_TO_GUESS,
    )
