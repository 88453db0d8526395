"""MPSV's writing to KRK: F17, with a consent on record for OKslužby (R2.2-2)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from oktui import demo
from oktui.domain.audit import EventKind, Outcome
from oktui.domain.authority import Denial, Forbidden, NotFound
from oktui.domain.birth_number import DoubtfulBirthNumber
from oktui.domain.dates import DateInFuture
from oktui.domain.listing import Criteria
from oktui.domain.modules import Category, Module
from oktui.domain.names import username_from
from oktui.domain.register import (
    NO_CONSENT,
    Consent,
    ConsentEntry,
    ConsentMissing,
    OneNameOnly,
    PersonEntry,
    PersonKnown,
)
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.services.employees.find_employees import find_employees
from oktui.services.register.change_person import ChangePerson, change_person, get_person
from oktui.services.register.enter_person import EnterPerson, enter_person
from oktui.services.register.find_person import ByBirthNumber, ByIk, ByPersonalData, find_person, find_registered
from storage import krk
from tests.support.cast import Cast
from tests.support.journal import new_events, stored

CONSENT = ConsentEntry(date(2016, 7, 1), "MPSV-2016/1")
ON_RECORD = Consent(date(2016, 7, 1), "MPSV-2016/1")
SS = frozenset({Category.SS})
DLOUHY = EnterPerson(PersonEntry("Robert", "Dlouhý", birth_surname="Dlouhý", birth_number="900806/5121"), SS, CONSENT)


@pytest.mark.parametrize("module", Module)
def test_mpsv_enters_a_person_who_can_be_employed_at_once(cast: Cast, module: Module) -> None:
    """R2.2-1, R2.2-2: with the consent on record; an office of OKslužby finds them."""
    radek = cast.actor("mpsv_radek", module)
    with new_events() as events:
        person = enter_person(radek, DLOUHY, effects=cast.effects)
        begun, done = events()
    assert (begun.kind, begun.outcome, done.outcome) == (EventKind.PERSON_REGISTERED, Outcome.BEGUN, Outcome.DONE)
    assert done.after == {"categories": ["SS"], "consent": {"reference": "MPSV-2016/1", "received_on": "2016-07-01"}}
    assert get_person(radek, person.ik, effects=cast.effects).consents == (ON_RECORD,)
    found = find_person(cast.actor("homola"), ByBirthNumber("900806/5121"), effects=cast.effects)
    assert found == [person]


def test_only_mpsv_writes_to_krk(cast: Cast) -> None:
    """R2.2-2, X-3: a region's administrator does none of it, in no module."""
    calls: list[Callable[[Actor], object]] = [
        lambda actor: enter_person(actor, DLOUHY, effects=cast.effects),
        lambda actor: change_person(actor, ChangePerson(demo.CERNY.ik, SS), effects=cast.effects),
        lambda actor: get_person(actor, demo.CERNY.ik, effects=cast.effects),
        lambda actor: find_registered(actor, ByIk(demo.CERNY.ik), effects=cast.effects),
    ]
    before = stored()
    for username, module in (("homola", Module.REGISTR), ("gollova", Module.OKNOUZE)):
        actor = cast.actor(username, module)
        for call in calls:
            with pytest.raises(Forbidden) as refused:
                call(actor)
            assert refused.value.denial is Denial.MPSV_ONLY
    assert stored()["employee"] == before["employee"]


@pytest.mark.parametrize("consent", [NO_CONSENT, replace(CONSENT, received_on=date(2016, 7, 26))])
def test_without_a_consent_nobody_is_entered_for_oksluzby(cast: Cast, consent: ConsentEntry) -> None:
    """R2.2-2, R2.2-3: none at all, or one of tomorrow; for OKnouze/OKslužby none is asked for."""
    radek = cast.actor("mpsv_radek")
    request = replace(DLOUHY, consent=consent)
    with new_events() as events, pytest.raises((ConsentMissing, DateInFuture)):
        enter_person(radek, request, effects=cast.effects)
    assert events() == []
    hn = replace(request, categories=frozenset({Category.HN}), consent=NO_CONSENT)
    assert enter_person(radek, hn, effects=cast.effects).categories == {Category.HN}


def test_a_doubtful_number_is_confirmed_by_mpsv_too(cast: Cast) -> None:
    """X-25, F17: and that is on record (X-19)."""
    radek = cast.actor("mpsv_radek")
    request = replace(DLOUHY, person=replace(DLOUHY.person, birth_number="870606/1200"))
    with new_events() as events, pytest.raises(DoubtfulBirthNumber):
        enter_person(radek, request, effects=cast.effects)
    assert events() == []
    with new_events() as events:
        enter_person(radek, replace(request, doubtful_confirmed=True), effects=cast.effects)
    assert events()[-1].after["doubtful_birth_number"] is True
    with pytest.raises(PersonKnown):
        enter_person(radek, request, effects=cast.effects)


