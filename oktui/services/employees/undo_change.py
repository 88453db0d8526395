"""Take back the last change that the actor made, of one or of many, if nobody has touched it since (X-19, X-21)."""

from functools import partial

from oktui.domain.audit import AuditEvent, Detail, Differences, EventKind, Recorded, differences
from oktui.domain.authority import Action, Forbidden, Principal
from oktui.domain.changes import Planned, State
from oktui.domain.errors import DomainError, Outage
from oktui.domain.proposals import proposed_in
from oktui.domain.proposals import told as proposed
from oktui.domain.sessions import Actor
from oktui.domain.undoing import UNDOES, NothingToUndo, keeps_password
from oktui.effects import Effects
from oktui.services.acting import acting, seeing
from oktui.services.administration import keeping_administration
from oktui.services.changing import standing, store
from oktui.services.deleting import delete
from oktui.services.granting import withdraw
from oktui.services.long_work import Progress, unwatched
from oktui.services.outcomes import Ending, Made
from oktui.services.recording import record, snapshot
from oktui.services.row_by_row import make_once, row_by_row
from oktui.services.undoing import decide_undoing, last_change
from oktui.values import dataclass
from storage import proposals


@dataclass(frozen=True)
class Undoing:
    """The change that would be taken back: its events, and what of whom would then be as it was.

    `many` says that it was a change of many, `keeps_password` that a password it gave stays.
    """

    changes: tuple[Recorded, ...]
    rows: tuple[Planned, ...]
    keeps_password: bool = False

    @property
    def last(self) -> Recorded:
        """The last event of it."""
        return self.changes[-1]

    @property
    def many(self) -> bool:
        """Whether it was one of many."""
        return bool(self.last.event.part_of)


def preview_undo(actor: Actor, *, effects: Effects) -> Undoing:
    """What taking the actor's last change back would do, with nothing changed.

    Raises:
        NothingToUndo, NotUndoable: there is no change that can be taken back now.
        Forbidden
    """
    with seeing(actor, Action.EDIT_EMPLOYEE, effects) as principal:
        changes = last_change(principal)
        rows = tuple(_plan(principal, change, effects) for change in changes)
    return Undoing(tuple(changes), rows, any(keeps_password(change.event) for change in changes))


def _plan(principal: Principal, change: Recorded, effects: Effects) -> Planned:
    event = change.event
    try:
        now, then = decide_undoing(principal, change)
    except Outage:
        raise
    except DomainError as refusal:
        name = "" if isinstance(refusal, Forbidden) else event.subject_name
        return Planned(event.subject_id or 0, 0, name, refusal=refusal)
    username = now.account.username if now.account else ""
    changes: Differences = (("deleted", False, True),)
    if then is not None:
        changes = differences(_now(now, event), standing(now, then, effects))
    return Planned(now.employee.id, now.employee.version, event.subject_name, username, changes)


def _now(state: State, event: AuditEvent) -> Detail:
    """How it is with them now, with what waits since the event, which is taken back as well."""
    modules = proposed_in(event.after)
    waits = proposals.of_account(state.account.id) if state.account is not None and modules else []
    waiting = proposed(each.grant for each in waits if each.grant.module in modules)
    return {**snapshot(state.employee, state.account), **waiting}


def undo_change(
    actor: Actor, undoing: Undoing, number: str, *, effects: Effects, progress: Progress = unwatched
) -> tuple[Made, ...]:
    """Take back what was previewed, row by row, each with its event; whom somebody has touched since stays.

    `number` is that of the whole in the audit, and of the request (X-32).

    Raises:
        NothingToUndo, NotUndoable: it is too late, or the actor has changed something else since.
        Forbidden
    """
    with seeing(actor, Action.EDIT_EMPLOYEE, effects) as principal:
        if last_change(principal)[-1].number != undoing.last.number:
            raise NothingToUndo

    def undo_one(place: int) -> Made:
        change, row = undoing.changes[place], undoing.rows[place]
        case = partial(_store, actor, change, row, number if undoing.many else "", effects)
        return make_once(f"{number}:{change.number}", row, case)

    return row_by_row(undoing.rows, undo_one, progress)


def _store(actor: Actor, change: Recorded, row: Planned, part_of: str, effects: Effects) -> Made:
    undoes = {UNDOES: change.number}
    with acting(actor, Action.EDIT_EMPLOYEE, effects, part_of=part_of) as principal:
        now, then = decide_undoing(principal, change, to_change=True)
        if then is None:
            delete(principal, now.employee, now.account, confirmed=False, after=undoes)
            return Made(row, Ending.DONE)
        before, after = _now(now, change.event), standing(now, then, effects)
        with keeping_administration(now.employee, confirmed=False, today=principal.today):
            if now.account is not None:
                withdraw(now.account.id, proposed_in(change.event.after))
            store(principal, now, then, effects)
        record(principal, EventKind.CHANGE_UNDONE, then.employee, before=before, after={**after, **undoes})
    return Made(row, Ending.DONE)
