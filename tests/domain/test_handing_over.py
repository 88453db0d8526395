"""What is said of a password that is handed over: from when it opens, and until when it lives (X-16)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from oktui.domain.accounts import Account
from oktui.domain.calendar import day_begins
from oktui.domain.handing_over import handed_over
from oktui.domain.sync import SyncState
from tests.support.roles import ACCOUNT, EMPLOYEE, NOW, POLICY, RECORDS, TODAY, valid

DAY = timedelta(days=1)
WAITING = replace(ACCOUNT, sync_state=SyncState.NEW, temporary=True)
NEXT_SYNC = datetime(2016, 7, 25, 10, tzinfo=NOW.tzinfo)


def test_it_is_told_whose_it_is() -> None:
    """X-16: the person with their titles, the username, the workplace."""
    terms = handed_over(ACCOUNT, NOW, POLICY)
    assert (terms.name, terms.username, terms.workplace) == (
        EMPLOYEE.person.full_name,
        ACCOUNT.username,
        EMPLOYEE.workplace.name,
    )


@pytest.mark.parametrize(
    ("account", "opens_at"),
    [
        (ACCOUNT, NOW),
        (WAITING, NEXT_SYNC),
        (replace(WAITING, employee=valid(since=TODAY + DAY)), day_begins(TODAY + DAY)),
        (replace(ACCOUNT, grants=(replace(RECORDS, valid_from=TODAY + DAY),)), day_begins(TODAY + DAY)),
        (replace(WAITING, grants=()), None),
        (replace(ACCOUNT, locked_at=NOW), None),
        (replace(ACCOUNT, employee=replace(EMPLOYEE, retired_at=NOW)), None),
        (replace(ACCOUNT, employee=valid(until=TODAY - DAY)), None),
    ],
    ids=["in order", "waiting", "begins tomorrow", "permitted tomorrow", "no permission", "locked", "retired", "ended"],
)
def test_it_opens_from_the_first_moment_that_nothing_hinders(account: Account, opens_at: datetime | None) -> None:
    """R1.1-2, R2.3-12, R2.5-1, R2.6-1: at once, after the coming sync, on a later day, or not as things stand."""
    assert handed_over(account, NOW, POLICY).opens_at == opens_at


def test_it_lives_until_a_moment_that_is_known_or_begins_with_the_activation() -> None:
    """X-16: an hour from a reset, 72 hours from the sync, 15 minutes from the first use."""
    reset = replace(ACCOUNT, temporary=True, temporary_until=NOW + timedelta(hours=1))
    assert handed_over(reset, NOW, POLICY).dies_at == NOW + timedelta(hours=1)
    waiting = handed_over(WAITING, NOW, POLICY)
    assert (waiting.synced, waiting.dies_at, waiting.lifetime) == (False, None, timedelta(hours=72))
    assert waiting.grace == timedelta(minutes=15)
