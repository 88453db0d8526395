"""Look what somebody can be given after a colleague, before anything of it is stored (R2.1-1, R2.1-3)."""

from oktui.domain.accounts import Grant
from oktui.domain.authority import Action, reaches
from oktui.domain.colleague import Pattern, Receiver, given_after
from oktui.domain.modules import Permission
from oktui.domain.offices import OfficeKind
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing
from oktui.services.subjects import employee_for
from oktui.values import dataclass


@dataclass(frozen=True)
class TakeAfter:
    """The colleague, and who is to be like them.

    `office_kind` is that of the receiver's present workplace; `moves` has them follow to the colleague's. `held` is
    what the receiver holds or held, `wanted` what they are to hold already.
    """

    colleague_id: int
    office_kind: OfficeKind
    moves: bool = False
    held: tuple[Grant, ...] = ()
    wanted: frozenset[Permission] = frozenset()


def take_after(actor: Actor, request: TakeAfter, *, effects: Effects) -> Pattern:
    """What can be taken of the colleague; all rules hold anew when it is stored. Raises Forbidden, NotFound."""
    with seeing(actor, Action.CREATE_EMPLOYEE, effects) as principal:
        colleague, account = employee_for(principal, Action.SEE_EMPLOYEE, request.colleague_id)
        place, today = colleague.workplace, principal.today
        usable = place.valid_on(today) and reaches(principal, place.office_kind, place.region)
        kind = place.office_kind if request.moves and usable else request.office_kind
        receiver = Receiver(principal.module, kind, request.held, request.wanted)
        grants, left_out = given_after(account.grants if account else (), receiver, policy=effects.policy, today=today)
        return Pattern(
            name=colleague.person.full_name,
            workplace=place if usable else None,
            position=colleague.details.position,
            grants=grants,
            left_out=left_out,
        )
