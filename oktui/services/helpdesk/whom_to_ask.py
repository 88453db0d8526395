"""Say whom to ask about somebody who is not found because another region has them (F13, R2.1-2)."""

from oktui.domain.administrators import Administrator, Nearness
from oktui.domain.authority import Action, Subject
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing
from oktui.services.who_may import Need, who_may


def whom_to_ask(actor: Actor, *, effects: Effects) -> tuple[Administrator, ...]:
    """MPSV's administrators, who reach every region; nobody for those who do so themselves. Raises Forbidden."""
    with seeing(actor, Action.DIAGNOSE, effects) as principal:
        if principal.everywhere:
            return ()
        place = principal.workplace
        anybody = Subject(principal.realm, place.office_kind, place.region, ik="")
        need = Need(frozenset(), anybody, place, principal.module)
        return who_may(principal, need, effects, among=(Nearness.MPSV,))
