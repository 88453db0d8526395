"""Accounts and grants: what opens a module, and what may be granted (R1.1-2, R1.3-3, R2.1-3, X-2)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from oktui.domain.accounts import Grant, NothingGranted, check_opens, grantable, holds_administration
from oktui.domain.modules import Module, Permission
from oktui.domain.offices import OfficeKind
from tests.support.roles import ACCOUNT, ADMINISTRATION, EMPLOYEE, NOW, POLICY, RECORDS, TODAY, WITH_SUPPORT, grant

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("values", "now", "later"),
    [
        ({}, True, True),
        ({"valid_to": TODAY}, True, True),
        ({"valid_to": TODAY - DAY}, False, False),
        ({"valid_from": TODAY}, True, True),
        ({"valid_from": TODAY + DAY}, False, True),
        ({"revoked_at": NOW}, False, False),
        ({"revoked_at": NOW, "valid_from": TODAY + DAY}, False, False),
    ],
)
def test_a_grant_stands_within_its_dates_unless_it_was_revoked(
    values: dict[str, object], now: bool, later: bool
) -> None:
    """R2.3-10: valid from and to, both inclusive; Zrušeno ends it at once."""
    some = grant(Permission.REPORTS, Module.POSKYTOVATEL, **values)
    assert some.in_force(TODAY) == now
    assert some.ever_in_force(TODAY) == later


def test_an_account_opens_only_the_module_that_it_has_a_permission_for() -> None:
    """R1.1-1, R1.1-2: one account for two modules, each with its own permissions."""
    assert ACCOUNT.usable(Module.REGISTR, NOW, POLICY) == (RECORDS,)
    assert ACCOUNT.usable(Module.POSKYTOVATEL, NOW, POLICY) == ()


def test_the_old_permission_for_appeals_opens_nothing() -> None:
    """R1.3-3: Řešení odvolání gives no access, and the sync has nothing to load for it."""
    old = replace(ACCOUNT, grants=(grant(Permission.APPEALS, Module.OKNOUZE),))
    assert old.usable(Module.OKNOUZE, NOW, POLICY) == ()
    assert not old.loadable(NOW, POLICY)


def test_user_support_opens_a_module_only_while_it_is_switched_on() -> None:
    """X-2: an addition to the document, off unless the installation turns it on."""
    helpdesk = replace(ACCOUNT, grants=(grant(Permission.USER_SUPPORT),))
    assert helpdesk.usable(Module.REGISTR, NOW, POLICY) == ()
    assert helpdesk.usable(Module.REGISTR, NOW, WITH_SUPPORT) == helpdesk.grants


def test_the_day_of_a_grant_is_the_day_in_prague() -> None:
    """Glossary, platnost od / do: at 22:30 UTC in July it is the next day already."""
    tomorrow = replace(ACCOUNT, grants=(replace(RECORDS, valid_from=date(2016, 7, 26)),))
    assert tomorrow.usable(Module.REGISTR, datetime(2016, 7, 25, 21, 30, tzinfo=UTC), POLICY) == ()
    assert tomorrow.usable(Module.REGISTR, datetime(2016, 7, 25, 22, 30, tzinfo=UTC), POLICY) == tomorrow.grants


def test_a_permission_that_begins_later_is_loaded_by_the_sync_already() -> None:
    """R2.3-14: nobody waits two hours once more on the day when it begins."""
    future = replace(ACCOUNT, grants=(replace(RECORDS, valid_from=TODAY + DAY),))
    assert future.loadable(NOW, POLICY)
    assert not replace(ACCOUNT, grants=()).loadable(NOW, POLICY)
    assert not replace(ACCOUNT, grants=(replace(RECORDS, revoked_at=NOW),)).loadable(NOW, POLICY)


def test_an_account_that_opens_nothing_is_made_knowingly() -> None:
    """R1.1-2: when it is new or loses what opened the module; what opens nothing already can be edited."""
    elsewhere = replace(RECORDS, module=Module.POSKYTOVATEL)
    ended = replace(RECORDS, valid_to=TODAY - DAY)
    revoked = replace(RECORDS, revoked_at=NOW)
    for nothing in ((), (elsewhere,), (ended,), (revoked,), (grant(Permission.USER_SUPPORT),)):
        for before in (None, (RECORDS,)):
            with pytest.raises(NothingGranted) as refused:
                check_opens(Module.REGISTR, nothing, TODAY, POLICY, before=before)
            assert refused.value.module is Module.REGISTR
        check_opens(Module.REGISTR, nothing, TODAY, POLICY, before=())
    check_opens(Module.REGISTR, (replace(RECORDS, valid_from=TODAY + DAY),), TODAY, POLICY)


@pytest.mark.parametrize(
    ("grants", "valid_from", "valid_to", "usable"),
    [
        ((RECORDS,), TODAY - DAY, None, TODAY),
        ((RECORDS,), TODAY + DAY, None, TODAY + DAY),
        ((replace(RECORDS, valid_from=TODAY + 2 * DAY),), TODAY, TODAY + 3 * DAY, TODAY + 2 * DAY),
        ((replace(RECORDS, valid_from=TODAY + 2 * DAY),), TODAY, TODAY + DAY, None),
        ((replace(RECORDS, valid_to=TODAY),), TODAY + DAY, None, None),
        (
            (replace(RECORDS, valid_to=TODAY), replace(RECORDS, valid_from=TODAY + 2 * DAY)),
            TODAY + DAY,
            None,
            TODAY + 2 * DAY,
        ),
        ((RECORDS,), TODAY - 2 * DAY, TODAY - DAY, None),
        ((), TODAY, None, None),
    ],
)
def test_the_first_day_of_an_account_is_when_it_and_a_permission_are_valid(
    grants: tuple[Grant, ...], valid_from: date, valid_to: date | None, usable: date | None
) -> None:
    """R2.3-12, R1.1-2: nobody is told that they can sign in sooner."""
    details = replace(EMPLOYEE.details, valid_from=valid_from, valid_to=valid_to)
    account = replace(ACCOUNT, employee=replace(EMPLOYEE, details=details), grants=grants)
    assert account.usable_from(TODAY, POLICY) == usable
    retired = replace(account, employee=replace(account.employee, retired_at=NOW))
    assert retired.usable_from(TODAY, POLICY) is None


@pytest.mark.parametrize(
    ("grants", "is_administrator"),
    [
        ((), False),
        ((RECORDS,), False),
        ((RECORDS, ADMINISTRATION), True),
        ((replace(ADMINISTRATION, module=Module.POSKYTOVATEL),), True),
        ((replace(ADMINISTRATION, valid_from=TODAY + DAY),), True),
        ((replace(ADMINISTRATION, valid_to=TODAY - DAY),), False),
        ((replace(ADMINISTRATION, revoked_at=NOW),), False),
    ],
)
def test_an_administrator_is_whoever_has_or_will_have_system_administration(
    grants: tuple[object, ...], is_administrator: bool
) -> None:
    """X-2, X-15: whose password is longer, and whom the helpdesk leaves alone."""
    account = replace(ACCOUNT, grants=grants)  # type: ignore[arg-type]  # a table of grants
    assert account.is_administrator(NOW) == is_administrator
    assert holds_administration(account.grants, NOW) == is_administrator


def test_an_account_is_locked_as_soon_as_its_attempts_are_spent() -> None:
    """R2.6-1, X-14: attempts that are still being verified count already."""
    assert [replace(ACCOUNT, failures=count).locked(POLICY) for count in range(4)] == [False, False, False, True]
    assert replace(ACCOUNT, locked_at=NOW).locked(POLICY)


@pytest.mark.parametrize("module", Module)
def test_an_administrator_grants_the_permissions_of_the_module_alone(module: Module) -> None:
    """R2.1-3: what is offered is of the module's catalogue."""
    assert set(grantable(module, OfficeKind.MPSV, WITH_SUPPORT)) == set(module.permissions) - {Permission.APPEALS}


