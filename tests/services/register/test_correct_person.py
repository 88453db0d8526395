"""Correcting a person in KRK: MPSV anybody, others whom they entered by F8 (F17, R2.2-2, R2.4-1)."""

from dataclasses import replace

import pytest

from oktui import demo
from oktui.domain.audit import AuditEvent, EditConflict, EventKind, Outcome, SubjectKind
from oktui.domain.authority import Denial, Forbidden, NotFound
from oktui.domain.birth_number import DoubtfulBirthNumber
from oktui.domain.corrections import BirthNumberChanges, Confirmed
from oktui.domain.modules import Module, Permission, Realm
from oktui.domain.outages import KrkUnavailable
from oktui.domain.people import Person
from oktui.domain.records import values
from oktui.domain.register import PersonEntry, PersonKnown
from oktui.domain.sessions import Actor, MachineOwner
from oktui.domain.sync import SyncState
from oktui.domain.text import Required
from oktui.jobs.synchronise_accounts import synchronise_accounts
from oktui.services.register.correct_person import CorrectPerson, correct_person, get_correctable, may_correct
from oktui.services.register.register_person import RegisterPerson, register_person
from storage import krk
from storage.krk_models import PersonRow
from tests.support.cast import JIHOMORAVSKY, Cast, granted
from tests.support.journal import audited, everything_audited, new_events, stored

ENTRY = PersonEntry("Robrt", "Dlouhý", birth_surname="Dlouhý", birth_number="900806/5121")
OFFICE = "KOP Jindřichův Hradec"


def entered(cast: Cast, username: str = "gollova") -> tuple[Actor, Person]:
    """Somebody entered by F8, with a typing mistake in the given name."""
    actor = cast.actor(username, Module.OKNOUZE)
    return actor, register_person(actor, RegisterPerson(ENTRY), effects=cast.effects)


def correction(person: Person, reason: str = "sňatek", **typed: str) -> CorrectPerson:
    """The form of the person with these fields typed anew."""
    entry = PersonEntry(**{**values(person.data), "birth_number": "", **typed})
    return CorrectPerson(person, entry, reason)


def refused(cast: Cast, actor: Actor, person: Person) -> Denial:
    """Why the actor may not correct the person, asked in each way."""
    before = krk.find_by_ik(person.ik)
    with pytest.raises(Forbidden) as first:
        correct_person(actor, correction(person, surname="Nový"), effects=cast.effects)
    with pytest.raises(Forbidden) as second:
        get_correctable(actor, person.ik, effects=cast.effects)
    assert first.value.denial is second.value.denial
    assert not may_correct(actor, person.ik, effects=cast.effects)
    assert krk.find_by_ik(person.ik) == before
    return first.value.denial


@pytest.mark.parametrize("module", Module)
def test_mpsv_corrects_anybody_and_their_employees_follow_at_once(cast: Cast, module: Module) -> None:
    """R2.2-2, R2.3-7, X-19: in every office and both realms; the username stays, and both are on record."""
    radek = cast.actor("mpsv_radek", module)
    here = cast.account("klicpera")
    there = cast.employ(demo.KLICPERA, "adam", realm=Realm.OKNOUZE, workplace=OFFICE)
    assert may_correct(radek, demo.KLICPERA.ik, effects=cast.effects)
    opened = get_correctable(radek, demo.KLICPERA.ik, effects=cast.effects)
    with new_events() as events:
        corrected = correct_person(
            radek, correction(opened, surname="Novák", title_before="Mgr."), effects=cast.effects
        )
    assert corrected.data == replace(demo.KLICPERA.data, surname="Novák", title_before="Mgr.")
    assert krk.find_by_ik(opened.ik) == corrected
    assert krk.find_by_personal_data("Adam", "Novák", None) == [corrected]
    for account in (here, there):
        now = cast.account(account.username, account.employee.realm)
        assert (now.employee.person, now.username) == (corrected.data, account.username)
        assert now.employee.version == account.employee.version
    begun, *followed, done = events()
    assert [each.kind for each in followed] == [EventKind.SYNCHRONISED] * 2
    assert {each.subject_id for each in followed} == {here.employee.id, there.employee.id}
    assert (begun.kind, begun.outcome, done.outcome) == (EventKind.PERSON_CHANGED, Outcome.BEGUN, Outcome.DONE)
    assert (done.subject_kind, done.subject_id) == (SubjectKind.PERSON, int(opened.ik))
    assert (done.before["surname"], done.after["surname"]) == ("Klicpera", "Novák")
    assert done.after["correction_reason"] == "sňatek"


