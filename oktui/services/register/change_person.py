"""Change what KRK has of a person: their categories, and the consents behind them (F17, R2.2-2)."""

from oktui.domain.authority import Action, NotFound
from oktui.domain.modules import Category
from oktui.domain.people import Person
from oktui.domain.register import NO_CONSENT, ConsentEntry, Registered, check_consent, require_consent
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services import krk_writing
from oktui.services.acting import allowed
from oktui.values import dataclass
from storage import krk


@dataclass(frozen=True)
class ChangePerson:
    """What was changed in F17's form: only that, so that two who change one person lose nothing (X-21)."""

    ik: str
    added: frozenset[Category] = frozenset()
    removed: frozenset[Category] = frozenset()
    consent: ConsentEntry = NO_CONSENT


def get_person(actor: Actor, ik: str, *, effects: Effects) -> Registered:
    """The person and the consents on record. Raises Forbidden, NotFound, KrkUnavailable."""
    allowed(actor, Action.WRITE_KRK, effects)
    return _registered(ik)


def change_person(actor: Actor, request: ChangePerson, *, effects: Effects) -> Person:
    """The person as they are now.

    Raises:
        Forbidden: the actor is not MPSV's.
        Required, UnsafeText, TooLong, DateInFuture, ConsentMissing: a field at fault.
        NotFound: KRK has no such person.
        KrkUnavailable: nothing was written (X-4).
    """
    principal = allowed(actor, Action.WRITE_KRK, effects)
    consent = check_consent(request.consent, today=principal.today)
    registered = _registered(request.ik)
    person, on_record = registered.person, [*registered.consents, *([consent] if consent else [])]
    added, removed = request.added - person.categories, request.removed & person.categories
    require_consent(added, on_record)
    if not (added or removed or consent):
        return person
    return krk_writing.change_categories(
        principal, person, added=added, removed=removed, consent=consent, effects=effects
    )


def _registered(ik: str) -> Registered:
    registered = krk.find_registered(ik)
    if registered is None:
        raise NotFound
    return registered
