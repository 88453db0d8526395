"""What taking a change back makes of somebody, decided for the preview as for the deed (R2.1-1, X-19, X-21)."""

from oktui.domain.audit import AuditEvent, Recorded
from oktui.domain.authority import Action, NotFound, Principal, Subject, require
from oktui.domain.changes import State
from oktui.domain.offices import OfficeKind
from oktui.domain.people import Workplace, WorkplaceNotAllowed
from oktui.domain.undoing import WITHIN, TouchedSince, action_of, check_undoable, earlier, state_of
from oktui.services.deleting import check_never_used
from oktui.services.recording import EDITS, UNDOABLE_AFTER, snapshot, who
from storage import accounts, audit, employees, workplaces


def last_change(principal: Principal) -> list[Recorded]:
    """The events of the last change that the actor made, a change of many as a whole, oldest first.

    Raises:
        NothingToUndo, NotUndoable: there is none that can be taken back now.
    """
    made = audit.last_by(who(principal), UNDOABLE_AFTER, since=principal.at - WITHIN)
    last = check_undoable(made, principal.at)
    return audit.parts_of(last.event.part_of) if last.event.part_of else [last]


def decide_undoing(principal: Principal, change: Recorded, *, to_change: bool = False) -> tuple[State, State | None]:
    """The employee now, and as they are to be; None when they are to be gone, for the change has created them.

    Raises:
        TouchedSince: somebody has changed them since.
        Forbidden, NotFound, WorkplaceNotAllowed, EverSignedIn: the actor may not do it, or it cannot be.
        NotUndoable: a change of this kind stays.
    """
    event, action = change.event, action_of(change.event)
    if event.subject_id is None or not _is_theirs(event, principal):
        raise NotFound
    account = accounts.of_employee(event.subject_id, to_change=to_change)
    now = State(employees.load(event.subject_id, to_change=to_change), account)
    require(principal, action, Subject.of(now.employee, account, principal.at))
    latest = audit.latest(event.subject_id, EDITS)
    if latest is not None and latest.number != change.number:
        raise TouchedSince(latest.event.who.name, latest.event.at)
    if action is Action.DELETE_EMPLOYEE:
        check_never_used(account)
        return now, None
    target = earlier(snapshot(now.employee, account), event)
    if "username" not in target:
        check_never_used(account)
    return now, state_of(
        target, now, _workplace(principal, target["office_kind"], target["workplace"], now), principal.at
    )


def _is_theirs(event: AuditEvent, principal: Principal) -> bool:
    """Whether the actor has done it: by their account, or as the machine's owner of that name."""
    actor = who(principal)
    return event.who.account_id == actor.account_id and (actor.account_id is not None or event.who.name == actor.name)


def _workplace(principal: Principal, kind: object, name: object, now: State) -> Workplace:
    present = now.employee.workplace
    if (present.office_kind.value, present.name) == (kind, name):
        return present
    there = workplaces.find(OfficeKind(kind), str(name))
    if there is None:
        raise NotFound
    subject = Subject(principal.realm, there.office_kind, there.region, now.employee.ik)
    require(principal, Action.EDIT_EMPLOYEE, subject)
    if not there.valid_on(principal.today):
        raise WorkplaceNotAllowed
    return there
