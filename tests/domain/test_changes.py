"""What a change makes of an employee, before anything is stored (R2.1-1, R2.3-10, R2.5-1)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from oktui.domain.accounts import PermissionNotGrantable
from oktui.domain.authority import Denial, Forbidden, Principal
from oktui.domain.changes import Change, End, Extend, Give, Move, State, becomes, check_change, end_sooner
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.people import Workplace, WorkplaceNotAllowed
from oktui.domain.text import Required
from tests.support.roles import ACCOUNT, EMPLOYEE, JIHOMORAVSKY, MPSV, NOW, POLICY, TODAY, VYSOCINA, grant

DAY = timedelta(days=1)
SOCIAL_SERVICES = Permission.SOCIAL_SERVICES_RECORDS
NEXT_DOOR = replace(VYSOCINA, id=4, name="Kraj Vysočina – referát DS")
HOMOLA = Principal(
    session_id=1,
    account_id=7,
    ik="1000000000",
    name="Jiří Homola",
    username="homola",
    module=Module.REGISTR,
    workplace=VYSOCINA,
    permissions={Permission.SYSTEM_ADMINISTRATION: Level.UPDATE},
    origin="test terminal",
    at=NOW,
)
RADEK = replace(HOMOLA, workplace=MPSV)


def moved(state: State, place: Workplace | None, actor: Principal = HOMOLA) -> State:
    """What moving there makes of them."""
    return becomes(Move(None if place is None else place.id), state, actor, POLICY, place)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (Extend(None), "valid_to"),
        (End(None), "valid_to"),
        (Move(None), "workplace"),
        (Give(SOCIAL_SERVICES, Level.VIEW, None), "valid_from"),
    ],
)
def test_a_change_says_which_field_it_needs(change: Change, field: str) -> None:
    """X-28: beside the field, before anybody is looked at."""
    with pytest.raises(Required) as refused:
        check_change(change)
    assert refused.value.field == field


def test_a_change_with_all_that_it_needs_is_let_through() -> None:
    """A permission may be without end (R2.3-10)."""
    for change in (Extend(TODAY), End(TODAY), Move(1), Give(SOCIAL_SERVICES, Level.VIEW, TODAY)):
        check_change(change)


def test_whoever_is_moved_keeps_all_but_the_workplace() -> None:
    """R2.1-1: with an account or without one."""
    for account in (ACCOUNT, None):
        state = State(EMPLOYEE, account)
        there = moved(state, NEXT_DOOR)
        assert there.employee == replace(EMPLOYEE, workplace=NEXT_DOOR)
        assert (there.account is None) is (account is None)
        assert moved(state, VYSOCINA) == state


def test_nobody_is_moved_out_of_the_actors_power_or_to_an_office_that_is_over() -> None:
    """R2.1-1, R2.1-2: a region's administrator moves within the region, the ministry's anywhere."""
    state = State(EMPLOYEE, ACCOUNT)
    with pytest.raises(Forbidden) as refused:
        moved(state, JIHOMORAVSKY)
    assert refused.value.denial is Denial.OTHER_REGION
    assert moved(state, JIHOMORAVSKY, RADEK).employee.workplace == JIHOMORAVSKY
    for over in (replace(NEXT_DOOR, valid_to=TODAY - DAY), replace(NEXT_DOOR, valid_from=TODAY + DAY)):
        with pytest.raises(WorkplaceNotAllowed):
            moved(state, over)
    with pytest.raises(Required):
        moved(state, None)


def test_the_ministrys_permission_keeps_its_holder_at_the_ministry() -> None:
    """R2.1-3: it is revoked before they move."""
    holder = replace(ACCOUNT, grants=(grant(Permission.INSPECTION_RECORDS),))
    state = State(replace(EMPLOYEE, workplace=MPSV), holder)
    with pytest.raises(PermissionNotGrantable):
        moved(state, VYSOCINA, RADEK)


@pytest.mark.parametrize(
    ("until", "extended", "ended"),
    [
        (date(2016, 12, 30), date(2016, 12, 31), date(2016, 12, 30)),
        (date(2016, 12, 31), date(2016, 12, 31), date(2016, 12, 31)),
        (date(2017, 1, 1), date(2017, 1, 1), date(2016, 12, 31)),
    ],
)
def test_extending_only_lengthens_and_ending_only_shortens(until: date, extended: date, ended: date) -> None:
    """R2.3-9: of many with other days each keeps what is better for what was meant."""
    state = State(replace(EMPLOYEE, details=replace(EMPLOYEE.details, valid_to=date(2016, 12, 31))), ACCOUNT)
    assert becomes(Extend(until), state, HOMOLA, POLICY, None).employee.details.valid_to == extended
    assert becomes(End(until), state, HOMOLA, POLICY, None).employee.details.valid_to == ended


def test_a_validity_without_end_is_not_extended_but_can_be_ended() -> None:
    """R2.3-9: no end is the latest of all."""
    state = State(EMPLOYEE, ACCOUNT)
    assert becomes(Extend(TODAY), state, HOMOLA, POLICY, None) == state
    assert becomes(End(TODAY), state, HOMOLA, POLICY, None).employee.details.valid_to == TODAY


def test_extending_tells_which_permissions_it_leaves_behind() -> None:
    """R1.1-2: nobody signs in by validity alone; what has ended by now, or goes on longer, is not told."""
    until = TODAY + 30 * DAY
    held = {
        "sooner": grant(SOCIAL_SERVICES, valid_to=TODAY + DAY),
        "ended": grant(SOCIAL_SERVICES, valid_to=TODAY - DAY),
        "as long": grant(SOCIAL_SERVICES, valid_to=until),
        "without end": grant(SOCIAL_SERVICES),
        "revoked": grant(SOCIAL_SERVICES, valid_to=TODAY + DAY, revoked_at=NOW),
        "another application's": replace(grant(SOCIAL_SERVICES, valid_to=TODAY + DAY), module=Module.POSKYTOVATEL),
    }
    extended = replace(EMPLOYEE, details=replace(EMPLOYEE.details, valid_to=until))
    state = State(extended, replace(ACCOUNT, grants=tuple(held.values())))
    assert end_sooner(Extend(until), state, HOMOLA) == (held["sooner"],)
    assert end_sooner(End(until), state, HOMOLA) == ()
    assert end_sooner(Extend(until), State(extended, None), HOMOLA) == ()
    assert end_sooner(Extend(until), State(EMPLOYEE, state.account), HOMOLA) == ()
