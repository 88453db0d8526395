"""Seeing what should be looked at, and putting it on record beside what gave rise to it (X-31)."""

import logging
from dataclasses import replace
from datetime import datetime

from oktui.domain.accounts import Account
from oktui.domain.alarms import LOCKED_ACCOUNTS, SPRAYED_NAMES, WITHIN, Alarm
from oktui.domain.audit import AuditEvent, Detail, EventKind, SubjectKind, Who
from oktui.domain.authority import Principal
from oktui.domain.modules import Module, Realm
from oktui.domain.offices import Region
from oktui.domain.people import Employee
from oktui.effects import Effects
from storage import accounts, administrators, audit, audit_chain, sources

_LOGGER = logging.getLogger("oktui")


def watch_failure(
    module: Module, region: Region | None, known: Account | None, effects: Effects, *, locked: bool
) -> None:
    """Look at what a failed attempt, which may have locked its account, is part of; `region` is the source's."""
    now = effects.now()
    since = now - WITHIN
    names = sources.names_failed(effects.source, since)
    if names >= SPRAYED_NAMES:
        _once(Alarm.SPRAYING, _of_many(effects, SubjectKind.SOURCE, effects.source, module.realm, region), since)
    if locked and known is not None:
        place = known.employee.workplace.region
        if accounts.locked_since(module.realm, place, since) >= LOCKED_ACCOUNTS:
            name = place.value if place else "MPSV"
            _once(Alarm.LOCK_WAVE, _of_many(effects, SubjectKind.EMPLOYEES, name, module.realm, place), since)


def watch_sign_in(account: Account, module: Module, effects: Effects) -> None:
    """Look at an administrator's first sign-in from a source, before that is on record."""
    now, employee = effects.now(), account.employee
    if not account.is_administrator(now) or sources.used_by(effects.source, employee.realm, account.username):
        return
    for maker in administrators.makers(account.id, employee.id, generations=1):
        if sources.used_by(effects.source, employee.realm, maker.username):
            after = {"maker": _named(maker), "source": effects.source}
            _put(Alarm.ONE_PLACE, _on(employee, module, effects.origin, now, after))
            return


def watch_change(actor: Principal, employee: Employee) -> None:
    """Look at whether a change is made to whoever made the actor administrator."""
    if actor.account_id is None:
        return
    for maker in administrators.makers(actor.account_id, None, generations=_GENERATIONS):
        if maker.employee.ik == employee.ik:
            after = {"changed_by": f"{actor.username} ({actor.name})"}
            _put(Alarm.MADE_BY_SUBJECT, _on(employee, actor.module, actor.origin, actor.at, after))
            return


_GENERATIONS = 8


def _named(account: Account) -> str:
    return f"{account.username} ({account.employee.person.full_name})"


def _on(employee: Employee, module: Module, origin: str, at: datetime, after: Detail) -> AuditEvent:
    return AuditEvent(
        at=at,
        who=Who(None, "alarm", origin),
        kind=EventKind.ALARM,
        subject_kind=SubjectKind.EMPLOYEE,
        subject_id=employee.id,
        subject_name=f"{employee.ik}: {employee.person.name}",
        module=module,
        realm=employee.realm,
        region=employee.workplace.region,
        after=after,
    )


def _of_many(effects: Effects, kind: SubjectKind, name: str, realm: Realm, region: Region | None) -> AuditEvent:
    return AuditEvent(
        at=effects.now(),
        who=Who(None, "alarm", effects.origin),
        kind=EventKind.ALARM,
        subject_kind=kind,
        subject_id=None,
        subject_name=name,
        realm=realm,
        region=region,
    )


def _once(alarm: Alarm, event: AuditEvent, since: datetime) -> None:
    audit_chain.hold()  # or two programs would both find that nobody has said it yet
    if not audit.told_since(since, event):
        _put(alarm, event)


def _put(alarm: Alarm, event: AuditEvent) -> None:
    audit.append(replace(event, after={"alarm": alarm.value, **event.after}))
    where = event.region.value if event.region else "all regions"
    _LOGGER.warning("alarm: %s, %s, from %s", alarm.value, where, event.who.origin)
