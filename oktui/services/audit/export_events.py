"""Export the audit events that F15 shows with the present criteria."""

from oktui.domain.audit import AuditCriteria, AuditCursor, Recorded, SubjectKind, check_criteria
from oktui.domain.authority import Action, Principal, require
from oktui.domain.kept_files import KeptFile
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.exporting import Target, export, plain
from oktui.services.long_work import Progress, unwatched
from storage import audit_log


def export_events(
    actor: Actor, criteria: AuditCriteria, target: Target[Recorded], *, effects: Effects, progress: Progress = unwatched
) -> KeptFile:
    """Keep the events that the actor may see and that match as a table, newest first.

    Raises:
        TooManyRows, FileTooLarge, FilesUnavailable, DiskFull: the file cannot be made.
        Forbidden: the actor is no administrator.
        Stopped: by `progress`; the file is gone again.
    """

    check_criteria(criteria)

    def page(principal: Principal, rows: Rows[AuditCursor]) -> list[Recorded]:
        require(principal, Action.SEE_AUDIT)
        return audit_log.page(criteria, principal.scope, rows)

    return export(actor, SubjectKind.AUDIT, plain(criteria), target, page, effects=effects, progress=progress)
