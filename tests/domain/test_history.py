"""What an account could do on a chosen day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.accounts import Grant
from oktui.domain.audit import AuditEvent, Detail, EventKind, SubjectKind, Who
from oktui.domain.history import OnDay, describe, grants_in, name_of, on_day, undone
from oktui.domain.modules import Level, Module, Permission
from tests.support.roles import ADMINISTRATION, NOW, POLICY, RECORDS, TODAY, WITH_SUPPORT, grant

DAY = timedelta(days=1)
PICTURE = {"workplace": "Kraj Vysočina – referát SS", "valid_from": "2014-09-15", "valid_to": "", "retired": False}
WITH_ACCOUNT = {**PICTURE, "username": "martinka", name_of(RECORDS): describe(RECORDS)}


def changed(before: Detail, after: Detail) -> AuditEvent:
    """An edit of homola's."""
    who = Who(1, "homola", "test terminal")
    return AuditEvent(
        NOW, who, EventKind.EMPLOYEE_CHANGED, SubjectKind.EMPLOYEE, 1, "Martinka", before=before, after=after
    )


@given(
    st.sampled_from([(module, permission) for module in Module for permission in module.permissions]),
    st.sampled_from(Level),
    st.dates(),
    st.none() | st.dates(),
)
def test_every_grant_is_read_back_as_it_was_described(
    what: tuple[Module, Permission], level: Level, since: date, until: date | None
) -> None:
    """X-19: what the audit says of a grant is all of it."""
    given_grant = Grant(None, what[0], what[1], level, since, until)
    assert grants_in({name_of(given_grant): describe(given_grant), **PICTURE}) == (given_grant,)


def test_what_is_no_grant_is_none() -> None:
    """X-22: whatever somebody has typed into the other fields."""
    assert grants_in({**PICTURE, "email": name_of(RECORDS), "position": "grant:registr/reports"}) == ()


def test_changes_are_undone_from_the_newest_to_the_oldest() -> None:
    """R2.3-10: each takes back what it brought and brings back what it took."""
    first = changed({"email": "a", "x": 1}, {"email": "b", "x": 1, "phone": "2"})
    second = changed({"email": "b", "phone": "2"}, {"email": "c"})
    assert undone({"email": "c", "x": 1}, [second, first]) == {"email": "a", "x": 1}
    assert undone({"email": "c", "x": 1}, [second]) == {"email": "b", "x": 1, "phone": "2"}


def test_before_the_employee_was_created_there_was_nobody() -> None:
    """F6: and nothing that they could do."""
    created = changed({}, WITH_ACCOUNT)
    assert on_day(undone(WITH_ACCOUNT, [created]), TODAY, POLICY) == OnDay(TODAY)


@pytest.mark.parametrize(
    ("day", "valid"),
    [(date(2014, 9, 14), False), (date(2014, 9, 15), True), (TODAY, True), (TODAY + DAY, False), (date.max, False)],
)
def test_validity_is_a_matter_of_the_day(day: date, valid: bool) -> None:
    """R2.5-1: both dates inclusive; without it no permission is of use."""
    found = on_day({**WITH_ACCOUNT, "valid_to": str(TODAY)}, day, POLICY)
    assert (found.valid, found.usable) == (valid, valid)


def test_a_retired_account_and_an_employee_without_one_can_do_nothing() -> None:
    """R2.3-6, R2.5-1: what is granted is shown all the same."""
    retired = on_day({**WITH_ACCOUNT, "retired": True}, TODAY, POLICY)
    assert (retired.retired, retired.usable, len(retired.grants)) == (True, False, 1)
    assert not on_day(PICTURE, TODAY, POLICY).usable


def test_only_the_grants_in_force_are_told_and_in_order() -> None:
    """R2.3-10, X-2: by module and name; the helpdesk's only while there is one."""
    over = replace(ADMINISTRATION, valid_to=TODAY - DAY)
    reports, support = grant(Permission.REPORTS, Module.POSKYTOVATEL), grant(Permission.USER_SUPPORT)
    picture = {**PICTURE, **{name_of(each): describe(each) for each in (reports, support, over, RECORDS)}}

    def told(day: date) -> list[Permission]:
        return [each.permission for each in on_day(picture, day, WITH_SUPPORT).grants]

    records, administration = Permission.SOCIAL_SERVICES_RECORDS, Permission.SYSTEM_ADMINISTRATION
    assert told(TODAY) == [records, Permission.USER_SUPPORT, Permission.REPORTS]
    assert told(TODAY - DAY) == [records, Permission.USER_SUPPORT, administration, Permission.REPORTS]
    assert Permission.USER_SUPPORT not in [each.permission for each in on_day(picture, TODAY, POLICY).grants]
