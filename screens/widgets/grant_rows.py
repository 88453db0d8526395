"""The rows of the table Přístupová oprávnění: what is stored, and what is to become of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Final, Literal

from oktui.domain.accounts import Grant, GrantChange, terms
from oktui.domain.modules import Level, Permission
from oktui.domain.proposals import Proposal
from oktui.values import dataclass
from screens.texts import dates
from screens.widgets.columns import Column
from screens.widgets.sources import Edge, Key, ListSource, Page

_BEFORE_NEW: Final = -1_000_000
"""From here down are the keys of what waits; new rows, of which a form has a few, have those above it."""


@dataclass(frozen=True)
class GrantRow:
    """A grant as the form shows it; `stored` is None of a new one, whose key is negative."""

    key: int
    permission: Permission
    level: Level
    valid_from: date
    valid_to: date | None = None
    revoked: bool = False
    stored: Grant | None = None
    waits: bool = False
    """Whether it is only proposed: a second administrator has to confirm it (R2.1-1)."""

    @classmethod
    def of(cls, grant: Grant) -> "GrantRow":
        """The row of a stored grant that nobody has touched."""
        revoked = grant.revoked_at is not None
        return cls(grant.id or 0, grant.permission, revoked=revoked, stored=grant, **terms(grant))

    @classmethod
    def of_waiting(cls, proposal: Proposal) -> "GrantRow":
        """The row of a grant that waits, which no form changes; a held one that it would change has its own."""
        key = _BEFORE_NEW - (proposal.id or 0)
        return cls(key, proposal.grant.permission, waits=True, **terms(proposal.grant))

    @property
    def over(self) -> bool:
        """Whether nothing can be changed of it here: it waits, or is revoked in the database."""
        return self.waits or (self.stored is not None and self.stored.revoked_at is not None)

    @property
    def change(self) -> GrantChange | None:
        """What storing the form is to do, if anything."""
        if self.waits or (self.stored is not None and self == GrantRow.of(self.stored)):
            return None
        stored_id = None if self.stored is None else self.stored.id
        return GrantChange(self.permission, id=stored_id, revoke=self.revoked, **terms(self))


class GrantRows:
    """All rows of one form, as the source of its table; nothing is stored by them."""

    def __init__(self) -> None:
        self._rows: dict[int, GrantRow] = {}
        self._new_keys = count(-1, -1)

    @property
    def rows(self) -> list[GrantRow]:
        """All rows, those revoked in the database last."""
        return sorted(self._rows.values(), key=lambda row: row.over)

    @property
    def changes(self) -> tuple[GrantChange, ...]:
        """What storing the form is to do."""
        return tuple(change for row in self._rows.values() if (change := row.change) is not None)

    @property
    def held(self) -> tuple[Grant, ...]:
        """The stored grants, revoked ones too."""
        return tuple(row.stored for row in self._rows.values() if row.stored is not None)

    @property
    def taken(self) -> set[Permission]:
        """The permissions of the rows that are not revoked."""
        return {row.permission for row in self._rows.values() if not row.revoked}

    def show(self, grants: Iterable[Grant], waiting: Iterable[Proposal] = ()) -> None:
        """Show what is stored now and what waits, and keep what was wanted on this form before (X-21)."""
        wanted = {row.key: row for row in self._rows.values() if row.change is not None}
        shown = [GrantRow.of(grant) for grant in grants]
        kept = [replace(wanted.pop(row.key, row), stored=row.stored) if not row.over else row for row in shown]
        new = [row for row in wanted.values() if row.stored is None]
        self._rows = {row.key: row for row in [*kept, *new, *map(GrantRow.of_waiting, waiting)]}

    def add(self, change: GrantChange) -> int:
        """Have something new granted; returns the row's key."""
        key = next(self._new_keys)
        self._rows[key] = GrantRow(key, change.permission, **terms(change))
        return key

    def drop_new(self) -> None:
        """Have nothing new granted; what is stored stays as it was wanted."""
        self._rows = {key: row for key, row in self._rows.items() if row.stored is not None}

    def alter(self, key: int, change: GrantChange) -> None:
        """Give the row another level and validity."""
        self._rows[key] = replace(self._rows[key], **terms(change))

    def revoke(self, key: int) -> None:
        """Drop a new row; mark a stored one as to be revoked, or take the mark back."""
        row = self._rows[key]
        if row.stored is None:
            del self._rows[key]
        elif not row.over:
            self._rows[key] = replace(row, revoked=not row.revoked)

    async def page(self, after: Key | None, before: Key | Literal[Edge.END] | None, limit: int) -> Page[GrantRow]:
        """As `Source.page`."""
        return await ListSource(self.rows).page(after, before, limit)


COLUMNS = [
    Column[GrantRow]("Oprávnění", lambda row: f"{row.permission.title}{' (čeká)' if row.waits else ''}"),
    Column[GrantRow]("Úroveň", lambda row: row.level.title, 11),
    Column[GrantRow]("Platnost od", lambda row: dates.day(row.valid_from), 11),
    Column[GrantRow]("Platnost do", lambda row: dates.day(row.valid_to), 11),
    Column[GrantRow]("Zrušeno", lambda row: "Ano" if row.revoked else "Ne", 7),
]
