"""Registering a person by hand: F8, in OKnouze/OKslužby only (R2.4-1, R2.2-3)."""

from dataclasses import replace
from pathlib import Path

import pytest

from oktui import demo
from oktui.domain.audit import EventKind, Outcome
from oktui.domain.authority import Denial, Forbidden
from oktui.domain.birth_number import DoubtfulBirthNumber, InvalidBirthNumber
from oktui.domain.modules import Category, Module
from oktui.domain.offices import Region
from oktui.domain.outages import KrkUnavailable
from oktui.domain.register import PersonEntry, PersonKnown
from oktui.services.register.find_person import ByBirthNumber, find_person
from oktui.services.register.register_person import RegisterPerson, register_person
from storage import krk
from tests.support.cast import Cast
from tests.support.journal import everything_audited, new_events, stored

DLOUHY = PersonEntry("Robert", "Dlouhý", birth_surname="Dlouhý", birth_number="900806/5121")
REQUEST = RegisterPerson(DLOUHY)


def request_for(number: str) -> RegisterPerson:
    """The same with another birth number."""
    return RegisterPerson(replace(DLOUHY, birth_number=number))


def test_the_new_person_has_an_ik_and_can_be_employed_at_once(cast: Cast) -> None:
    """R2.4-1, R2.2-1, R2.2-3: with the category of this module, and no consent."""
    gollova = cast.actor("gollova", Module.OKNOUZE)
    with new_events() as events:
        person = register_person(gollova, REQUEST, effects=cast.effects)
    assert person.data.name == "Robert Dlouhý"
    assert person.categories == {Category.HN}
    assert find_person(gollova, ByBirthNumber("9008065121"), effects=cast.effects) == [person]
    registered = krk.find_registered(person.ik)
    assert registered is not None
    assert registered.consents == ()
    begun, done = events()
    assert (begun.outcome, done.outcome) == (Outcome.BEGUN, Outcome.DONE)
    assert {event.kind for event in events()} == {EventKind.PERSON_REGISTERED}
    assert (done.subject_id, done.subject_name) == (int(person.ik), f"{person.ik}: Robert Dlouhý")
    assert done.after == {"categories": ["HN"]}
    assert (done.who.name, done.region) == ("gollova (Nataša Gollová)", Region.JIHOCESKY)
    assert "5121" not in everything_audited()


@pytest.mark.parametrize("module", [Module.REGISTR, Module.POSKYTOVATEL])
@pytest.mark.parametrize("username", ["homola", "mpsv_radek"])
def test_the_other_modules_do_not_have_it(cast: Cast, module: Module, username: str) -> None:
    """R2.4-1, R2.2-2, X-3: refused by the domain, for MPSV too, who have a form that asks for the consent."""
    actor = cast.actor(username, module)
    with pytest.raises(Forbidden) as refused:
        register_person(actor, REQUEST, effects=cast.effects)
    assert refused.value.denial is Denial.OTHER_MODULE
    assert krk.known([demo.MARINKA.data.birth_number]) == {demo.MARINKA.data.birth_number: demo.MARINKA}


def test_a_person_whom_krk_knows_is_offered_instead(cast: Cast) -> None:
    """F8: it says so, and hands them over as KRK has them when that is wanted; nothing is written."""
    gollova = cast.actor("gollova", Module.OKNOUZE)
    request = request_for(str(demo.SMITKO.data.birth_number))
    before = stored()
    with new_events() as events:
        with pytest.raises(PersonKnown) as refused:
            register_person(gollova, request, effects=cast.effects)
        assert (refused.value.ik, refused.value.name) == (demo.SMITKO.ik, "Josef Smítko")
        person = register_person(gollova, replace(request, confirmed=True), effects=cast.effects)
        assert events() == []
    assert person == demo.SMITKO
    assert stored() == before


