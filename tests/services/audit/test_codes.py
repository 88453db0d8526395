"""The audit keeps codes, never words: whatever is renamed, the past says the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from oktui.domain.accounts import GrantChange
from oktui.domain.audit import AuditCriteria, AuditEvent
from oktui.domain.errors import DomainError
from oktui.domain.history import OnDay
from oktui.domain.modules import Category, Level, Module, Permission
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.recognition import Recognition
from oktui.domain.rows import Rows
from oktui.services.audit.list_events import list_events
from oktui.services.employees.edit_employee import edit_employee
from oktui.services.employees.get_permissions import PermissionsOn, get_permissions
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from screens.texts import audit, details
from tests.support import use_cases
from tests.support.cast import Cast

WRONG = "Zelenina-Na-Trhu-0000"
TITLED = (Category, Level, Module, OfficeKind, Permission, Recognition, Region)


@contextmanager
def renamed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every title and every refusal's class is called something else."""
    names = {refusal: refusal.__name__ for refusal in _all(DomainError)}
    with monkeypatch.context() as patch:
        for kind in TITLED:
            patch.setattr(kind, "title", property(lambda member: f"nově {member.name}"))
        for refusal, name in names.items():
            refusal.__name__ = f"New{name}"
        yield
    for refusal, name in names.items():
        refusal.__name__ = name


def _all(base: type[DomainError]) -> Iterator[type[DomainError]]:
    for refusal in base.__subclasses__():
        yield refusal
        yield from _all(refusal)


def lived_through(cast: Cast) -> tuple[list[AuditEvent], list[OnDay]]:
    """What happens to people in a day: the events, and what the account could do before and after."""
    office = cast.account("homola")
    use_cases.create(cast, cast.actor("homola"), office)
    account = cast.account("cerny")
    records = next(each for each in account.grants if each.permission is Permission.SOCIAL_SERVICES_RECORDS)
    change = GrantChange(records.permission, Level.VIEW, records.valid_from, id=records.id)
    cast.clock.forward(timedelta(days=2))
    actor = cast.actor("homola")
    edit_employee(actor, use_cases.edit_of(account, change), effects=cast.effects)
    reset_password(actor, ResetPassword(account.id, recognised_by=frozenset(Recognition)), effects=cast.effects)
    for _ in range(4):
        with pytest.raises(DomainError):
            cast.sign_in("klicpera", password=WRONG)
    use_cases.retire(cast, actor, account)
    found = list_events(cast.actor("mpsv_radek"), AuditCriteria(), Rows(1000), effects=cast.effects)
    today = cast.clock().date()
    days = [today - timedelta(days=days) for days in (0, 1, 3)]
    asked = [PermissionsOn(account.employee.id, day) for day in days]
    told = [get_permissions(cast.actor("homola"), request, effects=cast.effects) for request in asked]
    return [replace(row.event, at=cast.clock()) for row in found], told


def test_whatever_is_renamed_the_past_says_the_same(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-19: grants, levels, modules, reasons and subjects are on record by codes."""
    with renamed(monkeypatch):
        events, told = lived_through(cast)
        said = str([(event.before, event.after, event.who.name) for event in events])
        assert "nově" not in said
        assert "New" not in said
    again = list_events(cast.actor("mpsv_radek"), AuditCriteria(), Rows(1000), effects=cast.effects)
    assert [replace(row.event, at=cast.clock()) for row in again][-len(events) :] == events
    assert [[grant.level for grant in day.grants] for day in told] == [[Level.VIEW], [Level.UPDATE], []]


def test_what_is_on_record_is_shown_in_czech(cast: Cast) -> None:
    """F15: no field's name and no code of the program is left among the words."""
    events, _ = lived_through(cast)
    names = {name for event in events for name in (*event.before, *event.after)}
    assert [name for name in names if details.label(name) == name] == []
    lines = [line for event in events for line in audit.changes_of(event).splitlines()]
    assert [line for line in lines if "_" in line or "{" in line or "[" in line] == []


def test_every_refusal_has_a_code_of_its_own() -> None:
    """X-19: what the audit and scripts know it by."""
    codes = [refusal.code for refusal in _all(DomainError) if not refusal.__subclasses__()]
    assert "" not in codes
    assert len(codes) == len(set(codes))
