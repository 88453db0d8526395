"""The state that the list of employees shows: F3."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from oktui.domain.accounts import Account
from oktui.domain.listing import Cursor, Entry, Listed, Order, Sorting, Status
from oktui.domain.people import Employee
from oktui.domain.sync import SyncState
from tests.support.roles import ACCOUNT, EMPLOYEE, NOW, POLICY, TODAY, valid

DAY = timedelta(days=1)
LISTED = Listed(
    key=Cursor("martinka", 1),
    ik=EMPLOYEE.ik,
    given_name=EMPLOYEE.person.given_name,
    surname=EMPLOYEE.person.surname,
    username="martinka",
    valid_from=EMPLOYEE.details.valid_from,
    valid_to=None,
    retired=False,
    locked=False,
    sync_state=SyncState.ACTIVE,
)


def test_a_person_is_listed_by_ik_and_name() -> None:
    """F3: the column Osoba."""
    assert LISTED.person == "1284384629: Radomír Martinka"


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, Status.ACTIVE),
        ({"valid_to": TODAY}, Status.ACTIVE),
        ({"valid_from": TODAY + DAY}, Status.NOT_BEGUN),
        ({"sync_state": SyncState.NEW}, Status.PENDING),
        ({"sync_state": SyncState.PERSON_LOADED, "valid_from": TODAY + DAY}, Status.PENDING),
        ({"valid_to": TODAY - DAY, "sync_state": SyncState.NEW}, Status.EXPIRED),
        ({"locked": True, "valid_to": TODAY - DAY, "sync_state": SyncState.NEW}, Status.LOCKED),
        ({"username": None, "sync_state": None}, Status.NO_ACCOUNT),
    ],
)
def test_of_several_hindrances_the_greatest_is_shown(values: dict[str, object], status: Status) -> None:
    """F3: pending, locked, expired; one word at the end of a row."""
    listed = replace(LISTED, **values)  # type: ignore[arg-type]  # the table names fields of Listed
    assert listed.status(TODAY) is status


def test_an_order_chosen_again_is_turned_round_and_another_one_begins_upwards() -> None:
    """F3: the titles of the columns, pressed."""
    by_end = Sorting().next_for(Order.VALID_TO)
    assert by_end == Sorting(Order.VALID_TO)
    turned = by_end.next_for(Order.VALID_TO)
    assert turned == Sorting(Order.VALID_TO, descending=True)
    assert turned.next_for(Order.VALID_TO) == by_end
    assert turned.next_for(Order.VALID_FROM) == Sorting(Order.VALID_FROM)


RETIRED_AT, LOCKED_AT = NOW - 3 * DAY, NOW - 2 * DAY


@pytest.mark.parametrize(
    ("employee", "account", "status", "dated"),
    [
        (EMPLOYEE, ACCOUNT, Status.ACTIVE, NOW - DAY),
        (replace(EMPLOYEE, retired_at=RETIRED_AT), ACCOUNT, Status.RETIRED, RETIRED_AT),
        (EMPLOYEE, replace(ACCOUNT, failures=3, locked_at=LOCKED_AT), Status.LOCKED, LOCKED_AT),
        (EMPLOYEE, replace(ACCOUNT, failures=POLICY.lock_after), Status.LOCKED, None),
        (valid(until=TODAY - DAY), ACCOUNT, Status.EXPIRED, TODAY - DAY),
        (EMPLOYEE, replace(ACCOUNT, sync_state=SyncState.NEW), Status.PENDING, NOW),
        (valid(since=TODAY + DAY), ACCOUNT, Status.NOT_BEGUN, TODAY + DAY),
        (EMPLOYEE, None, Status.NO_ACCOUNT, None),
    ],
)
def test_a_state_is_shown_with_the_day_that_it_is_of(
    employee: Employee, account: Account | None, status: Status, dated: date | datetime | None
) -> None:
    """F3: each with the date of what it says; the third failure locks before the lock has a date."""
    known = None if account is None else replace(account, employee=employee, sync_changed_at=NOW - DAY)
    entry = Entry.of(employee, known, POLICY)
    assert entry.listed.status(TODAY) is status
    assert entry.dated(status) == dated


def test_a_row_of_the_list_is_of_who_it_is_made_from() -> None:
    """F3: what the list shows and what the export writes are one."""
    entry = Entry.of(EMPLOYEE, ACCOUNT, POLICY)
    assert entry.listed == replace(LISTED, key=Cursor.of(EMPLOYEE))
    assert entry.key == Cursor.of(EMPLOYEE)
