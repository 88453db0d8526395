"""The audit as it is read (F15): pages of events by key, newest first, for whatever is asked.

Events are looked up by the one criterion that leaves fewest of them, for which there is an index in the order of the
pages; the others are only checked. So a page takes the same time however many events there are.
"""

import re
from datetime import timedelta
from itertools import chain
from typing import Any

from peewee import ModelSelect

from oktui.domain.audit import AuditCriteria, AuditCursor, Recorded
from oktui.domain.calendar import day_begins
from oktui.domain.modules import Realm
from oktui.domain.names import is_username
from oktui.domain.offices import Region
from storage import accounts
from storage.audit import value_of
from storage.models import AuditRow
from storage.paging import by_key, checked

_EMPLOYEE = "employee"
_DAY = timedelta(days=1)


def page(
    criteria: AuditCriteria,
    *,
    realm: Realm,
    region: Region | None,
    after: AuditCursor | None = None,
    before: AuditCursor | None = None,
    backwards: bool = False,
    limit: int,
) -> list[Recorded]:
    """At most `limit` events, newest first, next after or before a cursor; `backwards` gives the oldest.

    Usernames are those of the realm. `region` None means all events; otherwise those of the realm in the region.
    """
    found = by_key(
        _matching(criteria, realm, region),
        (AuditRow.at, AuditRow.id),
        # What comes after an event in this order is older.
        after=None if before is None else _key(before),
        before=None if after is None else _key(after),
        backwards=before is None and not backwards,
        limit=limit,
    )
    recorded = [Recorded(row.id, value_of(row)) for row in found]
    return sorted(recorded, key=lambda each: each.key, reverse=True)


def _key(cursor: AuditCursor) -> tuple[object, ...]:
    return AuditRow.at.db_value(cursor.at), cursor.number


def _matching(criteria: AuditCriteria, realm: Realm, region: Region | None) -> "ModelSelect[AuditRow]":
    event = AuditRow
    scope = [] if region is None else [event.realm == realm, event.region == region]
    if criteria.kind is not None:
        scope.append(event.kind == criteria.kind)
    narrowest_first = [_on(criteria.subject.strip(), realm), _by(criteria.actor.strip(), realm), scope]
    first, *others = [conditions for conditions in narrowest_first if conditions] or [[]]
    conditions = [*first, *map(checked, chain.from_iterable(others)), *_within(criteria)]
    return event.select().where(*conditions) if conditions else event.select()


def _on(subject: str, realm: Realm) -> list[Any]:
    if re.fullmatch("[0-9]{10}", subject):  # also of those who are not there any more
        return [AuditRow.subject_name >= f"{subject}:", AuditRow.subject_name < f"{subject};"]
    account = accounts.named(realm, subject) if is_username(subject) else None
    if account is not None:
        return [AuditRow.subject_kind == _EMPLOYEE, AuditRow.subject_id == account.employee.id]
    return [AuditRow.subject_name == subject] if subject else []


def _by(actor: str, realm: Realm) -> list[Any]:
    account = accounts.named(realm, actor) if is_username(actor) else None
    if account is not None:
        return [AuditRow.actor_id == account.id]
    return [AuditRow.actor_name == actor] if actor else []


def _within(criteria: AuditCriteria) -> list[Any]:
    conditions = []
    if criteria.since is not None:
        conditions.append(AuditRow.at >= day_begins(criteria.since))
    if criteria.until is not None:
        conditions.append(AuditRow.at < day_begins(criteria.until + _DAY))
    return conditions
