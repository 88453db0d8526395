"""Persons, workplaces and employees: R2.2-1, R2.3-9 and validity by days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.contacts import InvalidEmail, InvalidPhone
from oktui.domain.dates import DatesOutOfOrder
from oktui.domain.errors import DomainError
from oktui.domain.modules import Category, Realm
from oktui.domain.people import Details, check_details, covers
from oktui.domain.text import Required, TooLong, UnsafeText
from tests.support.roles import EMPLOYEE, MARTINKA, NOW, VYSOCINA, valid

DETAILS = Details(date(2014, 9, 15), email="urad@kr-vysocina.example", position="referent")
DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("categories", "realms"),
    [
        (frozenset(), []),
        (frozenset({Category.SS}), [Realm.OKSLUZBY]),
        (frozenset({Category.HN}), [Realm.OKNOUZE]),
        (frozenset(Category), [Realm.OKSLUZBY, Realm.OKNOUZE]),
    ],
)
def test_a_person_is_employed_where_their_category_allows(categories: frozenset[Category], realms: list[Realm]) -> None:
    """R2.2-1: the category decides, realm by realm."""
    person = replace(MARTINKA, categories=categories)
    assert [realm for realm in Realm if person.usable_in(realm)] == realms


@given(first=DAYS, last=DAYS, day=DAYS)
def test_both_ends_of_a_validity_belong_to_it(first: date, last: date, day: date) -> None:
    """Glossary, platnost od / do: dates, both inclusive; without an end, for ever."""
    assert covers(first, last, day) == (day in {first + timedelta(n) for n in range((last - first).days + 1)})
    assert covers(first, None, day) == (day >= first)


def test_an_employee_and_a_workplace_are_valid_from_their_first_to_their_last_day() -> None:
    """R2.5-1: the end of a validity is the last day of it; retirement is another matter."""
    ending = replace(valid(until=date(2016, 7, 25)), retired_at=NOW)
    assert [ending.valid_on(date(2014, 9, day)) for day in (14, 15)] == [False, True]
    assert [ending.valid_on(date(2016, 7, day)) for day in (25, 26)] == [True, False]
    closing = replace(VYSOCINA, valid_to=date(2016, 7, 25))
    assert [closing.valid_on(date(2016, 7, day)) for day in (25, 26)] == [True, False]


def test_a_name_is_read_with_its_titles_where_there_are_any() -> None:
    """F2: the user's name in the header."""
    person = EMPLOYEE.person
    assert replace(person, title_after="CSc.").full_name == "Ing. Radomír Martinka, CSc."
    assert replace(person, title_before="").full_name == "Radomír Martinka" == person.name


def test_details_come_back_without_the_spaces_around_them() -> None:
    """R2.3-9: what is stored is what was meant."""
    padded = replace(DETAILS, email="  urad@kr-vysocina.example ", position=" referent", phone=" 566123456 ")
    assert check_details(padded) == replace(DETAILS, phone="+420 566 123 456")


@pytest.mark.parametrize(
    ("fault", "refusal", "field"),
    [
        ({"valid_from": None}, Required, "valid_from"),
        ({"email": "  "}, Required, "email"),
        ({"position": ""}, Required, "position"),
        ({"valid_to": date(2014, 9, 14)}, DatesOutOfOrder, "valid_to"),
        ({"phone": "566\x1b[31m"}, UnsafeText, "phone"),
        ({"abbreviation": "A" * 101}, TooLong, "abbreviation"),
        ({"email": "urad.kr-vysocina.example"}, InvalidEmail, "email"),
        ({"email": "urad@vysocina"}, InvalidEmail, "email"),
        ({"phone": "566"}, InvalidPhone, "phone"),
        ({"email": "urad @kr-vysocina.example"}, InvalidEmail, "email"),
    ],
)
def test_details_at_fault_name_the_field(fault: dict[str, object], refusal: type[DomainError], field: str) -> None:
    """R2.3-9, X-22: Platnost od, Email and Funkce/služební číslo are required; the message stands at its field."""
    with pytest.raises(refusal) as refused:
        check_details(replace(DETAILS, **fault))  # type: ignore[arg-type]  # the table names fields of Details
    assert refused.value.field == field


def test_a_validity_of_one_day_is_a_validity() -> None:
    """R2.3-9: an end on the day of the beginning is in order."""
    one_day = replace(DETAILS, valid_to=DETAILS.valid_from)
    assert check_details(one_day) == one_day


def test_what_is_stored_already_blocks_no_other_change() -> None:
    """X-28: a telephone of an older register, or an end of 31.12.9999; changed, it is checked like any other."""
    odd = replace(DETAILS, phone="ústředna", email="urad@vysocina", valid_to=date.max)
    assert check_details(replace(odd, position="vedoucí"), odd).phone == "ústředna"
    with pytest.raises(InvalidPhone):
        check_details(replace(odd, phone="ústředna!"), odd)
