"""Leases: who alone may do a job, and until when (X-7)."""

from datetime import datetime, timedelta
from typing import Final, cast

from storage.models import LeaseRow

_ABSURD: Final = timedelta(hours=1)
"""A lease that ends so far ahead was taken by a wrong clock, and counts for nothing."""


def take(name: str, holder: str, now: datetime, until: datetime) -> bool:
    """Take the lease of a job; False while another holder has it."""
    LeaseRow.insert(name=name, holder=holder, until=now).on_conflict_ignore().execute()
    free = (LeaseRow.holder == holder) | (LeaseRow.until <= now) | (LeaseRow.until > now + _ABSURD)
    return bool(LeaseRow.update(holder=holder, until=until).where(LeaseRow.name == name, free).execute())


def renew(name: str, holder: str, until: datetime) -> bool:
    """Prolong the holder's lease, even one that has run out; False once another holder has taken it."""
    query = LeaseRow.update(until=until).where(LeaseRow.name == name, LeaseRow.holder == holder)
    return bool(query.execute())


def end(name: str) -> datetime | None:
    """Until when the lease is taken, as its holder last said."""
    row = LeaseRow.get_or_none(LeaseRow.name == name)
    return None if row is None else cast(datetime, row.until)


def holder(name: str, now: datetime) -> str | None:
    """Who has the lease now."""
    row = LeaseRow.get_or_none(LeaseRow.name == name)
    return row.holder if row is not None and now < row.until <= now + _ABSURD else None


def give_up(name: str, holder: str, now: datetime) -> None:
    """Let others have the lease at once."""
    LeaseRow.update(until=now).where(LeaseRow.name == name, LeaseRow.holder == holder).execute()
