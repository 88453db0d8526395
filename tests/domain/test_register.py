"""What may be written to KRK: R2.2-2, R2.2-3, X-22, X-25."""

from dataclasses import replace
from datetime import date

import pytest

from oktui.domain.birth_number import BirthNumber, InvalidBirthNumber
from oktui.domain.dates import DateInFuture
from oktui.domain.errors import DomainError
from oktui.domain.modules import Category
from oktui.domain.register import (
    NO_CONSENT,
    Consent,
    ConsentEntry,
    ConsentMissing,
    PersonEntry,
    check_person,
    examine_person,
)
from oktui.domain.text import Required, TooLong, UnsafeText
from tests.support.roles import TODAY

DLOUHY = PersonEntry("Robert", "Dlouhý", birth_surname="Dlouhý", birth_number="900806/5121")
CONSENT = ConsentEntry(date(2016, 7, 1), "MPSV-2016/1")


def test_a_person_of_the_document_is_fit_to_be_written() -> None:
    """R2.4-1: Robert Dlouhý 900806/5121, with what was typed cleaned of outer spaces."""
    person = check_person(replace(DLOUHY, given_name=" Robert "), {Category.HN}, NO_CONSENT, today=TODAY)
    assert person.data.birth_number == BirthNumber("9008065121")
    assert (person.data.name, person.data.birth_surname) == ("Robert Dlouhý", "Dlouhý")
    assert person.categories == {Category.HN}
    assert person.consent is None


@pytest.mark.parametrize("categories", [set(), {Category.HN}, {Category.SS}, set(Category)])
def test_only_the_category_of_oksluzby_takes_a_consent(categories: set[Category]) -> None:
    """R2.2-2, R2.2-3: for Zaměstnanec HN none is asked for."""
    for consent in (NO_CONSENT, ConsentEntry(None, "  ")):
        person, faults = examine_person(DLOUHY, categories, consent, today=TODAY)
        assert [type(fault) for fault in faults] == ([ConsentMissing] if Category.SS in categories else [])
        assert (person is None) == bool(faults)
    backed = check_person(DLOUHY, categories, CONSENT, today=TODAY)
    assert backed.consent == Consent(date(2016, 7, 1), "MPSV-2016/1")


@pytest.mark.parametrize(
    ("consent", "fault"),
    [
        (replace(CONSENT, reference=" "), Required("reference")),
        (replace(CONSENT, received_on=None), Required("received_on")),
        (replace(CONSENT, received_on=date(2016, 7, 26)), DateInFuture("received_on")),
        (replace(CONSENT, reference="x" * 101), TooLong(100, "reference")),
    ],
)
def test_a_consent_has_a_date_that_has_come_and_a_reference(consent: ConsentEntry, fault: DomainError) -> None:
    """R2.2-2: date received and reference, both or neither, whatever category it is for."""
    for categories in (set[Category](), {Category.SS}):
        _, faults = examine_person(DLOUHY, categories, consent, today=TODAY)
        assert [(type(found), found.field) for found in faults] == [(type(fault), fault.field)]


def test_everything_that_is_wrong_is_found_and_the_first_is_raised() -> None:
    """R2.4-1, X-22, X-25: in the order of the form."""
    wrong = PersonEntry("", "Dlou\x1bhý", title_after="x" * 101, birth_number="900806/5122")
    person, faults = examine_person(wrong, {Category.SS}, NO_CONSENT, today=TODAY)
    assert person is None
    assert [(type(fault), fault.field) for fault in faults] == [
        (InvalidBirthNumber, "birth_number"),
        (Required, "given_name"),
        (UnsafeText, "surname"),
        (Required, "birth_surname"),
        (TooLong, "title_after"),
        (ConsentMissing, "received_on"),
    ]
    with pytest.raises(InvalidBirthNumber):
        check_person(wrong, {Category.SS}, NO_CONSENT, today=TODAY)


def test_a_birth_number_is_not_told_by_a_traceback() -> None:
    """X-20: neither of what was typed nor of what was checked."""
    assert "5121" not in repr(DLOUHY) + repr(check_person(DLOUHY, (), NO_CONSENT, today=TODAY))
