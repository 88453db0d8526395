"""Looking at what a use case has stored: the audit events it added, and whether anything else changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from peewee import Model

from oktui.domain.audit import AuditEvent
from storage import audit, models
from storage.database import transaction
from storage.models import AuditEndRow, AuditRow

Rows = dict[str, list[Any]]


def tables() -> list[type[Model]]:
    """The models of all tables of our database."""
    return [row for row in models._Row.__subclasses__() if row not in (AuditRow, AuditEndRow)]


def stored() -> Rows:
    """All rows of all tables but the audit, in order, to be compared with what is stored later."""
    with transaction():
        return {row._meta.table_name: sorted(row.select().tuples(), key=repr) for row in tables()}


def audited() -> list[AuditEvent]:
    """All audit events, oldest first."""
    with transaction():
        return [audit.value_of(row) for row in AuditRow.select().order_by(AuditRow.id)]


def everything_audited() -> str:
    """All that the audit holds, as one text to search for what must not be in it."""
    with transaction():
        return repr(list(AuditRow.select().tuples()))


class _Undo(Exception):
    """Ends a transaction without keeping anything of it."""


@contextmanager
def undone() -> Iterator[None]:
    """A transaction of which nothing is kept, so that whatever is tried next finds the database as it was."""
    with suppress(_Undo), transaction():
        yield
        raise _Undo


@contextmanager
def new_events() -> Iterator[Callable[[], list[AuditEvent]]]:
    """A function that tells the events added since."""
    known = len(audited())
    yield lambda: audited()[known:]