def test_a_known_person_without_the_category_is_given_it(cast: Cast) -> None:
    """R2.4-1, R2.2-1, R2.2-3: no consent is asked for here, and what the person had stays; audited (X-19)."""
    gollova = cast.actor("gollova", Module.OKNOUZE)
    request = replace(request_for(str(demo.MARTINKA.data.birth_number)), confirmed=True)
    with new_events() as events:
        person = register_person(gollova, request, effects=cast.effects)
    assert person == replace(demo.MARTINKA, categories=frozenset(Category)) == krk.find_by_ik(demo.MARTINKA.ik)
    assert [(event.kind, event.outcome, event.subject_id) for event in events()] == [
        (EventKind.PERSON_CHANGED, Outcome.BEGUN, int(demo.MARTINKA.ik)),
        (EventKind.PERSON_CHANGED, Outcome.DONE, int(demo.MARTINKA.ik)),
    ]
    assert events()[1].before == {"categories": ["SS"]}
    assert events()[1].after == {"categories": ["HN", "SS"]}


DOUBTFUL = "870606/1200"


def test_a_doubtful_number_is_taken_when_it_is_confirmed_and_that_is_on_record(cast: Cast) -> None:
    """X-25, F8: refused once; stored with who confirmed it in the audit (X-19)."""
    gollova = cast.actor("gollova", Module.OKNOUZE)
    before = stored()
    with new_events() as events, pytest.raises(DoubtfulBirthNumber):
        register_person(gollova, request_for(DOUBTFUL), effects=cast.effects)
    assert (events(), stored()) == ([], before)
    with new_events() as events:
        confirmed = replace(request_for(DOUBTFUL), doubtful_confirmed=True)
        person = register_person(gollova, confirmed, effects=cast.effects)
    assert person.data.birth_number.doubtful
    assert [event.after["doubtful_birth_number"] for event in events()] == [True, True]


def test_the_register_decides_about_a_doubtful_number(cast: Cast) -> None:
    """X-25, R2.3-4: KRK is asked, and whom it knows needs no confirmation of the number."""
    gollova = cast.actor("gollova", Module.OKNOUZE)
    confirmed = replace(request_for(DOUBTFUL), doubtful_confirmed=True)
    person = register_person(gollova, confirmed, effects=cast.effects)
    assert find_person(gollova, ByBirthNumber("870606 / 1200"), effects=cast.effects) == [person]
    with pytest.raises(PersonKnown):
        register_person(gollova, request_for(DOUBTFUL), effects=cast.effects)
    assert register_person(gollova, replace(request_for(DOUBTFUL), confirmed=True), effects=cast.effects) == person


def test_a_wrong_birth_number_is_never_sent(cast: Cast) -> None:
    """X-25: KRK is not even asked."""
    gollova = cast.actor("gollova", Module.OKNOUZE)
    krk.open_krk("sqlite:////nowhere/krk.db")
    with pytest.raises(InvalidBirthNumber):
        register_person(gollova, request_for("900806/5122"), effects=cast.effects)


def test_without_krk_nothing_is_written(cast: Cast, krk_url: str) -> None:
    """X-4: the documented message; and the same request goes through once KRK is back."""
    gollova = cast.actor("gollova", Module.OKNOUZE)
    path = Path(krk_url.removeprefix("sqlite:///"))
    away = path.rename(path.with_suffix(".away"))
    before = stored()
    with new_events() as events, pytest.raises(KrkUnavailable):
        register_person(gollova, REQUEST, effects=cast.effects)
    assert events() == []
    assert stored() == before
    away.rename(path)
    assert register_person(gollova, REQUEST, effects=cast.effects).data.name == "Robert Dlouhý"


def test_a_change_that_krk_does_not_answer_is_on_record_as_begun(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-19: no event, no change; whether KRK has written it when the line breaks, nobody here can know."""
    gollova = cast.actor("gollova", Module.OKNOUZE)

    def break_off(*_: object) -> None:
        raise KrkUnavailable

    monkeypatch.setattr(krk, "register", break_off)
    with new_events() as events, pytest.raises(KrkUnavailable):
        register_person(gollova, REQUEST, effects=cast.effects)
    assert [event.outcome for event in events()] == [Outcome.BEGUN]


def test_who_was_entered_meanwhile_is_on_record_as_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-19, F8: somebody else pressed OK between the question and the writing."""
    gollova = cast.actor("gollova", Module.OKNOUZE)
    register_person(gollova, REQUEST, effects=cast.effects)
    monkeypatch.setattr(krk, "find_by_birth_number", lambda _: None)
    with new_events() as events, pytest.raises(PersonKnown):
        register_person(gollova, REQUEST, effects=cast.effects)
    assert [event.outcome for event in events()] == [Outcome.BEGUN, Outcome.REFUSED]
