"""Which event stands behind a condition, and what mends it (F13)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from oktui.domain.audit import AuditEvent, Detail, EventKind, Outcome, SubjectKind, Who
from oktui.domain.diagnosis import REMEDIES, brought_about
from oktui.domain.modules import Module
from oktui.domain.sign_in import Condition, Finding
from tests.support.roles import NOW

HOMOLA = Who(1, "homola (Jiří Homola)", "test terminal")


def event(kind: EventKind, before: Detail | None = None, /, **after: object) -> AuditEvent:
    """An event on Martinka."""
    return AuditEvent(NOW, HOMOLA, kind, SubjectKind.EMPLOYEE, 1, "Martinka", before=before or {}, after=after)


LOCKED = replace(event(EventKind.SIGN_IN, locked=True), outcome=Outcome.REFUSED)
WRONG = replace(event(EventKind.SIGN_IN, locked=False), outcome=Outcome.REFUSED)
UNLOCKED = event(EventKind.UNLOCKED, {"locked": True}, locked=False)
RETIRED = event(EventKind.RETIRED, {"retired": False}, retired=True)
RESET = event(EventKind.PASSWORD_RESET, must_change=True)
MISTYPED = replace(event(EventKind.PASSWORD_CHANGED), outcome=Outcome.REFUSED)
SYNCHRONISED = event(EventKind.SYNCHRONISED, {"sync_state": "new"}, sync_state="active")
GRANTED = event(EventKind.EMPLOYEE_CHANGED, None, **{"grant:registr/social_services_records": {"level": "view"}})
ELSEWHERE = event(EventKind.EMPLOYEE_CHANGED, None, **{"grant:poskytovatel/reports": {"level": "view"}})
CREATED = event(EventKind.EMPLOYEE_CREATED, username="martinka", valid_from="2014-09-15", locked=False)
PROLONGED = event(EventKind.EMPLOYEE_CHANGED, {"valid_to": "2016-01-01"}, valid_to="2017-01-01")


@pytest.mark.parametrize(
    ("condition", "met", "events", "expected"),
    [
        (Condition.EXISTS, True, [PROLONGED, CREATED], CREATED),
        (Condition.UNLOCKED, False, [WRONG, LOCKED, UNLOCKED], LOCKED),
        (Condition.UNLOCKED, True, [WRONG, UNLOCKED, CREATED], UNLOCKED),
        (Condition.UNLOCKED, False, [WRONG, UNLOCKED, CREATED], None),
        (Condition.PASSWORD_ALIVE, False, [MISTYPED, RESET], RESET),
        (Condition.SYNCHRONISED, True, [GRANTED, SYNCHRONISED], SYNCHRONISED),
        (Condition.PERMITTED, True, [ELSEWHERE, PROLONGED, GRANTED, CREATED], GRANTED),
        (Condition.BEGUN, True, [PROLONGED, CREATED], CREATED),
        (Condition.NOT_ENDED, True, [CREATED, PROLONGED], PROLONGED),
        (Condition.NOT_RETIRED, False, [PROLONGED, RETIRED], RETIRED),
        (Condition.NOT_RETIRED, True, [PROLONGED, RETIRED], None),
        (Condition.NOT_SLOWED, False, [WRONG, LOCKED], None),
    ],
)
def test_the_latest_event_that_made_it_so_is_found(
    condition: Condition, met: bool, events: list[AuditEvent], expected: AuditEvent | None
) -> None:
    """F13, X-19: newest first; what was refused has made nothing, but for the attempt that locked."""
    marked = [replace(each, at=NOW - place * timedelta(minutes=1)) for place, each in enumerate(events)]
    found = brought_about(Finding(condition, met), Module.REGISTR, marked)
    assert found == (marked[events.index(expected)] if expected else None)


def test_every_condition_can_be_mended_but_the_sync() -> None:
    """F13: for that one there is the next run."""
    assert set(REMEDIES) == set(Condition) - {Condition.SYNCHRONISED}
