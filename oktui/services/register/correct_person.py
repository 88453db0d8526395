"""Correct what KRK has of a person: a typing mistake of F8, a marriage (F17, F5, F6, R2.2-2, R2.4-1)."""

from dataclasses import replace

from oktui.domain.audit import AuditEvent, EditConflict, EventKind, Outcome, SubjectKind, differences
from oktui.domain.authority import Action, NotFound, Principal
from oktui.domain.corrections import (
    NOTHING_CONFIRMED,
    Confirmed,
    Correction,
    check_correction,
    check_reason,
    correction_denial,
    require_correction,
)
from oktui.domain.people import Person, PersonalData
from oktui.domain.register import PersonEntry
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services import krk_writing
from oktui.services.acting import acting, seeing
from oktui.services.recording import told, told_change
from oktui.services.taking_over import take_over
from oktui.values import dataclass
from storage import accounts, audit, employees, krk


@dataclass(frozen=True)
class CorrectPerson:
    """What the form holds; `opened` is the person that it was opened with (X-21).

    A birth number that is left empty stays as it is, so that the form need not show it (X-20).
    """

    opened: Person
    entry: PersonEntry
    reason: str
    confirmed: Confirmed = NOTHING_CONFIRMED


def may_correct(actor: Actor, ik: str, *, effects: Effects) -> bool:
    """Whether the actor may correct the person; KRK is not asked. Raises what `acting` does of a session."""
    with seeing(actor, Action.SEE_EMPLOYEE, effects) as principal:
        return correction_denial(principal, **_standing(principal, ik)) is None


def get_correctable(actor: Actor, ik: str, *, effects: Effects) -> Person:
    """The person as KRK has them now. Raises Forbidden, NotFound, KrkUnavailable."""
    with seeing(actor, Action.CORRECT_PERSON, effects) as principal:
        require_correction(principal, **_standing(principal, ik))
    return _in_krk(ik)


def correct_person(actor: Actor, request: CorrectPerson, *, effects: Effects) -> Person:
    """The person as they are now; employees who are that person are so at once, whatever their office.

    Raises:
        Forbidden: the actor is not MPSV's, and did not enter the person or not in time (X-3).
        Required, UnsafeText, TooLong, InvalidBirthNumber: a field at fault.
        OneNameOnly, BirthNumberChanges, DoubtfulBirthNumber: not confirmed.
        PersonKnown: the birth number is another person's.
        EditConflict: KRK has something else than the form was opened with (X-21).
        NotFound: KRK has no such person any more.
        KrkUnavailable: nothing was written (X-4).
    """
    ik = request.opened.ik
    with seeing(actor, Action.CORRECT_PERSON, effects) as principal:
        require_correction(principal, **_standing(principal, ik))
    person = _in_krk(ik)
    if person.data != request.opened.data:
        with seeing(actor, Action.CORRECT_PERSON, effects):
            raise _conflict(person, request.opened.data)
    correction = check_correction(ik, person.data, request.entry, request.confirmed, today=principal.today)
    reason = check_reason(request.reason)
    if not correction.changes:
        return person
    corrected = replace(person, data=correction.after)
    with acting(actor, Action.CORRECT_PERSON, effects) as principal:
        require_correction(principal, **_standing(principal, ik))
        event = krk_writing.on(person, krk_writing.begun(principal, EventKind.PERSON_CHANGED, ""))
        event = told_of(event, correction, reason)
        audit.append(event)

    def done(_: object) -> AuditEvent:
        take_over(principal, corrected.data, employees.of_person(ik))
        return krk_writing.on(corrected, event)

    krk_writing.carried_out(event, lambda: krk.register((), [correction]), done, effects=effects)
    return corrected


def told_of(event: AuditEvent, correction: Correction, reason: str) -> AuditEvent:
    """The event with what was before and after, and why; birth numbers are masked (X-20)."""
    before, after = told_change(correction.before, correction.after)
    number = correction.after.birth_number
    doubtful = {"doubtful_birth_number": True} if number != correction.before.birth_number and number.doubtful else {}
    return replace(event, before=before, after={**after, **doubtful, "correction_reason": reason})


def _in_krk(ik: str) -> Person:
    person = krk.find_by_ik(ik)
    if person is None:
        raise NotFound
    return person


def _standing(principal: Principal, ik: str) -> dict[str, bool]:
    """What the rule asks of the actor and the person."""
    account_id = principal.account_id
    kind = EventKind.PERSON_REGISTERED
    entered = account_id is not None and audit.done_by(account_id, kind, SubjectKind.PERSON, int(ik))
    return {"entered": entered, "activated": accounts.any_activated(ik)}


def _conflict(person: Person, opened: PersonalData) -> EditConflict:
    """What has changed since the form was opened, and who changed it if it was somebody here (X-21)."""
    now = told(person.data)
    last = audit.last_of(SubjectKind.PERSON, int(person.ik), [EventKind.PERSON_CHANGED])
    ours = [event for event in last if event.outcome is Outcome.DONE and now.items() <= event.after.items()]
    who, when = (ours[0].who.name, ours[0].at) if ours else ("", None)
    return EditConflict(who, when, differences(*told_change(opened, person.data)))
