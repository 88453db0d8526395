"""Obnovit under «Osoba z KRK» in F6: what KRK has of an employee now, without waiting for the sync (R2.3-4)."""

from oktui.domain.authority import Action
from oktui.domain.people import PersonNotFound
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting, seeing
from oktui.services.subjects import employee_for
from oktui.services.taking_over import take_over
from storage import krk


def refresh_person(actor: Actor, employee_id: int, *, effects: Effects) -> None:
    """Ask KRK, and copy what it answers.

    Raises:
        Forbidden, NotFound: the actor may not manage this employee, or there is none.
        PersonNotFound: KRK does not have them any more; our copy stays.
        KrkUnavailable: our copy stays (X-4).
    """
    with seeing(actor, Action.REFRESH_PERSON, effects) as principal:
        employee, _ = employee_for(principal, Action.REFRESH_PERSON, employee_id)
    person = krk.find_by_ik(employee.ik)
    if person is None:
        raise PersonNotFound
    with acting(actor, Action.REFRESH_PERSON, effects) as principal:
        employee, _ = employee_for(principal, Action.REFRESH_PERSON, employee_id, to_change=True)
        take_over(principal, person.data, [employee])
