"""Writing to KRK and to the audit, though no transaction spans the two (X-4, X-19)."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TypeVar

from oktui.domain.audit import AuditEvent, Detail, EventKind, Outcome, SubjectKind
from oktui.domain.authority import Principal
from oktui.domain.birth_number import check_certain
from oktui.domain.errors import DomainError, Outage
from oktui.domain.modules import Category
from oktui.domain.people import Person
from oktui.domain.register import Consent, NewPerson, PersonKnown
from oktui.effects import Effects
from oktui.services.recording import who
from storage import audit, krk
from storage.database import transaction

T = TypeVar("T")


def register(principal: Principal, person: NewPerson, *, effects: Effects) -> Person:
    """Write one person to KRK; returns them with their IK. Raises PersonKnown, KrkUnavailable."""
    event = begun(principal, EventKind.PERSON_REGISTERED, person.data.name)
    event = replace(event, after=snapshot(person.categories, person.consent))
    if person.data.birth_number.doubtful:
        event = replace(event, after={**event.after, "doubtful_birth_number": True})

    def write() -> Person:
        [registered] = krk.register([person])
        return registered

    return recorded(event, write, lambda registered: on(registered, event), effects=effects)


def take_or_register(
    principal: Principal, new: NewPerson, *, confirmed: bool, doubtful_confirmed: bool = False, effects: Effects
) -> Person:
    """The person of this birth number, with the category of the actor's realm: KRK's if that is confirmed, or new.

    Raises:
        PersonKnown: KRK has them, and that was not confirmed.
        DoubtfulBirthNumber: it is doubtful, KRK does not know it, and that was not confirmed.
        KrkUnavailable: nothing was written (X-4).
    """
    known = krk.find_by_birth_number(new.data.birth_number)
    if known is None:
        check_certain(new.data.birth_number, confirmed=doubtful_confirmed)
        return register(principal, new, effects=effects)
    if not confirmed:
        raise PersonKnown(known.ik, known.data.name)
    if known.usable_in(principal.realm):
        return known
    return change_categories(principal, known, added={principal.realm.category}, effects=effects)


def change_categories(
    principal: Principal,
    person: Person,
    *,
    added: Collection[Category] = (),
    removed: Collection[Category] = (),
    consent: Consent | None = None,
    effects: Effects,
) -> Person:
    """Give and take categories in KRK and put a consent on record there. Raises NotFound, KrkUnavailable."""
    changed = replace(person, categories=(person.categories | frozenset(added)) - frozenset(removed))
    event = on(person, begun(principal, EventKind.PERSON_CHANGED, ""))
    event = replace(event, before=snapshot(person.categories), after=snapshot(changed.categories, consent))

    def write() -> Person:
        krk.change_categories(person.ik, added=added, removed=removed, consent=consent)
        return changed

    return recorded(event, write, lambda _: event, effects=effects)


def begun(principal: Principal, kind: EventKind, subject: str) -> AuditEvent:
    """The event of a change that is about to be made in KRK; the actor's region may read of it."""
    return AuditEvent(
        at=principal.at,
        who=who(principal),
        kind=kind,
        subject_kind=SubjectKind.PERSON,
        subject_id=None,
        subject_name=subject,
        outcome=Outcome.BEGUN,
        module=principal.module,
        realm=principal.realm,
        region=principal.workplace.region,
    )


def on(person: Person, event: AuditEvent) -> AuditEvent:
    """The event, of a person of KRK."""
    return replace(event, subject_id=int(person.ik), subject_name=f"{person.ik}: {person.data.name}")


def recorded(event: AuditEvent, write: Callable[[], T], done: Callable[[T], AuditEvent], *, effects: Effects) -> T:
    """Record what is begun, write it, and record how it ended, so that no change is without its event (X-19).

    An event that was begun and never done stands for a change of which nobody knows here whether KRK has made it.
    `done` makes the last event of what was written. Raises what `write` raises.
    """
    with transaction():
        audit.append(event)
    return carried_out(event, write, done, effects=effects)


def carried_out(event: AuditEvent, write: Callable[[], T], done: Callable[[T], AuditEvent], *, effects: Effects) -> T:
    """Write what was recorded as begun, and record how it ended; `done` is called in the transaction that does so."""
    try:
        written = write()
    except Outage:
        raise
    except DomainError as refused:
        with transaction():
            audit.append(replace(event, outcome=Outcome.REFUSED, after={"reason": refused.code}, at=effects.now()))
        raise
    with transaction():
        audit.append(replace(done(written), outcome=Outcome.DONE, at=effects.now()))
    return written


def snapshot(categories: Collection[Category], consent: Consent | None = None) -> Detail:
    """What the audit has of categories, by their codes, and of the consent behind them."""
    shown: dict[str, object] = {"categories": sorted(category.value for category in categories)}
    if consent is not None:
        shown["consent"] = {"reference": consent.reference, "received_on": str(consent.received_on)}
    return shown
