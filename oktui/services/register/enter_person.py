"""Enter a person in KRK: F17, MPSV's staff only, and for OKslužby with a consent on record (R2.2-2)."""

from oktui.domain.authority import Action
from oktui.domain.birth_number import check_certain
from oktui.domain.modules import Category
from oktui.domain.people import Person
from oktui.domain.register import ConsentEntry, OneNameOnly, PersonEntry, check_person
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services import krk_writing
from oktui.services.acting import allowed
from oktui.values import dataclass
from storage import krk


@dataclass(frozen=True)
class EnterPerson:
    """What F17's form of a new person holds."""

    person: PersonEntry
    categories: frozenset[Category]
    consent: ConsentEntry
    doubtful_confirmed: bool = False
    """Takes a birth number that is doubtful (X-25)."""
    one_name_confirmed: bool = False
    """Takes somebody who has no given name (X-28)."""


def enter_person(actor: Actor, request: EnterPerson, *, effects: Effects) -> Person:
    """The person with the IK that KRK has given them.

    Raises:
        Forbidden: the actor is not MPSV's.
        PersonKnown: KRK has a person of this birth number.
        DoubtfulBirthNumber: it is doubtful, KRK does not know it, and that was not confirmed.
        OneNameOnly: there is no given name, and that was not confirmed.
        InvalidBirthNumber, Required, UnsafeText, TooLong, DateInFuture, ConsentMissing: a field at fault.
        KrkUnavailable: nothing was written (X-4).
    """
    principal = allowed(actor, Action.WRITE_KRK, effects)
    new = check_person(request.person, request.categories, request.consent, today=principal.today, one_name=True)
    if not new.data.given_name and not request.one_name_confirmed:
        raise OneNameOnly
    if krk.find_by_birth_number(new.data.birth_number) is None:
        check_certain(new.data.birth_number, confirmed=request.doubtful_confirmed)
    return krk_writing.register(principal, new, effects=effects)
