"""See the sync: which accounts wait for it, and how its runs went (F14)."""

from oktui.domain.authority import Action
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.domain.sync import SyncRun, SyncState, Waiting
from oktui.effects import Effects
from oktui.services.acting import seeing
from oktui.values import dataclass
from storage import sync


@dataclass(frozen=True)
class SyncOverview:
    """How many accounts in the actor's scope wait in which state, for how many KRK failed, and the latest run."""

    waiting: dict[SyncState, int]
    without_krk: int
    last_run: SyncRun | None


def get_sync(actor: Actor, *, effects: Effects) -> SyncOverview:
    """The overview. Raises Forbidden."""
    with seeing(actor, Action.SEE_SYNC, effects) as principal:
        states = sync.count_waiting(principal.scope)
        runs = sync.runs(principal.at, Rows(1))
    waiting = {state: sum(count for (each, _), count in states.items() if each is state) for state in SyncState}
    return SyncOverview(
        waiting={state: count for state, count in waiting.items() if count},
        without_krk=sum(count for (_, failed), count in states.items() if failed),
        last_run=runs[0] if runs else None,
    )


def list_waiting(actor: Actor, rows: Rows[int], *, effects: Effects) -> list[Waiting]:
    """The accounts in the actor's scope that wait for the sync, in the order it takes them. Raises Forbidden."""
    with seeing(actor, Action.SEE_SYNC, effects) as principal:
        return sync.waiting(principal.scope, rows)


def list_runs(actor: Actor, rows: Rows[int], *, effects: Effects) -> list[SyncRun]:
    """The runs of the sync, newest first. Raises Forbidden."""
    with seeing(actor, Action.SEE_SYNC, effects) as principal:
        return sync.runs(principal.at, rows)
