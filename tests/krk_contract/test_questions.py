"""What every register answers to every question (docs/krk.md), whatever it is and whoever has made it."""

from datetime import date

import pytest

from oktui import demo
from oktui.domain.ik import iks_after, next_ik
from oktui.domain.krk import AT_MOST, Answer, PersonUnreadable
from oktui.domain.people import Person
from oktui.domain.register import Consent, Registered
from storage import krk
from tests.krk_contract.conftest import Register
from tests.support.cast import namesake
from tests.support.hostile import STRINGS

FREE = iks_after("1600000006")
BORN = date(1959, 8, 14)


def another(birth_number: str, **names: str) -> Person:
    """Somebody whom the demo does not have."""
    return namesake(demo.MARTINKA, next(FREE), birth_number, **{"title_before": "", **names})


def test_a_ping_is_answered_though_there_is_nobody(register: Register) -> None:
    """X-4: and nothing of a row has to be understood for it."""
    krk.ping()
    assert krk.persons([demo.CERNY.ik]) == Answer()


def test_persons_are_told_whole(register: Register) -> None:
    """R2.3-4, R2.2-1: names, titles, birth number and categories, one of them with none; by IK and by birth number."""
    register.store(demo.PERSONS)
    for person in demo.PERSONS:
        assert krk.find_by_ik(person.ik) == person
        assert krk.find_by_birth_number(person.data.birth_number) == person
    assert krk.known([person.data.birth_number for person in demo.PERSONS]) == {
        person.data.birth_number: person for person in demo.PERSONS
    }


def test_whom_nobody_knows_is_no_failure(register: Register) -> None:
    """R2.3-4: and is left out of an answer about several."""
    register.store([demo.CERNY])
    assert krk.find_by_ik(demo.MARTINKA.ik) is None
    assert krk.find_by_birth_number(demo.MARTINKA.data.birth_number) is None
    assert krk.persons([demo.CERNY.ik, demo.MARTINKA.ik]) == Answer((demo.CERNY,))
    assert krk.find_by_personal_data("", "Nikdo", None) == []
    assert krk.find_registered(demo.MARTINKA.ik) is None


def test_many_are_asked_about_by_the_hundred(register: Register) -> None:
    """R2.3-14: whatever the number, each of them is answered about once."""
    many = [another(f"53{month:02}{day:02}0{month:02}") for month in range(1, 11) for day in range(1, 26)]
    register.store(many)
    found = krk.persons([person.ik for person in many])
    assert sorted(found.persons, key=lambda person: person.ik) == many
    assert len(krk.known([person.data.birth_number for person in many])) == len(many) == 250


@pytest.mark.parametrize(
    ("given_name", "surname", "born"),
    [
        ("", "novakova", None),
        ("", "NOVÁKOVÁ", None),
        ("", "nováková-malá", None),
        ("", "Nováková – Malá", None),
        ("", "Mala", None),
        ("jan", "nov", None),
        ("", "nov", BORN),
        ("JA", "malá", BORN),
    ],
)
def test_names_are_found_by_their_beginnings(
    register: Register, given_name: str, surname: str, born: date | None
) -> None:
    """R2.3-4, X-28: without regard to case, diacritics and dashes, by either half of a double surname."""
    wanted = another("590814/001", given_name="Jana", surname="Nováková-Malá")
    others = [
        another("590815/001", given_name="Eva", surname="Dvořáková"),
        another("590816/001", given_name="Jana", surname="Malinová-Novotná Nedobrá"),
    ]
    register.store([wanted, *others])
    found = krk.find_by_personal_data(given_name, surname, born)
    assert wanted in found
    assert krk.find_by_personal_data(given_name, surname, date(1959, 8, 17)) == []
    assert others[0] not in found


