"""Files that use cases make: each is kept under a name that the program gives, and is on record (X-19, X-30)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from oktui.domain.audit import AuditEvent, Detail, EventKind, SubjectKind
from oktui.domain.authority import Principal
from oktui.domain.kept_files import DIGEST, Format, KeptFile, name_file, public_name
from oktui.effects import Effects
from oktui.files_folder import Draft
from oktui.services.recording import who
from oktui.values import dataclass
from storage import audit


@dataclass(frozen=True)
class Keeping:
    """A file that is being made, and what of."""

    what: SubjectKind
    name: str
    draft: Draft
    until: datetime

    def record(self, principal: Principal, after: Detail) -> None:
        """Append who has made it, of what, and a digest of what is in it; by this event alone it can be fetched.

        Raises FileTooLarge: it cannot be kept, and so must not be said to have been made.
        """
        self.draft.check_size()
        audit.append(
            AuditEvent(
                at=principal.at,
                who=who(principal),
                kind=EventKind.EXPORTED,
                subject_kind=self.what,
                subject_id=None,
                subject_name=public_name(self.name),
                module=principal.module,
                realm=principal.realm,
                region=principal.workplace.region,
                after={**after, DIGEST: self.draft.digest()},
            )
        )

    def told(self, rows: int | None = None) -> KeptFile:
        """What its maker is told of it; nobody else gets to know the whole name."""
        return KeptFile(self.name, self.draft.size, self.until, rows)


@contextmanager
def keeping(what: SubjectKind, kind: Format, effects: Effects) -> Iterator[Keeping]:
    """Give a file to write, which is kept when the block ends well.

    Raises:
        FileTooLarge, FilesUnavailable, DiskFull: it cannot be kept.
    """
    at = effects.now()
    effects.files.purge(at)  # the job may be run on another machine
    name = name_file(what, kind, at, effects.choose)
    with effects.files.make(name, at) as draft:
        yield Keeping(what, name, draft, at + effects.files.keep)
