"""The audit as it is read (F15): pages of events by key, newest first, for whatever is asked.

Events are looked up by the one criterion that leaves fewest of them, for which there is an index in the order of the
pages; the others are only checked. So a page takes the same time however many events there are.
"""

import functools
import operator
import re
from datetime import timedelta
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
    position, found = (AuditRow.at, AuditRow.id), list[Recorded]()
    for query in _matching(criteria, scope):
        found += keyset.page(query, position, rows, _recorded, newest_first=True)
    found.sort(key=lambda recorded: recorded.key, reverse=True)
    return found[: rows.limit] if rows.down else found[-rows.limit :]


def count(criteria: AuditCriteria, scope: Scope) -> int:
    """How many events match, of a kind that there are few of."""
    return sum(query.count() for query in _matching(criteria, scope))


def _recorded(row: AuditRow) -> Recorded:
    return Recorded(row.id, value_of(row))


def _matching(criteria: AuditCriteria, scope: Scope) -> "list[ModelSelect[AuditRow]]":
    """The events that match, by queries each of which an index answers in order; none is found by two of them."""
    event, realm = AuditRow, scope.realm
    within = [] if scope.region is None else [event.realm == realm, event.region == scope.region]
    kind = [] if criteria.kind is None else [event.kind == criteria.kind]
    days, names = _within(criteria), _by(criteria.actor.strip(), realm)
    either = [functools.reduce(operator.or_, names)] if names else []
    if few := list(in_change(criteria.part_of)) if criteria.part_of else _on(criteria.subject.strip(), realm):
        on = _on(criteria.subject.strip(), realm) if criteria.part_of else []
        return [_select([*few, *map(checked, [*on, *either, *within, *kind]), *days])]
    if names:  # who does much, does much of one kind
        return [_select([name, *kind, *map(checked, within), *days]) for name in names]
    return [_select([*within, *kind, *days])]


def _select(conditions: list[Any]) -> "ModelSelect[AuditRow]":
    return AuditRow.select().where(*conditions) if conditions else AuditRow.select()


def _on(subject: str, realm: Realm) -> list[Any]:
    if re.fullmatch("[0-9]{10}", subject):  # also of those who are not there any more
        return [AuditRow.subject_name >= f"{subject}:", AuditRow.subject_name < f"{subject};"]
    account = accounts.named(realm, subject) if is_username(subject) else None
    if account is not None:
        return [AuditRow.subject_kind == SubjectKind.EMPLOYEE, AuditRow.subject_id == account.employee.id]
    return [AuditRow.subject_name == subject] if subject else []


def _by(actor: str, realm: Realm) -> list[Any]:
    """A condition for each of those whom the name may mean."""
    account = accounts.named(realm, actor) if is_username(actor) else None
    if account is not None:
        return [AuditRow.actor_id == account.id]
    return [AuditRow.actor_name == actor, AuditRow.actor_name == f"{OWNER}{actor}"] if actor else []


def _within(criteria: AuditCriteria) -> list[Any]:
    conditions = []
    if criteria.since is not None:
        conditions.append(AuditRow.at >= day_begins(criteria.since))
    if criteria.until is not None:
        conditions.append(AuditRow.at < day_begins(criteria.until + _DAY))
    return conditions