@pytest.mark.parametrize(
    "surname", ["Šťastný", "Řehoř", "D’Artagnan", "O'Neill", "Müller", "Chytrý", "Ž", "Nový  Dvůr"]
)
def test_letters_of_czech_and_its_neighbours_are_folded(register: Register, surname: str) -> None:
    """X-28: however they are typed."""
    person = another("590814/001", surname=surname)
    register.store([person])
    for typed in (surname, surname.upper(), surname.lower(), surname.replace("’", "'")):
        assert krk.find_by_personal_data("", typed, None) == [person]


def test_whoever_has_only_one_name_is_found(register: Register) -> None:
    """X-28: it is the surname then."""
    person = another("590814/001", given_name="", surname="Sukarno")
    register.store([person])
    assert krk.find_by_personal_data("", "suk", None) == [person] == [krk.find_by_ik(person.ik)]
    assert krk.find_by_personal_data("a", "suk", None) == []


def test_a_search_has_fifty_persons_at_most(register: Register) -> None:
    """R2.3-4: one narrows it down then."""
    register.store([another(f"5301{day:02}00{number}") for day in range(1, 31) for number in (1, 2)])
    assert len(krk.find_by_personal_data("", "Martinka", None)) == AT_MOST


@pytest.mark.parametrize("name", ["Robert'); DROP TABLE person;--", 'A"B', "100 %_", "\\", "李明", "Zoë 😀", "a" * 35])
def test_names_are_values_and_nothing_else(register: Register, name: str) -> None:
    """X-22: whatever they hold, they come as they are, and ask for nothing."""
    person = another("590814/001", surname=name)
    register.store([person, demo.CERNY])
    assert krk.find_by_ik(person.ik) == person
    krk.find_by_personal_data(name, name, None)
    assert krk.find_by_ik(demo.CERNY.ik) == demo.CERNY


def test_whatever_a_register_has_for_a_name_comes_as_it_is(register: Register) -> None:
    """X-22: hundreds of texts made to harm, which only what shows them makes harmless; asked for, they are names."""
    texts = [text for text in STRINGS if text.strip() and "\0" not in text and len(text) <= 35]  # NUL no PostgreSQL has
    persons = [another(f"590814/{number:03}", surname=text) for number, text in enumerate(texts, start=1)]
    register.store(persons)
    answer = krk.persons([person.ik for person in persons])
    assert answer.unreadable == frozenset()
    told = {each.ik: each.data.surname for each in answer.persons}
    assert told == {person.ik: person.data.surname.strip() for person in persons}
    for text in texts[::20]:
        krk.find_by_personal_data(text, text, None)


def test_a_row_that_cannot_be_read_is_that_persons_affair(register: Register) -> None:
    """X-4, X-7: the others are answered about, and it is no outage."""
    register.store([demo.MARTINKA, demo.CERNY])
    register.spoil(demo.CERNY.ik)
    assert krk.persons([demo.MARTINKA.ik, demo.CERNY.ik]) == Answer((demo.MARTINKA,), frozenset({demo.CERNY.ik}))
    with pytest.raises(PersonUnreadable) as refused:
        krk.find_by_ik(demo.CERNY.ik)
    assert refused.value.ik == demo.CERNY.ik
    assert krk.find_by_personal_data("", "Černý", None) == []
    krk.ping()


def test_consents_are_told_from_the_oldest_on(register: Register) -> None:
    """R2.2-2: those of that person alone."""
    register.store([demo.MARTINKA, demo.CERNY])
    consents = Consent(date(2014, 9, 15), "MPSV-2014/2"), Consent(date(2016, 7, 1), "MPSV-2016/1")
    for consent in reversed(consents):
        register.consent(demo.MARTINKA.ik, consent)
    assert krk.find_registered(demo.MARTINKA.ik) == Registered(demo.MARTINKA, consents)
    assert krk.find_registered(demo.CERNY.ik) == Registered(demo.CERNY, ())
    assert krk.find_registered(next_ik(demo.CERNY.ik)) is None
