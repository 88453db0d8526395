"""What exports have in common: pages of a list, written to a table, and the event that says so (X-19)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from oktui.domain.audit import AuditEvent, Detail, EventKind, SubjectKind
from oktui.domain.authority import Action, Principal
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting, allowed
from oktui.services.long_work import Progress
from oktui.services.recording import who
from oktui.services.tables import Cell, write_table
from storage import audit

_PAGE = 1_000


def plain(criteria: object) -> Detail:
    """What was asked for, as plain data: the criteria that say something."""
    values = ((each.name, getattr(criteria, each.name)) for each in fields(criteria))  # type: ignore[arg-type]
    return {name: value.value if isinstance(value, Enum) else value for name, value in values if value}


class Keyed(Protocol):
    """A row that says where it stands."""

    @property
    def key(self) -> object:
        """What the next page goes on from."""


RowT = TypeVar("RowT", bound=Keyed)


@dataclass(frozen=True)
class Target(Generic[RowT]):
    """The file that was named, and its columns: of each the title, and what a row has in it."""

    path: Path
    columns: Sequence[tuple[str, Callable[[RowT], Cell]]]
    replace: bool = False


def export(
    actor: Actor,
    what: SubjectKind,
    criteria: Detail,
    target: Target[RowT],
    page: Callable[[Principal, Rows[Any]], list[RowT]],
    *,
    effects: Effects,
    progress: Progress,
) -> int:
    """Write all that `page` gives to the target, `criteria` saying in the audit what that was; returns the rows."""
    allowed(actor, Action.EXPORT, effects)

    def read(rows: Rows[Any]) -> list[RowT]:
        with acting(actor, Action.EXPORT, effects) as principal:
            return page(principal, rows)

    def on_record(count: int) -> None:
        after = {"rows": count, "file": str(target.path.expanduser().absolute()), **criteria}
        with acting(actor, Action.EXPORT, effects) as principal:
            audit.append(
                AuditEvent(
                    at=principal.at,
                    who=who(principal),
                    kind=EventKind.EXPORTED,
                    subject_kind=what,
                    subject_id=None,
                    subject_name="",
                    module=principal.module,
                    realm=principal.realm,
                    region=principal.workplace.region,
                    after=after,
                )
            )

    rows = _cells(target, read, progress)
    return write_table(target.path, rows, replace=target.replace, on_record=on_record)


def _cells(
    target: Target[RowT], read: Callable[[Rows[Any]], list[RowT]], progress: Progress
) -> Iterator[Sequence[Cell]]:
    """The titles, and then row after row, of which a page is in memory; it says how far it is after each page."""
    yield [title for title, _ in target.columns]
    done, rows = 0, Rows[Any](_PAGE)
    while found := read(rows):
        for row in found:
            yield [render(row) for _, render in target.columns]
        done += len(found)
        progress(done)
        rows = Rows(_PAGE, after=found[-1].key)
