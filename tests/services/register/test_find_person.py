"""Looking a person up in KRK: F4."""

from collections.abc import Callable

import pytest

from oktui import demo
from oktui.domain.birth_number import InvalidBirthNumber
from oktui.domain.errors import DomainError
from oktui.domain.ik import InvalidIk, next_ik
from oktui.domain.modules import Module
from oktui.domain.outages import KrkUnavailable
from oktui.domain.people import PersonNotFound, PersonUnusable
from oktui.domain.text import Required, UnsafeText
from oktui.services.employees.create_employee import create_employee
from oktui.services.register.find_person import ByBirthNumber, ByIk, ByPersonalData, PersonQuery, find_person
from storage import krk
from tests.services.employees.test_create_employee import request_for_martinka
from tests.support.cast import Cast
from tests.support.journal import stored

Find = Callable[[PersonQuery], list[str]]


@pytest.fixture
def find(cast: Cast) -> Find:
    """The IKs that homola finds, signed in to registr."""
    homola = cast.actor("homola")
    return lambda query: [person.ik for person in find_person(homola, query, effects=cast.effects)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_person_is_found_by_birth_number_by_ik_and_by_personal_data(find: Find) -> None:
    """R2.3-4: names by their beginnings, without case and diacritics; KRK is the same whatever our engine is."""
    for query in (
        ByBirthNumber(" 590814/1767 "),
        ByBirthNumber("5908141767"),
        ByIk(" 1284384629 "),
        ByPersonalData("RADOM", "martin"),
        ByPersonalData("", "Martinka", demo.MARTINKA.data.birth_number.born),
    ):
        assert find(query) == [demo.MARTINKA.ik]
    assert find(ByPersonalData("", "mar")) == [demo.MARINKA.ik, demo.MARTINKA.ik]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("query", "refusal", "field"),
    [
        (ByBirthNumber(" "), Required, "birth_number"),
        (ByBirthNumber("590814/1768"), InvalidBirthNumber, "birth_number"),
        (ByIk(""), Required, "ik"),
        (ByIk("1284384628"), InvalidIk, "ik"),
        (ByPersonalData("Radomír", " "), Required, "surname"),
        (ByPersonalData("", "Martinka\x1b"), UnsafeText, "surname"),
    ],
)
def test_what_cannot_be_right_is_never_sent(
    find: Find, query: PersonQuery, refusal: type[DomainError], field: str
) -> None:
    """F4, X-24, X-25: it is refused while KRK is away, so KRK was not asked."""
    krk.open_krk("sqlite:////nowhere/krk.db", patience=0.3)
    with pytest.raises(refusal) as refused:
        find(query)
    assert refused.value.field == field


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_and_somebody_who_may_not_be_employed_are_two_answers(cast: Cast, find: Find) -> None:
    """R2.2-1, R2.3-5: the error 501 names the IK; the category that counts is the realm's."""
    for query in (ByIk(next_ik(demo.MARTINKA.ik)), ByPersonalData("", "Nikdo")):
        with pytest.raises(PersonNotFound):
            find(query)
    with pytest.raises(PersonUnusable) as refused:
        find(ByIk(demo.WITHOUT_CATEGORY.ik))
    assert refused.value.ik == "1504965979"
    with pytest.raises(PersonUnusable):
        find(ByIk(demo.GOLLOVA.ik))
    gollova = cast.actor("gollova", Module.OKNOUZE)
    assert find_person(gollova, ByIk(demo.SMITKO.ik), effects=cast.effects) == [demo.SMITKO]
    with pytest.raises(PersonUnusable):
        find_person(gollova, ByIk(demo.MARTINKA.ik), effects=cast.effects)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_krk_nobody_is_found_and_nobody_is_created(cast: Cast) -> None:
    """X-4, R2.3-11: the documented message, and nothing stored."""
    homola, request = cast.actor("homola"), request_for_martinka(cast)
    before = stored()
    krk.open_krk("sqlite:////nowhere/krk.db", patience=0.3)
    with pytest.raises(KrkUnavailable):
        create_employee(homola, request, effects=cast.effects)
    with pytest.raises(KrkUnavailable):
        find_person(homola, ByIk(demo.MARTINKA.ik), effects=cast.effects)
    assert stored() == before
