"""The chain that audit events are sealed in: its two ends and its links (X-19)."""

import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any, cast

from peewee import Table

from oktui.domain.audit import EventKind
from oktui.domain.backups import Restoration
from oktui.domain.chain import (
    GENESIS,
    AuditEndChanged,
    AuditKeyForeign,
    End,
    Link,
    Position,
    fingerprint,
    seal,
    seal_end,
)
from storage import facts
from storage.database import database, execute, is_sqlite
from storage.models import AuditEndRow, AuditRow
from storage.sealing_key import the_key

SEALED = (
    AuditRow.at, AuditRow.actor_id, AuditRow.actor_name, AuditRow.origin, AuditRow.kind, AuditRow.outcome,
    AuditRow.module, AuditRow.subject_kind, AuditRow.subject_id, AuditRow.subject_name, AuditRow.realm,
    AuditRow.region, AuditRow.before, AuditRow.after, AuditRow.part_of,
)  # fmt: skip
"""The columns that the seal covers: all that an event says."""

_EVENTS = Table("audit_event")  # not the model: what is verified is what is stored, even where it cannot be understood
_KEY = "audit_key"
_LOCK = 0x0CD2  # any number that all OKtui programs agree on


def end(which: End) -> Position:
    """Where the chain begins or ends; GENESIS where nothing has been purged or recorded yet.

    Raises:
        AuditEndChanged: it was not this program, or not with this key, that wrote it.
    """
    row = AuditEndRow.get_or_none(AuditEndRow.name == which)
    if row is None:
        if which is End.HEAD and AuditRow.select().exists():
            raise AuditEndChanged  # events without an end: it was taken away with those that it stood for
        return GENESIS
    position = Position(row.number, bytes(row.mac))
    if not hmac.compare_digest(bytes(row.proof), seal_end(the_key(), which, position)):
        raise AuditEndChanged
    return position


def take_key() -> None:
    """Have the database know the key in use by its fingerprint from now on. Raises AuditEndChanged, AuditKeyForeign."""
    check_key()
    if facts.get(_KEY) is None:
        for which in End:
            end(which)
        facts.put(_KEY, fingerprint(the_key()))


def check_key() -> None:
    """Raise AuditKeyForeign where the database knows another key than the one in use."""
    if facts.get(_KEY) not in (None, fingerprint(the_key())):
        raise AuditKeyForeign


def has_begun() -> bool:
    """Whether there are events, ends of a chain that had some, or a key that those to come are to be sealed with."""
    return facts.get(_KEY) is not None or has_events()


def has_events() -> bool:
    """Whether there are events, or ends of a chain that had some."""
    return bool(AuditEndRow.select().exists() or AuditRow.select().exists())


def restorations() -> list[tuple[int, Restoration]]:
    """Each time that the database was restored from a backup, with the number of the event that says so, in order."""
    rows = AuditRow.select().where(AuditRow.kind == EventKind.RESTORED_FROM_BACKUP).order_by(AuditRow.id)
    return [(row.id, _restoration(row.after)) for row in rows]


def _restoration(after: dict[str, Any]) -> Restoration:
    at, made_at = (datetime.fromisoformat(after[name]) for name in ("at", "made_at"))
    return Restoration(at, made_at, after["lost_from"], after["lost_to"])


def is_lost(number: int) -> bool:
    """Whether the event of this number was lost when the database was restored from a backup."""
    return any(done.lost_from <= number < event for event, done in restorations())


def move_end(which: End, position: Position) -> None:
    """Have the chain begin after, or end with, this position."""
    values = {"number": position.number, "mac": position.seal, "proof": seal_end(the_key(), which, position)}
    AuditEndRow.insert(name=which, **values).on_conflict(conflict_target=[AuditEndRow.name], update=values).execute()


def hold() -> None:
    """Keep all others from the chain until the transaction ends; on SQLite the transaction does so itself."""
    if not is_sqlite():
        execute(database.obj, "SELECT pg_advisory_xact_lock(%s)", (_LOCK,))


def seal_next(values: Sequence[object]) -> tuple[bytes, bytes]:
    """The seal before the next event, and the one on it; to be called while holding the chain."""
    previous = end(End.HEAD).seal
    return previous, seal(the_key(), previous, _content(values))


def links(position: Position, limit: int) -> list[Link]:
    """At most `limit` events that follow the position, as they are stored."""
    columns = [getattr(_EVENTS.c, field.column_name) for field in SEALED]
    query = (
        _EVENTS.select(_EVENTS.c.id, _EVENTS.c.previous_mac, _EVENTS.c.mac, *columns)
        .where(_EVENTS.c.id > position.number)
        .order_by(_EVENTS.c.id)
        .limit(limit)
        .bind(database)
    )
    return [
        Link(number, bytes(previous), _content(values), bytes(mac)) for number, previous, mac, *values in query.tuples()
    ]


def older_than(moment: datetime, position: Position, most: int) -> int:
    """How many of the events that follow the position next are older, `most` of them at the most."""
    query = AuditRow.select(AuditRow.at).where(AuditRow.id > position.number).order_by(AuditRow.id).limit(most)
    return sum(1 for _ in takewhile(lambda row: row.at < moment, query))


def latest() -> datetime | None:
    """When the last event was, if there is one."""
    row = AuditRow.select(AuditRow.at).order_by(AuditRow.id.desc()).first()
    return None if row is None else cast(datetime, row.at)


def seal_at(number: int) -> bytes | None:
    """The seal on the event of this number, if there is one."""
    row = AuditRow.select(AuditRow.mac).where(AuditRow.id == number).first()
    return None if row is None else bytes(row.mac)


def forget(position: Position) -> None:
    """Delete the events up to this position, from which the chain goes on."""
    if is_sqlite():
        AuditRow.delete().where(AuditRow.id <= position.number).execute()
    else:  # the role that runs the program may not delete (storage/roles.py)
        execute(database.obj, "SELECT audit_forget(%s)", (position.number,))
    move_end(End.START, position)


def _content(values: Sequence[object]) -> str:
    """What an event says, as one text: the same from the values stored and from those read back."""
    plain = [AuditRow.at.db_value(value) if isinstance(value, datetime) else value for value in values]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
