"""Keep what became of a change of many as a table, with the passwords that it generated (X-16, X-30)."""

from collections.abc import Sequence

from oktui.domain.audit import SubjectKind
from oktui.domain.authority import Principal
from oktui.domain.kept_files import KeptFile
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.exporting import RowT, Target, export
from oktui.services.long_work import Progress, unwatched


def export_outcome(
    actor: Actor,
    number: str,
    made: Sequence[RowT],
    target: Target[RowT],
    *,
    effects: Effects,
    progress: Progress = unwatched,
) -> KeptFile:
    """Keep the rows, which whoever made the change has in view; the audit knows of which change they are.

    Raises:
        TooManyRows, FileTooLarge, FilesUnavailable, DiskFull: the file cannot be made.
        Forbidden: the actor is no administrator.
        Stopped: by `progress`; the file is gone again.
    """
    places = {row.key: place for place, row in enumerate(made)}

    def page(_principal: Principal, rows: Rows[object]) -> list[RowT]:
        start = 0 if rows.after is None else places[rows.after] + 1
        return list(made[start : start + rows.limit])

    return export(actor, SubjectKind.EMPLOYEES, {"part_of": number}, target, page, effects=effects, progress=progress)
