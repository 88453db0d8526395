"""Register a person whom KRK does not have yet: F8, in OKnouze/OKslužby only (R2.4-1)."""

from oktui.domain.authority import Action
from oktui.domain.people import Person
from oktui.domain.register import NO_CONSENT, PersonEntry, check_person
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services import krk_writing
from oktui.services.acting import allowed
from oktui.values import dataclass


@dataclass(frozen=True)
class RegisterPerson:
    """What F8 holds; `confirmed` takes the person whom KRK knows by this birth number already."""

    person: PersonEntry
    confirmed: bool = False
    doubtful_confirmed: bool = False
    """Takes a birth number that is doubtful and that KRK does not know (X-25)."""


def register_person(actor: Actor, request: RegisterPerson, *, effects: Effects) -> Person:
    """The person with the IK that KRK has given them, and with the category of the actor's realm.

    No consent is asked for (R2.2-3), so one who is known and lacks the category is given it.

    Raises:
        Forbidden: not in this module, or the actor creates no employees.
        PersonKnown: KRK has a person of this birth number, and that was not confirmed.
        DoubtfulBirthNumber: it is doubtful, KRK does not know it, and that was not confirmed.
        InvalidBirthNumber, Required, UnsafeText, TooLong: a field at fault.
        KrkUnavailable: nothing was written (X-4).
    """
    principal = allowed(actor, Action.REGISTER_PERSON, effects)
    new = check_person(request.person, {principal.realm.category}, NO_CONSENT, today=principal.today)
    return krk_writing.take_or_register(
        principal, new, confirmed=request.confirmed, doubtful_confirmed=request.doubtful_confirmed, effects=effects
    )
