"""The state that the list of employees shows: F3."""

from dataclasses import replace
from datetime import timedelta

import pytest

from oktui.domain.listing import Cursor, Listed, Status
from oktui.domain.sync import SyncState
from tests.support.roles import EMPLOYEE, TODAY

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
