"""The audit as it is read (F15): pages of events by key, newest first, for whatever is asked.

Events are looked up by the one criterion that leaves fewest of them, for which there is an index in the order of the
pages; the others are only checked. So a page takes the same time however many events there are.
"""

import re
from datetime import timedelta
from itertools import chain
from typing import Any

from peewee import ModelSelect

from oktui.domain.audit import OWNER, AuditCriteria, AuditCursor, Recorded, SubjectKind
from oktui.domain.authority import Scope
from oktui.domain.calendar import day_begins
from oktui.domain.modules import Realm
from oktui.domain.names import is_username
from oktui.domain.rows import Rows
from storage import accounts, keyset
from storage.audit import in_change, value_of
from storage.keyset import checked
from storage.models import AuditRow

_DAY = timedelta(days=1)


def page(criteria: AuditCriteria, scope: Scope, rows: Rows[AuditCursor]) -> list[Recorded]:
    """The events that match and are asked for, newest first.

    Usernames are those of the realm. Whoever's scope is all regions sees all events, also those on nobody's account.
    """
    position = (AuditRow.at, AuditRow.id)
    return keyset.page(_matching(criteria, scope), position, rows, _recorded, newest_first=True)


def count(criteria: AuditCriteria, scope: Scope) -> int:
    """How many events match, of a kind that there are few of."""
    return _matching(criteria, scope).count()


def _recorded(row: AuditRow) -> Recorded:
    return Recorded(row.id, value_of(row))


def _matching(criteria: AuditCriteria, scope: Scope) -> "ModelSelect[AuditRow]":
    event, realm = AuditRow, scope.realm
    within = [] if scope.region is None else [event.realm == realm, event.region == scope.region]
    if criteria.kind is not None:
        within.append(event.kind == criteria.kind)
    narrowest_first = [
        list(in_change(criteria.part_of)) if criteria.part_of else [],
        _on(criteria.subject.strip(), realm),
        _by(criteria.actor.strip(), realm),
        within,
    ]
    first, *others = [conditions for conditions in narrowest_first if conditions] or [[]]
    conditions = [*first, *map(checked, chain.from_iterable(others)), *_within(criteria)]
    return event.select().where(*conditions) if conditions else event.select()


def _on(subject: str, realm: Realm) -> list[Any]:
    if re.fullmatch("[0-9]{10}", subject):  # also of those who are not there any more
        return [AuditRow.subject_name >= f"{subject}:", AuditRow.subject_name < f"{subject};"]
    account = accounts.named(realm, subject) if is_username(subject) else None
    if account is not None:
        return [AuditRow.subject_kind == SubjectKind.EMPLOYEE, AuditRow.subject_id == account.employee.id]
    return [AuditRow.subject_name == subject] if subject else []


def _by(actor: str, realm: Realm) -> list[Any]:
    account = accounts.named(realm, actor) if is_username(actor) else None
    if account is not None:
        return [AuditRow.actor_id == account.id]
    return [AuditRow.actor_name.in_([actor, f"{OWNER}{actor}"])] if actor else []


def _within(criteria: AuditCriteria) -> list[Any]:
    conditions = []
    if criteria.since is not None:
        conditions.append(AuditRow.at >= day_begins(criteria.since))
    if criteria.until is not None:
        conditions.append(AuditRow.at < day_begins(criteria.until + _DAY))
    return conditions
