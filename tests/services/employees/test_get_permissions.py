"""Permissions on a chosen day, past or future (F6)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from oktui import demo
from oktui.domain.accounts import Account, GrantChange
from oktui.domain.authority import Denial, Forbidden
from oktui.domain.dates import FIRST_DAY, LAST_DAY, DateOutOfRange
from oktui.domain.history import OnDay
from oktui.domain.modules import Level, Module, Permission
from oktui.services.employees.edit_employee import edit_employee
from oktui.services.employees.get_permissions import PermissionsOn, get_permissions
from oktui.services.employees.retire_employee import restore_employee, retire_employee
from tests.support.cast import VYSOCINA, Cast, granted
from tests.support.use_cases import EDITED, SINCE, create, edit_of

RECORDS = Permission.SOCIAL_SERVICES_RECORDS
DAY = timedelta(days=1)


@pytest.fixture
def martinka(cast: Cast) -> Account:
    """An official who may look at the records from 15. 9. 2014 on."""
    return cast.employ(demo.MARTINKA, "martinka", granted(Module.REGISTR, RECORDS, Level.VIEW))


def on(cast: Cast, account: Account, day: date, by: str = "homola") -> OnDay:
    """What F6 tells of the day."""
    return get_permissions(cast.actor(by), PermissionsOn(account.employee.id, day), effects=cast.effects)


def levels(found: OnDay) -> list[tuple[Permission, Level]]:
    """What could be done, and how far."""
    return [(grant.permission, grant.level) for grant in found.grants]


def change(cast: Cast, account: Account, *changes: GrantChange, **rest: object) -> None:
    """Have homola edit the account."""
    account = cast.account(account.username)
    edit = replace(edit_of(account, *changes, **rest), useless_confirmed=True)
    edit_employee(cast.actor("homola"), edit, effects=cast.effects)


def today(cast: Cast) -> date:
    """The clock's day."""
    return cast.clock().date()


def test_validity_decides_of_days_past_and_to_come(cast: Cast, martinka: Account) -> None:
    """R2.3-10: what was granted from then on, until then."""
    granting = martinka.grants[0]
    until = date(2016, 12, 31)
    change(cast, martinka, GrantChange(RECORDS, Level.VIEW, SINCE, until, id=granting.id))
    assert levels(on(cast, martinka, SINCE - DAY)) == []
    assert levels(on(cast, martinka, SINCE)) == [(RECORDS, Level.VIEW)]
    assert levels(on(cast, martinka, until)) == [(RECORDS, Level.VIEW)]
    assert levels(on(cast, martinka, until + DAY)) == []


def test_what_was_changed_since_is_undone(cast: Cast, martinka: Account) -> None:
    """R2.3-10, X-19: a level raised, a permission revoked and another given, each on a day of its own."""
    start, held = today(cast), martinka.grants[0].id
    cast.clock.forward(DAY)
    change(cast, martinka, GrantChange(RECORDS, Level.UPDATE, SINCE, id=held))
    cast.clock.forward(DAY)
    change(cast, martinka, GrantChange(RECORDS, Level.UPDATE, SINCE, id=held, revoke=True))
    cast.clock.forward(DAY)
    change(cast, martinka, GrantChange(RECORDS, Level.VIEW, SINCE))
    days = [start + number * DAY for number in range(5)]
    assert [[level for _, level in levels(on(cast, martinka, day))] for day in days] == [
        [Level.VIEW],
        [Level.UPDATE],
        [],
        [Level.VIEW],
        [Level.VIEW],
    ]


def test_a_retirement_is_known_from_the_audit(cast: Cast, martinka: Account) -> None:
    """R2.5-1: retired for two days."""
    start, actor = today(cast), cast.actor("homola")
    cast.clock.forward(DAY)
    retire_employee(cast.actor("homola"), martinka.employee.id, effects=cast.effects)
    cast.clock.forward(2 * DAY)
    actor = cast.actor("homola")
    restore_employee(actor, martinka.employee.id, effects=cast.effects)
    usable = [on(cast, martinka, start + number * DAY).usable for number in range(5)]
    assert usable == [True, False, False, True, True]


def test_a_username_and_a_workplace_are_those_of_the_day(cast: Cast, martinka: Account) -> None:
    """X-19: who they were then."""
    start = today(cast)
    cast.clock.forward(DAY)
    change(cast, martinka, username="radomir")
    employee_id = martinka.employee.id
    actor = cast.actor("homola")
    names = [
        get_permissions(actor, PermissionsOn(employee_id, day), effects=cast.effects).username
        for day in (start, start + DAY)
    ]
    assert names == ["martinka", "radomir"]


def test_before_they_were_created_there_was_nobody(cast: Cast) -> None:
    """R2.3-11: and from that day on there was, once the day is over."""
    cast.clock.forward(DAY)
    homola = cast.actor("homola")
    employee_id = create(cast, homola, cast.account("homola"))
    for day, exists in ((today(cast) - DAY, False), (today(cast), True)):
        found = get_permissions(homola, PermissionsOn(employee_id, day), effects=cast.effects)
        assert (found.exists, found.workplace) == (exists, VYSOCINA if exists else "")


def test_an_end_of_validity_to_come_is_seen_coming(cast: Cast, martinka: Account) -> None:
    """R2.5-1: Platnost do."""
    ends = replace(edit_of(martinka), details=replace(EDITED, valid_to=today(cast) + DAY))
    edit_employee(cast.actor("homola"), ends, effects=cast.effects)
    assert [on(cast, martinka, today(cast) + number * DAY).usable for number in range(3)] == [True, True, False]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_that_cannot_be_calculated_with_is_refused(cast: Cast, martinka: Account, day: date) -> None:
    """F6, X-28: years from 1900 to 2100."""
    with pytest.raises(DateOutOfRange) as refused:
        on(cast, martinka, day)
    assert refused.value.field == "day"


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
def test_every_other_day_can_be_asked_for(cast: Cast, martinka: Account, day: date) -> None:
    """F6: the edges too."""
    assert on(cast, martinka, day).exists


def test_who_may_not_see_the_employee_does_not_see_this_either(cast: Cast) -> None:
    """R2.1-1, X-3: another region's."""
    with pytest.raises(Forbidden) as refused:
        on(cast, cast.account("klicpera"), today(cast))
    assert refused.value.denial is Denial.OTHER_REGION
