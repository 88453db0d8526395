"""Names whose failures slow down the next attempt, whether an account has them or not (X-11, X-12)."""

import hashlib
from datetime import datetime, timedelta
from typing import cast

from oktui.domain.modules import Module
from storage.database import for_update
from storage.models import SlowedNameRow

KEPT = timedelta(days=1)
"""After this long without an attempt a name is forgotten."""


def _key(module: Module, username: str) -> str:
    # Hashed, because people type their passwords into the field above.
    return hashlib.sha256(f"{module.value}\n{username.lower()}".encode(errors="surrogatepass")).hexdigest()


def attempts(module: Module, username: str, now: datetime) -> tuple[int, datetime]:
    """The failures so far and when the next attempt is taken; holds the name until the transaction ends (X-14)."""
    SlowedNameRow.delete().where(SlowedNameRow.next_at < now - KEPT).execute()
    key = _key(module, username)
    SlowedNameRow.insert(key=key, failures=0, next_at=now).on_conflict_ignore().execute()
    row = for_update(SlowedNameRow.select().where(SlowedNameRow.key == key)).get()
    return row.failures, row.next_at


def count_nobody(now: datetime) -> None:
    """Write a row as counting at an account does, for a name that has none to count at (X-12)."""
    query = SlowedNameRow.insert(key="", failures=1, next_at=now)
    target = [SlowedNameRow.key]
    query.on_conflict(conflict_target=target, update={SlowedNameRow.failures: SlowedNameRow.failures + 1}).execute()


def next_attempt(module: Module, username: str) -> datetime | None:
    """When the next attempt is taken, if there has been any lately; changes nothing."""
    row = SlowedNameRow.get_or_none(SlowedNameRow.key == _key(module, username))
    return None if row is None else cast(datetime, row.next_at)


def count(module: Module, username: str, *, next_at: datetime) -> None:
    """Count an attempt as failed before it is verified, and take none before `next_at`."""
    query = SlowedNameRow.update(failures=SlowedNameRow.failures + 1, next_at=next_at)
    query.where(SlowedNameRow.key == _key(module, username)).execute()


def forget(module: Module, username: str) -> None:
    """A right password starts the count anew."""
    SlowedNameRow.delete().where(SlowedNameRow.key == _key(module, username)).execute()
