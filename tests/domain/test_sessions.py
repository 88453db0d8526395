"""What ends a session, and what does not: X-9, X-27, R2.3-13."""

from dataclasses import replace
from datetime import timedelta

import pytest

from oktui.domain.accounts import Account
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.sessions import Place, Session, SessionEnd, left_alone, why_over
from tests.support.roles import ACCOUNT, EMPLOYEE, NOW, POLICY, TODAY, valid

SESSION = Session(
    id=1,
    account_id=1,
    module=Module.REGISTR,
    place=Place.TERMINAL,
    permissions={Permission.SOCIAL_SERVICES_RECORDS: Level.UPDATE},
    started_at=NOW,
    last_active_at=NOW,
    ended_at=None,
    end_reason=None,
    origin="test terminal",
    must_change=False,
)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("account", "reason"),
    [
        (ACCOUNT, None),
        (replace(ACCOUNT, employee=replace(EMPLOYEE, retired_at=NOW)), SessionEnd.RETIRED),
        (replace(ACCOUNT, employee=valid(until=YESTERDAY)), SessionEnd.NOT_VALID),
        (replace(ACCOUNT, employee=valid(until=TODAY)), None),
        (replace(ACCOUNT, locked_at=NOW), SessionEnd.LOCKED),
        (replace(ACCOUNT, grants=()), None),
    ],
)
def test_a_session_ends_with_its_account_but_not_with_its_grants(account: Account, reason: SessionEnd | None) -> None:
    """X-9, R2.3-13: retirement, end of validity and a lock end it; a change of grants does not."""
    assert why_over(SESSION, account, NOW, POLICY) is reason


def test_attempts_of_somebody_else_do_not_end_a_session_before_they_have_failed() -> None:
    """X-9, X-14: only a lock does, not attempts that are still being verified."""
    assert why_over(SESSION, replace(ACCOUNT, failures=POLICY.lock_after), NOW, POLICY) is None


def test_a_session_lasts_eight_hours() -> None:
    """X-27: to the second."""
    limit = timedelta(hours=8)
    assert why_over(SESSION, ACCOUNT, NOW + limit - timedelta(seconds=1), POLICY) is None
    assert why_over(SESSION, ACCOUNT, NOW + limit, POLICY) is SessionEnd.TOO_LONG


def test_a_session_that_has_ended_keeps_its_reason() -> None:
    """X-9, X-23: what ended it first is what its owner is told."""
    ended = replace(SESSION, ended_at=NOW, end_reason=SessionEnd.SIGNED_IN_ELSEWHERE)
    locked = replace(ACCOUNT, locked_at=NOW)
    assert why_over(ended, locked, NOW, POLICY) is SessionEnd.SIGNED_IN_ELSEWHERE


@pytest.mark.parametrize(("minutes", "alone"), [(0, False), (14.99, False), (15, True), (60 * 24, True)])
def test_a_program_that_nobody_touches_for_a_quarter_of_an_hour_is_left_alone(minutes: float, alone: bool) -> None:
    """X-27: then the lock screen covers it."""
    assert left_alone(NOW, NOW + timedelta(minutes=minutes), POLICY) is alone
