"""Where attempts to sign in come from, what was typed there in vain, and who has signed in from there (X-31)."""

import hashlib
from datetime import datetime
from typing import cast

from oktui.domain.modules import Realm
from oktui.domain.offices import Region
from oktui.domain.sources import Trail
from storage.database import for_update
from storage.models import SourceNameRow, SourceRow


def _key(realm: Realm, username: str) -> str:
    # Hashed, because people type their passwords into the field above.
    return hashlib.sha256(f"{realm.value}\n{username.strip().lower()}".encode(errors="surrogatepass")).hexdigest()


def hold(source: str, realm: Realm, username: str, now: datetime) -> Trail:
    """What is on record of them; nobody else counts at the source until the transaction ends (X-14).

    A failure that a clock had ahead counts as made now, or the clock's fault would be waited out.
    """
    SourceRow.insert(name=source, failures=0, at=now).on_conflict_ignore().execute()
    row = for_update(SourceRow.select().where(SourceRow.name == source)).get()
    if row.at > now:
        SourceRow.update(at=now).where(SourceRow.name == source).execute()
    own = SourceNameRow.get_or_none(SourceNameRow.source == source, SourceNameRow.key == _key(realm, username))
    return Trail(
        failures=row.failures,
        at=min(row.at, now),
        region=row.region,
        own_at=own.failed_at if own else None,
        known=own is not None and own.known_at is not None,
    )


def count(source: str, realm: Realm, username: str, failures: int, now: datetime) -> None:
    """Count an attempt as failed before it is verified: the source has so many failures now, one more is the name's."""
    SourceRow.update(failures=failures, at=now).where(SourceRow.name == source).execute()
    key = _key(realm, username)
    SourceNameRow.insert(source=source, key=key, counted=1, failed_at=now, at=now, known_at=None).on_conflict(
        conflict_target=[SourceNameRow.source, SourceNameRow.key],
        update={SourceNameRow.counted: SourceNameRow.counted + 1, SourceNameRow.failed_at: now, SourceNameRow.at: now},
    ).execute()


def count_quietly(source: str, realm: Realm, username: str, now: datetime) -> None:
    """Count an attempt as the name's alone: it changes nothing for others, who must not see that it was taken."""
    query = SourceNameRow.update(failed_at=now, at=now)
    query.where(SourceNameRow.source == source, SourceNameRow.key == _key(realm, username)).execute()


def forgive(source: str, realm: Realm, username: str, failures: int) -> None:
    """A right password makes up for the wrong ones of the same name, and for nobody else's."""
    this = (SourceNameRow.source == source) & (SourceNameRow.key == _key(realm, username))
    own = SourceNameRow.get_or_none(this)
    if own is None:
        return
    left = max(failures - own.counted, 0)
    SourceRow.update(failures=left).where(SourceRow.name == source).execute()
    SourceNameRow.update(counted=0, failed_at=None).where(this).execute()


def signed_in(source: str, realm: Realm, username: str, region: Region | None, now: datetime) -> None:
    """From now on the source is known to be used by the name's owner, and to be of their region."""
    this = (SourceNameRow.source == source) & (SourceNameRow.key == _key(realm, username))
    SourceNameRow.update(since=now).where(this, SourceNameRow.known_at.is_null()).execute()
    SourceNameRow.update(known_at=now, at=now).where(this).execute()
    SourceRow.update(region=region).where(SourceRow.name == source).execute()


def used_by(source: str, realm: Realm, username: str) -> bool:
    """Whether the name's owner has signed in from the source."""
    this = (SourceNameRow.source == source) & (SourceNameRow.key == _key(realm, username))
    return SourceNameRow.select().where(this, SourceNameRow.known_at.is_null(False)).exists()


def used_since(source: str, realm: Realm, username: str) -> datetime | None:
    """When the name's owner first signed in from the source, if that is known."""
    row = SourceNameRow.get_or_none(SourceNameRow.source == source, SourceNameRow.key == _key(realm, username))
    return None if row is None else cast(datetime | None, row.since)


def names_failed(source: str, since: datetime) -> int:
    """How many names were typed at the source in vain since then, and have not been typed aright."""
    row = SourceNameRow
    return row.select().where(row.source == source, row.counted > 0, row.failed_at >= since).count()