def test_who_entered_somebody_corrects_a_typing_mistake(cast: Cast) -> None:
    """R2.4-1, F8: and again; an employee that has been stored meanwhile follows."""
    gollova, person = entered(cast)
    cast.employ(person, "dlouhy", realm=Realm.OKNOUZE, workplace=OFFICE, state=SyncState.IK_CONFIRMED)
    once = correct_person(gollova, correction(person, "překlep", given_name="Robet"), effects=cast.effects)
    twice = correct_person(gollova, correction(once, "překlep", given_name="Robert"), effects=cast.effects)
    assert twice.data.name == "Robert Dlouhý"
    assert cast.account("dlouhy", Realm.OKNOUZE).employee.person == twice.data


def test_nobody_else_corrects_whom_somebody_entered(cast: Cast) -> None:
    """R2.4-1, X-3: nor whoever took them over, nor the one who entered another."""
    gollova, person = entered(cast)
    administration = granted(Module.OKNOUZE, Permission.SYSTEM_ADMINISTRATION)
    cast.employ(demo.MARINKA, "marinka", administration, realm=Realm.OKNOUZE, workplace=OFFICE)
    marinka = cast.actor("marinka", Module.OKNOUZE)
    register_person(marinka, RegisterPerson(ENTRY, confirmed=True), effects=cast.effects)
    assert refused(cast, marinka, person) is Denial.ENTERED_BY_OTHERS
    assert refused(cast, gollova, demo.MARINKA) is Denial.ENTERED_BY_OTHERS
    assert refused(cast, cast.actor("homola"), demo.CERNY) is Denial.OTHER_MODULE


@pytest.mark.parametrize(("realm", "workplace"), [(Realm.OKNOUZE, OFFICE), (Realm.OKSLUZBY, JIHOMORAVSKY)])
def test_once_an_account_of_theirs_is_activated_only_mpsv_corrects(cast: Cast, realm: Realm, workplace: str) -> None:
    """R2.4-1: whichever module it is for."""
    gollova, person = entered(cast)
    cast.employ(person, "robert", realm=realm, workplace=workplace, state=SyncState.PERSON_LOADED)
    assert may_correct(gollova, person.ik, effects=cast.effects)
    cast.employ(person, "druhy", realm=realm, workplace="MPSV PHN a SS")
    assert refused(cast, gollova, person) is Denial.ACTIVATED
    radek = cast.actor("mpsv_radek")
    assert (
        correct_person(radek, correction(person, given_name="Robert"), effects=cast.effects).data.given_name == "Robert"
    )


def test_a_reason_is_asked_for(cast: Cast) -> None:
    """X-19: and nothing is begun without."""
    radek = cast.actor("mpsv_radek")
    with new_events() as events, pytest.raises(Required) as missing:
        correct_person(radek, correction(demo.CERNY, " ", surname="Nový"), effects=cast.effects)
    assert missing.value.field == "correction_reason"
    assert events() == []


def test_what_changes_nothing_is_not_written(cast: Cast) -> None:
    """X-19: an event means that something was done."""
    radek = cast.actor("mpsv_radek")
    with new_events() as events:
        assert correct_person(radek, correction(demo.CERNY), effects=cast.effects) == demo.CERNY
    assert events() == []


def test_a_birth_number_is_corrected_after_a_question_and_told_masked(cast: Cast) -> None:
    """F17, X-20, X-25: the audit says that it changed even where the mask hides it."""
    radek = cast.actor("mpsv_radek")
    request = correction(demo.KLICPERA, "přepis", birth_number="481230/019")
    with pytest.raises(BirthNumberChanges):
        correct_person(radek, request, effects=cast.effects)
    sure = replace(request, confirmed=Confirmed(birth_number_changes=True))
    with new_events() as events:
        corrected = correct_person(radek, sure, effects=cast.effects)
    assert str(corrected.data.birth_number) == "481230/019"
    assert krk.find_by_birth_number(corrected.data.birth_number) == corrected
    assert krk.find_by_birth_number(demo.KLICPERA.data.birth_number) is None
    assert cast.account("klicpera").employee.person == corrected.data
    for event in (events()[1], events()[-1]):
        assert event.before["birth_number"] == event.after["birth_number"] == "481230/****"
        assert event.after["birth_number_changed"] is True
    assert "481230019" not in everything_audited()
    assert "481230/019" not in everything_audited()


def test_a_doubtful_new_number_is_confirmed_and_on_record(cast: Cast) -> None:
    """X-25, X-19."""
    radek = cast.actor("mpsv_radek")
    sure = Confirmed(birth_number_changes=True)
    request = replace(correction(demo.CERNY, birth_number="870606/1200"), confirmed=sure)
    with pytest.raises(DoubtfulBirthNumber):
        correct_person(radek, request, effects=cast.effects)
    confirmed = replace(request, confirmed=replace(sure, doubtful_birth_number=True))
    with new_events() as events:
        correct_person(radek, confirmed, effects=cast.effects)
    assert events()[-1].after["doubtful_birth_number"] is True


