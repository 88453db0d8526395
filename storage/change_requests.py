"""Requests for changes by number, so that one whose answer was lost finds what it did (X-32)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from peewee import IntegrityError

from oktui.domain.audit import AuditEvent, DoneBefore, Outcome
from storage.database import database
from storage.models import ChangeRequestRow

KEPT = timedelta(days=1)
"""For longer no form waits to be asked again."""


class _Current(threading.local):
    number: str | None = None


_current = _Current()


@contextmanager
def numbered(number: str) -> Iterator[None]:
    """Have the change that this thread makes in the block be done under this number, and once."""
    _current.number = number
    try:
        yield
    finally:
        _current.number = None


def note(event: AuditEvent) -> None:
    """Note, in the transaction of the change, that the request was done with this event; the first one of it counts.

    Raises DoneBefore: an earlier attempt has come first after all.
    """
    number, _current.number = _current.number, None
    if number is None:
        return
    if event.outcome is not Outcome.DONE:
        _current.number = number
        return
    ChangeRequestRow.delete().where(ChangeRequestRow.made_at < event.at - KEPT).execute()
    try:
        with database.atomic():  # so that PostgreSQL can be asked who was first
            ChangeRequestRow.insert(id=number, subject_id=event.subject_id, made_at=event.at).execute()
    except IntegrityError:
        raise find(number) or DoneBefore(None) from None


def find(number: str) -> DoneBefore | None:
    """What was done under the number, if anything was."""
    row = ChangeRequestRow.get_or_none(ChangeRequestRow.id == number)
    return None if row is None else DoneBefore(row.subject_id)
