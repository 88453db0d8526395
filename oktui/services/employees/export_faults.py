"""Keep the rows of a file with one more column, of what is wrong with each, so that they can be mended (X-28, X-30)."""

from collections.abc import Mapping

from oktui.domain.audit import SubjectKind
from oktui.domain.authority import Action
from oktui.domain.employee_file import COLUMNS
from oktui.domain.kept_files import Format, KeptFile
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting, allowed
from oktui.services.file_rows import rows_with_faults
from oktui.services.keeping import keeping
from oktui.services.long_work import Progress, unwatched
from oktui.services.tables import write_table


def export_faults(
    actor: Actor,
    content: bytes,
    told: Mapping[int, str],
    kind: Format,
    *,
    effects: Effects,
    progress: Progress = unwatched,
) -> KeptFile:
    """Keep the rows; `told` says what is wrong with which of them.

    Raises:
        FileRefused: the file as a whole cannot be read.
        FileTooLarge, FilesUnavailable, DiskFull: the file cannot be made.
        Forbidden: the actor is no administrator.
        Stopped: by `progress`; the file is gone again.
    """
    allowed(actor, Action.EXPORT, effects)
    rows = list(rows_with_faults(content, COLUMNS, told))
    progress(len(rows))
    with keeping(SubjectKind.EMPLOYEES, kind, effects) as file:
        count = write_table(file.draft.path, rows)
        with acting(actor, Action.EXPORT, effects) as principal:
            file.record(principal, {"rows": count})
        return file.told(count)