@pytest.mark.parametrize("kind", OfficeKind)
def test_records_of_inspections_are_for_the_ministry(kind: OfficeKind) -> None:
    """R1.1-3: Evidence inspekcí is granted at MPSV's workplaces only."""
    offered = grantable(Module.REGISTR, kind, POLICY)
    assert (Permission.INSPECTION_RECORDS in offered) == (kind is OfficeKind.MPSV)
    assert Permission.SOCIAL_SERVICES_RECORDS in offered


@pytest.mark.parametrize("module", Module)
def test_user_support_is_offered_nowhere_while_it_is_switched_off(module: Module) -> None:
    """X-2: with the switch off, it appears nowhere."""
    assert Permission.USER_SUPPORT not in grantable(module, OfficeKind.KU, POLICY)
    assert Permission.USER_SUPPORT in grantable(module, OfficeKind.KU, WITH_SUPPORT)


def test_an_account_with_the_old_permission_is_not_offered_the_new_one() -> None:
    """R1.3-3: whoever has, or had, Řešení odvolání cannot be given Sociální pracovník."""
    old = replace(grant(Permission.APPEALS, Module.OKNOUZE), revoked_at=NOW)
    assert Permission.SOCIAL_WORKER in grantable(Module.OKNOUZE, OfficeKind.OU_HN, POLICY)
    assert Permission.SOCIAL_WORKER not in grantable(Module.OKNOUZE, OfficeKind.OU_HN, POLICY, [old])