def test_no_confirmation_gives_somebody_another_persons_number(cast: Cast) -> None:
    """F17: a birth number is one person; the refusal is on record (X-19)."""
    radek = cast.actor("mpsv_radek")
    request = correction(demo.CERNY, birth_number=str(demo.MARTINKA.data.birth_number))
    everything = replace(request, confirmed=Confirmed(True, True, True))
    with new_events() as events, pytest.raises(PersonKnown) as known:
        correct_person(radek, everything, effects=cast.effects)
    assert known.value.ik == demo.MARTINKA.ik
    assert krk.find_by_ik(demo.CERNY.ik) == demo.CERNY
    assert [(event.outcome, event.after.get("reason")) for event in events()][-1] == (Outcome.REFUSED, "person_known")


def test_the_second_to_correct_is_told_who_changed_what(cast: Cast) -> None:
    """X-21: and nothing of what the first has written is lost."""
    radek = cast.actor("mpsv_radek")
    first = correct_person(radek, correction(demo.CERNY, surname="Bílý"), effects=cast.effects)
    with pytest.raises(EditConflict) as conflict:
        correct_person(radek, correction(demo.CERNY, title_before="Ing."), effects=cast.effects)
    assert conflict.value.who.startswith("mpsv_radek")
    assert conflict.value.changes == (("surname", "Černý", "Bílý"),)
    assert krk.find_by_ik(demo.CERNY.ik) == first


def test_what_another_system_has_changed_is_nobodys_here(cast: Cast) -> None:
    """X-4, X-21: the audit is not asked to guess who it was."""
    radek = cast.actor("mpsv_radek")
    correct_person(radek, correction(demo.CERNY, surname="Bílý"), effects=cast.effects)
    PersonRow.update(surname="Zelený").where(PersonRow.ik == demo.CERNY.ik).execute()
    with pytest.raises(EditConflict) as conflict:
        correct_person(radek, correction(demo.CERNY, title_before="Ing."), effects=cast.effects)
    assert (conflict.value.who, conflict.value.when) == ("", None)


def test_what_changes_between_the_look_and_the_writing_is_not_overwritten(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-21: KRK itself compares."""
    radek = cast.actor("mpsv_radek")
    register = krk.register

    def slowly(*arguments: object) -> object:
        PersonRow.update(surname="Zelený").where(PersonRow.ik == demo.CERNY.ik).execute()
        return register(*arguments)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(krk, "register", slowly)
    with pytest.raises(EditConflict):
        correct_person(radek, correction(demo.CERNY, title_before="Ing."), effects=cast.effects)
    now = krk.find_by_ik(demo.CERNY.ik)
    assert now is not None
    assert (now.data.surname, now.data.title_before) == ("Zelený", "")


def test_when_krk_does_not_answer_nothing_is_changed(cast: Cast) -> None:
    """X-4, X-19: nor begun, when it was not even read."""
    radek = cast.actor("mpsv_radek")
    before = stored()
    krk.open_krk("sqlite:////nowhere/krk.db")
    with new_events() as events, pytest.raises(KrkUnavailable):
        correct_person(radek, correction(demo.CERNY, surname="Bílý"), effects=cast.effects)
    assert events() == []
    assert stored() == before


def test_who_is_not_in_krk_is_not_corrected(cast: Cast) -> None:
    """F17."""
    with pytest.raises(NotFound):
        get_correctable(cast.actor("mpsv_radek"), "1000000001", effects=cast.effects)


def test_the_owner_of_the_machine_corrects_as_mpsv(cast: Cast) -> None:
    """R2.2-2."""
    done = correct_person(MachineOwner(name="spravce"), correction(demo.CERNY, surname="Bílý"), effects=cast.effects)
    assert done.data.surname == "Bílý"


def test_a_name_that_the_sync_finds_changed_is_on_record(cast: Cast) -> None:
    """X-19: when a new account's person is loaded, as at any refresh."""
    account = cast.employ(demo.CERNY, "cerny", state=SyncState.IK_CONFIRMED)
    PersonRow.update(surname="Bílý").where(PersonRow.ik == demo.CERNY.ik).execute()
    synchronise_accounts("worker", effects=cast.effects)
    told: list[AuditEvent] = [event for event in audited() if event.subject_id == account.employee.id]
    assert ("Černý", "Bílý") in [(event.before.get("surname"), event.after.get("surname")) for event in told]
