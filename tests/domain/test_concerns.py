"""Who is on which list of what needs doing (F18)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from oktui.domain.accounts import Account
from oktui.domain.authority import Action
from oktui.domain.concerns import AHEAD, UNUSED_FOR, Concern, Staffing, concerned
from oktui.domain.people import Employee
from oktui.domain.sync import SyncState
from tests.support.roles import ACCOUNT, EMPLOYEE, NOW, TODAY, valid

DAY = timedelta(days=1)
LOCKED = replace(ACCOUNT, locked_at=NOW, first_signed_in_at=NOW)
USED = replace(ACCOUNT, first_signed_in_at=NOW)
UNUSED = replace(ACCOUNT, sync_changed_at=NOW - UNUSED_FOR - DAY)


def lists(employee: Employee, account: Account | None) -> set[Concern]:
    """All lists that the employee is on today."""
    return {concern for concern in Concern if concerned(concern, employee, account, TODAY)}


@pytest.mark.parametrize(
    ("account", "on"),
    [
        (USED, set()),
        (LOCKED, {Concern.LOCKED}),
        (UNUSED, {Concern.NEVER_SIGNED_IN}),
        (replace(UNUSED, sync_changed_at=NOW - UNUSED_FOR), set()),
        (replace(UNUSED, first_signed_in_at=NOW), set()),
        (replace(UNUSED, sync_state=SyncState.NEW), {Concern.WAITING}),
        (replace(USED, temporary_until=NOW), {Concern.TEMPORARY_PASSWORDS}),
        (replace(USED, temporary_until=NOW - DAY), set()),
        (None, set()),
    ],
)
def test_an_account_is_on_the_lists_of_what_hinders_its_owner(account: Account | None, on: set[Concern]) -> None:
    """F18: thirty days unused is not yet long, and a temporary password counts to the end of its last day."""
    assert lists(EMPLOYEE, account) == on


@pytest.mark.parametrize(
    ("employee", "on"),
    [
        (valid(until=TODAY - DAY), {Concern.ENDED}),
        (valid(until=TODAY), {Concern.ENDING, Concern.LOCKED}),
        (valid(until=TODAY + AHEAD), {Concern.ENDING, Concern.LOCKED}),
        (valid(until=TODAY + AHEAD + DAY), {Concern.LOCKED}),
        (replace(valid(until=TODAY), retired_at=NOW), set()),
        (replace(valid(until=TODAY - DAY), retired_at=NOW), set()),
    ],
)
def test_who_has_ended_is_on_that_list_alone_and_who_is_retired_on_none(employee: Employee, on: set[Concern]) -> None:
    """F18: an account that nobody can use needs no unlocking."""
    assert lists(employee, LOCKED) == on


def test_each_list_is_seen_by_those_who_may_do_what_it_is_for() -> None:
    """R2.1-1: lists of employees by whoever finds employees, the others by their own permissions."""
    assert {concern for concern in Concern if not concern.of_employees} == {
        Concern.PROPOSALS, Concern.ADMINISTRATORS, Concern.INCIDENTS, Concern.ALARMS,
    }  # fmt: skip
    assert {concern.needs for concern in Concern if concern.of_employees} == {Action.FIND_EMPLOYEES}
    assert Concern.ALARMS.needs is Action.SEE_AUDIT
    assert Concern.ADMINISTRATORS.needs is Action.SEE_WORKPLACES


@pytest.mark.parametrize(
    ("staffing", "thin"),
    [
        (Staffing(2), False),
        (Staffing(1), True),
        (Staffing(0), True),
        (Staffing(3, TODAY, 2), False),
        (Staffing(3, TODAY, 1), True),
    ],
)
def test_an_office_with_one_administrator_has_no_deputy(staffing: Staffing, thin: bool) -> None:
    """X-10: now, or from the day when they become fewer."""
    assert staffing.thin is thin
