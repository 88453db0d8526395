"""What somebody new can be given after a colleague (R2.1-3)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from oktui.domain.accounts import Grant, GrantChange
from oktui.domain.colleague import Receiver, WhyLeft, given_after
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.offices import OfficeKind
from oktui.domain.policy import Policy
from tests.support.roles import ADMINISTRATION, NOW, POLICY, RECORDS, TODAY, WITH_SUPPORT, grant

DAY = timedelta(days=1)
SOMEBODY = Receiver(Module.REGISTR, OfficeKind.KU)
AT_OKNOUZE = Receiver(Module.OKNOUZE, OfficeKind.OU_SZ)
SOCIAL_WORKER = grant(Permission.SOCIAL_WORKER, Module.OKNOUZE)
APPEALS = grant(Permission.APPEALS, Module.OKNOUZE)


def given(*grants: Grant, receiver: Receiver = SOMEBODY, policy: Policy = POLICY) -> tuple[GrantChange, ...]:
    """What is given after a colleague with these grants."""
    return given_after(grants, receiver, policy=policy, today=TODAY)[0]


def left(*grants: Grant, receiver: Receiver = SOMEBODY, policy: Policy = POLICY) -> list[tuple[Permission, WhyLeft]]:
    """What is left out, and why."""
    _, out = given_after(grants, receiver, policy=policy, today=TODAY)
    return [(each.permission, each.why) for each in out]


def test_permissions_come_with_their_levels_from_today_to_the_colleagues_end() -> None:
    """R2.3-10: nobody new has a permission from before their time, or for longer than the colleague."""
    ends = replace(RECORDS, level=Level.VIEW, valid_to=date(2016, 12, 31))
    later = replace(ADMINISTRATION, valid_from=TODAY + DAY)
    assert given(ends, later) == (
        GrantChange(Permission.SOCIAL_SERVICES_RECORDS, Level.VIEW, TODAY, date(2016, 12, 31)),
        GrantChange(Permission.SYSTEM_ADMINISTRATION, Level.UPDATE, TODAY + DAY),
    )


@pytest.mark.parametrize(
    "over",
    [replace(RECORDS, revoked_at=datetime(2016, 1, 1, tzinfo=NOW.tzinfo)), replace(RECORDS, valid_to=TODAY - DAY)],
    ids=["revoked", "ended"],
)
def test_what_is_over_is_neither_given_nor_spoken_of(over: Grant) -> None:
    """R2.3-10: the colleague does not have it any more."""
    assert (given(over), left(over)) == ((), [])


@pytest.mark.parametrize(
    ("grants", "receiver", "why"),
    [
        (grant(Permission.REPORTS, Module.POSKYTOVATEL), SOMEBODY, WhyLeft.OTHER_MODULE),
        (grant(Permission.SYSTEM_ADMINISTRATION, Module.POSKYTOVATEL), SOMEBODY, WhyLeft.OTHER_MODULE),
        (grant(Permission.INSPECTION_RECORDS), SOMEBODY, WhyLeft.MPSV_ONLY),
        (APPEALS, AT_OKNOUZE, WhyLeft.OBSOLETE),
        (SOCIAL_WORKER, replace(AT_OKNOUZE, held=(APPEALS,)), WhyLeft.BARRED),
        (RECORDS, replace(SOMEBODY, wanted=frozenset({RECORDS.permission})), WhyLeft.HELD),
    ],
    ids=["another module's", "its administration", "the ministry's", "obsolete", "barred", "held already"],
)
def test_what_the_actor_may_not_give_is_left_out_and_said_why(grants: Grant, receiver: Receiver, why: WhyLeft) -> None:
    """R1.1-3, R1.3-3, R2.1-3: the colleague has it from somebody else, or from other times."""
    assert given(grants, receiver=receiver) == ()
    assert left(grants, receiver=receiver) == [(grants.permission, why)]


def test_the_ministrys_permission_is_given_at_the_ministry() -> None:
    """R1.1-3."""
    inspections = grant(Permission.INSPECTION_RECORDS)
    [change] = given(inspections, receiver=replace(SOMEBODY, office_kind=OfficeKind.MPSV))
    assert change.permission is Permission.INSPECTION_RECORDS


def test_with_its_switch_off_the_helpdesks_permission_appears_nowhere() -> None:
    """X-2."""
    support = grant(Permission.USER_SUPPORT)
    assert (given(support), left(support)) == ((), [])
    assert [change.permission for change in given(support, policy=WITH_SUPPORT)] == [Permission.USER_SUPPORT]


def test_of_two_grants_of_one_permission_the_earlier_is_given() -> None:
    """R2.3-10: one now and one from next year; a permission is given once."""
    now = replace(RECORDS, valid_to=date(2016, 12, 31))
    next_year = replace(RECORDS, id=2, level=Level.VIEW, valid_from=date(2017, 1, 1))
    only = (GrantChange(RECORDS.permission, Level.UPDATE, TODAY, date(2016, 12, 31)),)
    assert given(next_year, now) == given(now, next_year) == only
