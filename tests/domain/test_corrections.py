"""Correcting a person: who may, and what of them."""

from dataclasses import replace
from datetime import date

import pytest

from oktui import demo
from oktui.domain.authority import Denial, Forbidden
from oktui.domain.birth_number import DoubtfulBirthNumber, InvalidBirthNumber
from oktui.domain.corrections import (
    NOTHING_CONFIRMED,
    BirthNumberChanges,
    Confirmed,
    Correction,
    check_correction,
    check_reason,
    correction_denial,
    require_correction,
    updated,
)
from oktui.domain.errors import DomainError
from oktui.domain.modules import Category, Level, Module, Permission
from oktui.domain.people import Names
from oktui.domain.records import values
from oktui.domain.register import Consent, OneNameOnly, PersonEntry
from oktui.domain.text import Required, UnsafeText
from tests.domain.test_authority import principal
from tests.support.roles import MPSV

ADMINISTRATOR = {Permission.SYSTEM_ADMINISTRATION: Level.UPDATE}
TODAY = date(2016, 7, 25)
STORED = demo.MARTINKA.data
SAME = PersonEntry(
    STORED.given_name, STORED.surname, birth_surname=STORED.birth_surname, title_before="Ing.", birth_number=""
)


def checked(confirmed: Confirmed = NOTHING_CONFIRMED, **typed: str) -> Correction:
    """What becomes of the form with these fields typed anew."""
    return check_correction(demo.MARTINKA.ik, STORED, replace(SAME, **typed), confirmed, today=TODAY)


@pytest.mark.parametrize(
    ("module", "entered", "activated", "expected"),
    [
        (Module.OKNOUZE, True, False, None),
        (Module.OKNOUZE, True, True, Denial.ACTIVATED),
        (Module.OKNOUZE, False, False, Denial.ENTERED_BY_OTHERS),
        (Module.OKNOUZE, False, True, Denial.ENTERED_BY_OTHERS),
        (Module.REGISTR, True, False, Denial.OTHER_MODULE),
    ],
)
def test_a_region_corrects_whom_it_has_entered_until_they_can_sign_in(
    module: Module, entered: bool, activated: bool, expected: Denial | None
) -> None:
    """R2.4-1, X-3."""
    actor = replace(principal(ADMINISTRATOR), module=module)
    assert correction_denial(actor, entered=entered, activated=activated) is expected
    if expected is not None:
        with pytest.raises(Forbidden):
            require_correction(actor, entered=entered, activated=activated)


@pytest.mark.parametrize("module", Module)
def test_the_ministry_corrects_everybody(module: Module) -> None:
    """R2.2-2: whoever entered them, and whenever."""
    actor = replace(principal(ADMINISTRATOR, MPSV), module=module)
    assert correction_denial(actor, entered=False, activated=True) is None


def test_what_was_not_typed_anew_stays() -> None:
    """F17, X-20: the birth number too, which the form does not show."""
    assert not checked().changes
    changed = checked(surname=" Martínek ")
    assert changed.changes
    assert changed.after == replace(STORED, surname="Martínek")


def test_an_old_oddity_blocks_no_other_change() -> None:
    """X-28: a register may hold what a form would refuse today."""
    odd = replace(STORED, surname="Mart\u200binka", birth_surname="")
    typed = replace(SAME, surname=odd.surname, birth_surname="", given_name="Radim")
    assert check_correction("1", odd, typed, NOTHING_CONFIRMED, today=TODAY).after == replace(odd, given_name="Radim")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"surname": ""}, Required),
        ({"birth_surname": " "}, Required),
        ({"given_name": ""}, OneNameOnly),
        ({"surname": "Mart\u200binka"}, UnsafeText),
        ({"birth_number": "590814/1768"}, InvalidBirthNumber),
        ({"birth_number": "900806/5121"}, BirthNumberChanges),
    ],
)
def test_what_is_wrong_or_to_be_confirmed_is_refused(typed: dict[str, str], fault: type[DomainError]) -> None:
    """F17, X-22, X-25, X-28."""
    with pytest.raises(fault):
        checked(NOTHING_CONFIRMED, **typed)


def test_a_birth_number_changes_after_a_second_question_and_a_doubtful_one_after_a_third() -> None:
    """F17, X-25: typed as it stands already, it is no change."""
    assert not checked(birth_number=str(STORED.birth_number)).changes
    sure = Confirmed(birth_number_changes=True)
    assert str(checked(sure, birth_number="900806/5121").after.birth_number) == "900806/5121"
    with pytest.raises(DoubtfulBirthNumber):
        checked(sure, birth_number="870606/1200")
    assert checked(replace(sure, doubtful_birth_number=True), birth_number="870606/1200").changes


def test_one_name_is_confirmed_only_where_there_were_two() -> None:
    """X-28."""
    assert checked(Confirmed(one_name=True), given_name="").after.given_name == ""
    alone = replace(STORED, given_name="")
    assert not check_correction("1", alone, replace(SAME, given_name=""), NOTHING_CONFIRMED, today=TODAY).changes


def test_a_reason_has_to_be_said() -> None:
    """X-19."""
    assert check_reason(" sňatek ") == "sňatek"
    with pytest.raises(Required) as missing:
        check_reason(" ")
    assert missing.value.field == "correction_reason"


def test_a_file_changes_the_names_that_it_has_columns_for_and_no_birth_number() -> None:
    """R2.2-2: a column that is there and empty empties the name."""
    read = replace(demo.CERNY.data, title_after="CSc.")
    assert updated(STORED, read, frozenset({"birth_number", "surname"})) == replace(STORED, surname="Černý")
    everything = updated(STORED, read, frozenset(values(read)))
    assert {name: getattr(everything, name) for name in values(Names("", ""))} == {
        name: getattr(read, name) for name in values(Names("", ""))
    }
    assert everything.birth_number == STORED.birth_number


def test_a_category_or_a_consent_is_something_to_write_too() -> None:
    """R2.2-2."""
    nothing = Correction("1", STORED, STORED)
    assert not nothing.changes
    assert replace(nothing, added=frozenset(Category)).changes
    assert replace(nothing, consent=Consent(TODAY, "MPSV-2016/1")).changes
