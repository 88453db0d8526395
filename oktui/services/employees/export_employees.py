"""Export the employees that the list shows with the present criteria (F3)."""

from dataclasses import replace

from oktui.domain.audit import SubjectKind
from oktui.domain.authority import Action, Principal, require
from oktui.domain.kept_files import KeptFile
from oktui.domain.listing import Criteria, Cursor, Entry
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.exporting import Target, export, plain
from oktui.services.long_work import Progress, unwatched
from storage import accounts, employees, listing


def export_employees(
    actor: Actor, criteria: Criteria, target: Target[Entry], *, effects: Effects, progress: Progress = unwatched
) -> KeptFile:
    """Keep the employees within the actor's power that match as a table, in Czech order.

    Raises:
        TooManyRows, FileTooLarge, FilesUnavailable, DiskFull: the file cannot be made.
        Forbidden: the actor is no administrator.
        Stopped: by `progress`; the file is gone again.
    """

    def page(principal: Principal, rows: Rows[Cursor]) -> list[Entry]:
        require(principal, Action.FIND_EMPLOYEES)
        listed = listing.page(criteria, principal.scope, rows, day=principal.today)
        ids = [row.key.employee_id for row in listed]
        found, held = employees.among(ids), accounts.of_employees(ids)
        return [
            Entry(row, found[employee_id], held.get(employee_id)) for row, employee_id in zip(listed, ids, strict=True)
        ]

    asked = plain(replace(criteria, kept=frozenset()))
    return export(actor, SubjectKind.EMPLOYEES, asked, target, page, effects=effects, progress=progress)
