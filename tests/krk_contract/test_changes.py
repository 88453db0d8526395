"""What every register does when it is asked for a change, or says of itself that it makes none (docs/krk.md)."""

from dataclasses import replace
from datetime import date

import pytest

from oktui import demo
from oktui.domain.audit import EditConflict
from oktui.domain.authority import NotFound
from oktui.domain.birth_number import BirthNumber
from oktui.domain.corrections import Correction
from oktui.domain.ik import is_ik
from oktui.domain.krk import KrkReadOnly, PersonUnreadable
from oktui.domain.modules import Category
from oktui.domain.people import Person, PersonalData
from oktui.domain.register import Consent, NewPerson, PersonKnown, Registered
from storage import krk
from tests.krk_contract.conftest import Register

CONSENT = Consent(date(2016, 7, 1), "MPSV-2016/1")
DLOUHY = NewPerson(
    PersonalData("Robert", "Dlouhý", "Novák", "Krátký", "Ing.", "CSc.", birth_number=BirthNumber("9008065121")),
    frozenset(Category),
    CONSENT,
)
MARRIED = replace(demo.CERNY.data, surname="Černý-Bílý")
GONE = demo.WITHOUT_CATEGORY.ik


@pytest.fixture
def ours(register: Register) -> Register:
    """The registers that take changes; of the others nothing is asked here."""
    register.store([demo.MARTINKA, demo.CERNY])
    if not register.writable:
        pytest.skip("a register that is only read")
    return register


def test_a_register_that_is_only_read_says_so_and_changes_nothing(register: Register) -> None:
    """X-4: of every change, and it is no outage; those that take changes make them."""
    register.store([demo.MARTINKA, demo.CERNY])
    changes = (
        lambda: krk.register([DLOUHY]),
        lambda: krk.register((), [Correction(demo.CERNY.ik, demo.CERNY.data, MARRIED)]),
        lambda: krk.change_categories(demo.CERNY.ik, added={Category.HN}, removed=(), consent=CONSENT),
    )
    for change in changes:
        if register.writable:
            change()
        else:
            with pytest.raises(KrkReadOnly):
                change()
    after = replace(demo.CERNY, data=MARRIED, categories=frozenset(Category))
    assert krk.find_by_ik(demo.CERNY.ik) == (after if register.writable else demo.CERNY)
    assert (krk.find_by_birth_number(DLOUHY.data.birth_number) is None) is not register.writable


def test_a_new_person_is_given_an_ik_and_written_whole(ours: Register) -> None:
    """R2.4-1, R2.2-2, X-24: nobody had it before."""
    second = replace(DLOUHY, data=replace(DLOUHY.data, birth_number=BirthNumber("530101001")), consent=None)
    persons = krk.register([DLOUHY, second])
    assert [person.data for person in persons] == [DLOUHY.data, second.data]
    assert len({demo.MARTINKA.ik, demo.CERNY.ik, *(person.ik for person in persons)}) == 4
    assert all(is_ik(person.ik) for person in persons)
    assert krk.find_registered(persons[0].ik) == Registered(
        Person(persons[0].ik, DLOUHY.data, DLOUHY.categories), (CONSENT,)
    )
    assert krk.find_registered(persons[1].ik) == Registered(persons[1], ())
    assert krk.find_by_personal_data("rob", "dlou", date(1990, 8, 6)) == [persons[0]]


def test_whoever_is_known_is_named_and_nobody_is_written(ours: Register) -> None:
    """F8: all of a batch or none."""
    again = replace(DLOUHY, data=replace(DLOUHY.data, birth_number=demo.CERNY.data.birth_number))
    with pytest.raises(PersonKnown) as known:
        krk.register([DLOUHY, again])
    assert (known.value.ik, known.value.name) == (demo.CERNY.ik, demo.CERNY.data.name)
    assert krk.find_by_birth_number(DLOUHY.data.birth_number) is None


def test_names_are_corrected_where_they_are_what_they_were(ours: Register) -> None:
    """X-21: and a category with its consent is added with them."""
    krk.register((), [Correction(demo.CERNY.ik, demo.CERNY.data, MARRIED, frozenset({Category.HN}), CONSENT)])
    after = Person(demo.CERNY.ik, MARRIED, frozenset(Category))
    assert krk.find_registered(demo.CERNY.ik) == Registered(after, (CONSENT,))
    assert krk.find_by_personal_data("", "bily", None) == [after]
    with pytest.raises(EditConflict):
        krk.register([DLOUHY], [Correction(demo.CERNY.ik, demo.CERNY.data, MARRIED)])
    with pytest.raises(NotFound):
        krk.register([DLOUHY], [Correction(GONE, demo.SMITKO.data, demo.SMITKO.data)])
    assert krk.find_by_birth_number(DLOUHY.data.birth_number) is None


def test_a_birth_number_of_somebody_else_is_no_correction(ours: Register) -> None:
    """F17: they are named."""
    after = replace(demo.CERNY.data, birth_number=demo.MARTINKA.data.birth_number)
    with pytest.raises(PersonKnown) as known:
        krk.register((), [Correction(demo.CERNY.ik, demo.CERNY.data, after)])
    assert known.value.ik == demo.MARTINKA.ik


def test_categories_are_given_and_taken_with_consents(ours: Register) -> None:
    """R2.2-1, R2.2-2: what is there may be added again, and what is not be taken."""
    for _ in range(2):
        krk.change_categories(demo.CERNY.ik, added={Category.HN}, removed={Category.SS}, consent=None)
    assert krk.find_registered(demo.CERNY.ik) == Registered(
        replace(demo.CERNY, categories=frozenset({Category.HN})), ()
    )
    krk.change_categories(demo.CERNY.ik, added=(), removed=(), consent=CONSENT)
    found = krk.find_registered(demo.CERNY.ik)
    assert found is not None
    assert found.consents == (CONSENT,)
    with pytest.raises(NotFound):
        krk.change_categories(GONE, added={Category.HN}, removed=(), consent=CONSENT)


def test_nobody_is_written_beside_a_row_that_cannot_be_read(ours: Register) -> None:
    """X-7: who that is nobody can tell, so it is said of whom it is."""
    ours.spoil(demo.CERNY.ik)
    spoilt = replace(DLOUHY, data=replace(DLOUHY.data, birth_number=BirthNumber("991399999")))
    with pytest.raises(PersonUnreadable) as refused:
        krk.register([spoilt])
    assert refused.value.ik == demo.CERNY.ik