def test_somebody_with_one_name_is_entered_once_it_is_confirmed(cast: Cast) -> None:
    """F17, X-28: and is found, listed and called by it without a stray space."""
    radek = cast.actor("mpsv_radek")
    suharti = PersonEntry("", "Suharti", birth_surname="Suharti", birth_number="800101/1117")
    request = EnterPerson(suharti, SS, CONSENT)
    with pytest.raises(OneNameOnly):
        enter_person(radek, request, effects=cast.effects)
    person = enter_person(radek, replace(request, one_name_confirmed=True), effects=cast.effects)
    assert person.data.name == "Suharti"
    homola = cast.actor("homola")
    assert find_person(homola, ByPersonalData(surname="suh"), effects=cast.effects) == [person]
    employee = cast.employ(person, username_from(person.data.surname)).employee
    assert (employee.person.name, employee.person.full_name) == ("Suharti", "Suharti")
    [row] = find_employees(homola, Criteria(surname="suh"), Rows(5), effects=cast.effects)
    assert row.person == f"{person.ik}: Suharti"


def test_whom_krk_knows_is_not_entered_again(cast: Cast) -> None:
    """R2.2-1: a birth number is one person."""
    person = replace(DLOUHY.person, birth_number=str(demo.CERNY.data.birth_number))
    with pytest.raises(PersonKnown) as refused:
        enter_person(cast.actor("mpsv_radek"), replace(DLOUHY, person=person), effects=cast.effects)
    assert refused.value.ik == demo.CERNY.ik


def test_a_category_is_added_with_a_consent_now_or_on_record(cast: Cast) -> None:
    """R2.2-2: a consent once received is enough; HN needs none."""
    radek, ik = cast.actor("mpsv_radek"), demo.WITHOUT_CATEGORY.ik
    with pytest.raises(ConsentMissing):
        change_person(radek, ChangePerson(ik, SS), effects=cast.effects)
    with new_events() as events:
        change_person(radek, ChangePerson(ik, SS, consent=CONSENT), effects=cast.effects)
    assert events()[-1].before == {"categories": []}
    assert events()[-1].after == {
        "categories": ["SS"],
        "consent": {"reference": "MPSV-2016/1", "received_on": "2016-07-01"},
    }
    gone = change_person(radek, ChangePerson(ik, removed=SS), effects=cast.effects)
    assert gone == demo.WITHOUT_CATEGORY == krk.find_by_ik(ik)
    both = change_person(radek, ChangePerson(ik, frozenset(Category)), effects=cast.effects)
    assert both.categories == set(Category)


def test_two_who_change_one_person_lose_nothing(cast: Cast) -> None:
    """X-21: each form says what it changes, and nothing of what it was opened with."""
    radek, ik = cast.actor("mpsv_radek"), demo.WITHOUT_CATEGORY.ik
    change_person(radek, ChangePerson(ik, frozenset({Category.HN})), effects=cast.effects)
    change_person(radek, ChangePerson(ik, SS, consent=CONSENT), effects=cast.effects)
    assert krk.find_by_ik(ik) == replace(demo.WITHOUT_CATEGORY, categories=frozenset(Category))


def test_what_changes_nothing_is_not_written(cast: Cast) -> None:
    """X-19: an event means that something was done."""
    radek = cast.actor("mpsv_radek")
    request = ChangePerson(demo.CERNY.ik, added=SS, removed=frozenset({Category.HN}))
    with new_events() as events:
        assert change_person(radek, request, effects=cast.effects) == demo.CERNY
        assert events() == []
    with pytest.raises(NotFound):
        change_person(radek, replace(request, ik="1000000001"), effects=cast.effects)


def test_mpsv_finds_everybody_whatever_category_they_lack(cast: Cast) -> None:
    """F17: elsewhere that is the error 501."""
    radek = cast.actor("mpsv_radek")
    cast.clock.forward(timedelta(minutes=5))
    someone = demo.WITHOUT_CATEGORY
    for query in (
        ByIk(someone.ik),
        ByBirthNumber(str(someone.data.birth_number)),
        ByPersonalData("", someone.data.surname),
    ):
        assert find_registered(radek, query, effects=cast.effects) == [someone]
