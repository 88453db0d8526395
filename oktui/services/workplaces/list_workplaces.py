"""See the workplaces within one's power, with how many employees each has (F11)."""

from oktui.domain.authority import Action
from oktui.domain.people import Workplace
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing
from oktui.values import dataclass
from storage import workplaces


@dataclass(frozen=True)
class Occupied:
    """A workplace and the number of its employees who are not retired."""

    workplace: Workplace
    heads: int

    @property
    def key(self) -> int:
        """Where the row stands."""
        return self.workplace.id


def list_workplaces(actor: Actor, *, effects: Effects) -> list[Occupied]:
    """The workplaces of the actor's region, or all of them for MPSV, by kind and name. Raises Forbidden."""
    with seeing(actor, Action.SEE_WORKPLACES, effects) as principal:
        heads = workplaces.head_counts(principal.realm)
        return [
            Occupied(workplace, heads.get(workplace.id, 0)) for workplace in workplaces.within(principal.scope.region)
        ]
