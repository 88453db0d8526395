"""What exports have in common: pages of a list, written to a table that is kept as a file (X-19, X-30)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from enum import Enum
from typing import Any, Generic, Protocol, TypeVar

from oktui.domain.audit import Detail, SubjectKind
from oktui.domain.authority import Action, Principal
from oktui.domain.kept_files import Format, KeptFile
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting, allowed, seeing
from oktui.services.keeping import keeping
from oktui.services.long_work import Progress
from oktui.services.tables import Cell, write_table
from oktui.values import dataclass

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
    """The format that was chosen, and the columns: of each the title, and what a row has in it."""

    kind: Format
    columns: Sequence[tuple[str, Callable[[RowT], Cell]]]


def export(
    actor: Actor,
    what: SubjectKind,
    criteria: Detail,
    target: Target[RowT],
    page: Callable[[Principal, Rows[Any]], list[RowT]],
    *,
    effects: Effects,
    progress: Progress,
) -> KeptFile:
    """Keep all that `page` gives in a file, `criteria` saying in the audit what that was."""
    allowed(actor, Action.EXPORT, effects)

    def read(rows: Rows[Any]) -> list[RowT]:
        with seeing(actor, Action.EXPORT, effects) as principal:
            return page(principal, rows)

    with keeping(what, target.kind, effects) as file:

        def report(done: int) -> None:
            file.draft.check_size()
            progress(done)

        rows = write_table(file.draft.path, _cells(target, read, report))
        with acting(actor, Action.EXPORT, effects) as principal:
            file.record(principal, {"rows": rows, **criteria})
        return file.told(rows)


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
