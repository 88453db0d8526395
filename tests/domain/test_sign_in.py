"""Why an account can or cannot sign in: F1 and F13's one function, and the waits of X-11."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from oktui.domain.accounts import Account, Grant
from oktui.domain.modules import Module, Permission
from oktui.domain.sign_in import (
    AccountNotValid,
    BadCredentials,
    Cause,
    Condition,
    Finding,
    NotSynchronised,
    NoUsablePermission,
    SignInRefused,
    TemporaryPasswordSpent,
    diagnose,
    must_change,
    refusal,
    slow_down,
)
from oktui.domain.sync import SyncState
from tests.support.roles import ACCOUNT, EMPLOYEE, NOW, POLICY, RECORDS, TODAY, grant, valid

DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
LOCKED = replace(ACCOUNT, locked_at=NOW, failures=3)
SPENT = replace(ACCOUNT, temporary=True, temporary_used_at=NOW - timedelta(minutes=15))
WAITING = replace(ACCOUNT, sync_state=SyncState.IK_CONFIRMED)
POWERLESS = replace(ACCOUNT, grants=())
NOT_BEGUN = replace(ACCOUNT, employee=valid(since=TODAY + DAY))
ENDED = replace(ACCOUNT, employee=valid(until=TODAY - DAY))
RETIRED = replace(ACCOUNT, employee=replace(EMPLOYEE, retired_at=NOW))

HINDRANCES = {
    Condition.UNLOCKED: (LOCKED, BadCredentials),
    Condition.PASSWORD_ALIVE: (SPENT, TemporaryPasswordSpent),
    Condition.SYNCHRONISED: (WAITING, NotSynchronised),
    Condition.PERMITTED: (POWERLESS, NoUsablePermission),
    Condition.BEGUN: (NOT_BEGUN, AccountNotValid),
    Condition.NOT_ENDED: (ENDED, AccountNotValid),
    Condition.NOT_RETIRED: (RETIRED, AccountNotValid),
}


def unmet(account: Account, module: Module = Module.REGISTR) -> list[Condition]:
    """The conditions that hinder the account."""
    return [finding.condition for finding in diagnose(account, module, NOW, POLICY) if not finding.met]


def test_nothing_hinders_an_account_in_order() -> None:
    """F1, F13: every condition is told, each is met, and the sign-in has nothing to refuse."""
    findings = diagnose(ACCOUNT, Module.REGISTR, NOW, POLICY)
    assert [finding.condition for finding in findings] == list(Condition)
    assert all(finding.met for finding in findings)
    assert refusal(ACCOUNT, Module.REGISTR, NOW, POLICY) is None


@pytest.mark.parametrize("condition", HINDRANCES)
def test_each_hindrance_is_found_alone_and_has_its_refusal(condition: Condition) -> None:
    """R1.1-2, R2.3-14, R2.5-1, R2.6-1, X-16: what F13 explains is what F1 refuses by."""
    account, refused = HINDRANCES[condition]
    assert unmet(account) == [condition]
    assert type(refusal(account, Module.REGISTR, NOW, POLICY)) is refused


def test_a_name_that_nobody_has_is_all_there_is_to_say_of_it() -> None:
    """F13: and of one that slows down, until when."""
    assert diagnose(None, Module.REGISTR, NOW, POLICY) == (Finding(Condition.EXISTS, False),)
    slowed = diagnose(ACCOUNT, Module.POSKYTOVATEL, NOW, POLICY, slowed_until=NOW + SECOND)
    assert Finding(Condition.NOT_SLOWED, False, until=NOW + SECOND) in slowed
    waited = diagnose(ACCOUNT, Module.POSKYTOVATEL, NOW, POLICY, slowed_until=NOW)
    assert Finding(Condition.NOT_SLOWED, True) in waited


def test_every_condition_is_proven_alone() -> None:
    """F13: the two that the sign-in decides before the password are above."""
    assert set(HINDRANCES) == set(Condition) - {Condition.EXISTS, Condition.NOT_SLOWED}


REVOKED = replace(RECORDS, revoked_at=NOW - DAY)
COMING = replace(RECORDS, valid_from=TODAY + DAY)
OVER = replace(RECORDS, valid_to=TODAY - DAY)
OLD = grant(Permission.APPEALS, Module.OKNOUZE)
ELSEWHERE = grant(Permission.REPORTS, Module.POSKYTOVATEL)
HELPDESK = grant(Permission.USER_SUPPORT)


@pytest.mark.parametrize(
    ("grants", "cause", "at", "elsewhere"),
    [
        ((), Cause.NOT_GRANTED, None, ()),
        ((ELSEWHERE,), Cause.NOT_GRANTED, None, (Module.POSKYTOVATEL,)),
        ((replace(ELSEWHERE, valid_to=TODAY - DAY),), Cause.NOT_GRANTED, None, ()),
        ((REVOKED,), Cause.REVOKED, NOW - DAY, ()),
        ((REVOKED, OVER), Cause.NO_LONGER, TODAY - DAY, ()),
        ((REVOKED, OVER, COMING), Cause.NOT_YET, TODAY + DAY, ()),
        ((HELPDESK,), Cause.NOT_GRANTED, None, ()),
        ((COMING, ELSEWHERE), Cause.NOT_YET, TODAY + DAY, (Module.POSKYTOVATEL,)),
    ],
)
def test_a_missing_permission_has_a_cause(
    grants: tuple[Grant, ...], cause: Cause, at: datetime | date | None, elsewhere: tuple[Module, ...]
) -> None:
    """F13, R1.1-2, R2.3-10, X-2: never there, not yet, not any more or taken away, and where to go instead."""
    findings = diagnose(replace(ACCOUNT, grants=grants), Module.REGISTR, NOW, POLICY)
    since, until = (None, at) if cause is Cause.NOT_YET else (at, None)
    assert Finding(Condition.PERMITTED, False, since, cause, until, elsewhere) in findings


def test_an_old_permission_is_told_from_none() -> None:
    """R1.3-3: Řešení odvolání opens nothing."""
    findings = diagnose(replace(ACCOUNT, grants=(OLD,)), Module.OKNOUZE, NOW, POLICY)
    assert Finding(Condition.PERMITTED, False, None, Cause.OPENS_NOTHING) in findings


def test_of_several_hindrances_the_first_is_the_answer() -> None:
    """F1, X-12: a lock hides everything behind it."""
    everything = replace(LOCKED, sync_state=SyncState.NEW, grants=(), employee=replace(EMPLOYEE, retired_at=NOW))
    assert len(unmet(everything)) == 4
    assert isinstance(refusal(everything, Module.REGISTR, NOW, POLICY), BadCredentials)


def test_the_module_without_a_permission_is_named() -> None:
    """R1.1-2: an account of registr knocks at poskytovatel."""
    refused = refusal(ACCOUNT, Module.POSKYTOVATEL, NOW, POLICY)
    assert isinstance(refused, NoUsablePermission)
    assert refused.module is Module.POSKYTOVATEL


def test_an_account_that_waits_says_how_far_it_is_and_when_to_come_back() -> None:
    """R2.3-14, X-8: the state, the person's IK, and the next run on the UTC clock."""
    refused = refusal(replace(WAITING, sync_failed=True), Module.REGISTR, NOW, POLICY)
    assert isinstance(refused, NotSynchronised)
    assert (refused.state, refused.failed, refused.ik) == (SyncState.IK_CONFIRMED, True, "1284384629")
    assert refused.next_sync == datetime(2016, 7, 25, 10, tzinfo=UTC)


def test_every_refusal_is_one_of_the_form() -> None:
    """F1: the form shows a dialog for each of them."""
    assert all(issubclass(refused, SignInRefused) for _, refused in HINDRANCES.values())


SET_AT = ACCOUNT.password_set_at
TEMPORARY = replace(ACCOUNT, temporary=True, temporary_until=NOW + DAY)
DATES = {
    "in order": (ACCOUNT, Condition.UNLOCKED, None, None),
    "locked": (LOCKED, Condition.UNLOCKED, NOW, None),
    "own password": (ACCOUNT, Condition.PASSWORD_ALIVE, SET_AT, None),
    "temporary": (TEMPORARY, Condition.PASSWORD_ALIVE, SET_AT, NOW + DAY),
    "spent": (SPENT, Condition.PASSWORD_ALIVE, NOW, None),
    "synchronised": (ACCOUNT, Condition.SYNCHRONISED, ACCOUNT.sync_changed_at, None),
    "waiting": (WAITING, Condition.SYNCHRONISED, None, None),
    "KRK failed": (replace(WAITING, sync_failed=True), Condition.SYNCHRONISED, WAITING.sync_changed_at, None),
    "valid": (ACCOUNT, Condition.BEGUN, EMPLOYEE.details.valid_from, None),
    "not begun": (NOT_BEGUN, Condition.BEGUN, None, TODAY + DAY),
    "endless": (ACCOUNT, Condition.NOT_ENDED, None, None),
    "ending": (replace(ACCOUNT, employee=valid(until=TODAY)), Condition.NOT_ENDED, None, TODAY),
    "ended": (ENDED, Condition.NOT_ENDED, TODAY - DAY, None),
    "retired": (RETIRED, Condition.NOT_RETIRED, NOW, None),
}


@pytest.mark.parametrize(("account", "condition", "since", "until"), DATES.values(), ids=DATES)
def test_every_date_is_the_date_of_what_is_found(
    account: Account, condition: Condition, since: datetime | date | None, until: datetime | date | None
) -> None:
    """F13: since when it is so and until when, or no date at all."""
    findings = {finding.condition: finding for finding in diagnose(account, Module.REGISTR, NOW, POLICY)}
    assert (findings[condition].since, findings[condition].until) == (since, until)


def test_an_account_that_nothing_was_granted_to_waits_for_a_permission_and_not_for_the_sync() -> None:
    """F13, R2.3-14: the sync has nothing to load, however often it runs."""
    stuck = replace(POWERLESS, sync_state=SyncState.PERSON_LOADED)
    cause = Cause.NOTHING_TO_LOAD
    assert Finding(Condition.SYNCHRONISED, False, cause=cause) in diagnose(stuck, Module.REGISTR, NOW, POLICY)


def test_a_password_is_changed_after_eighteen_months() -> None:
    """X-15: counted by the day in Prague."""
    old = replace(ACCOUNT, password_set_at=datetime(2015, 1, 25, 12, tzinfo=UTC))
    assert not must_change(old, datetime(2016, 7, 24, 21, 59, tzinfo=UTC), POLICY)
    assert must_change(old, datetime(2016, 7, 24, 22, 0, tzinfo=UTC), POLICY)
    assert must_change(replace(ACCOUNT, must_change=True), NOW, POLICY)


def test_an_end_of_august_plus_eighteen_months_is_an_end_of_february() -> None:
    """X-15: there is no 30 February."""
    august = replace(ACCOUNT, password_set_at=datetime(2014, 8, 30, 12, tzinfo=UTC))
    assert not must_change(august, datetime(2016, 2, 28, 12, tzinfo=UTC), POLICY)
    assert must_change(august, datetime(2016, 2, 29, 12, tzinfo=UTC), POLICY)


def test_waits_begin_with_the_third_failure_and_double_up_to_a_quarter_of_an_hour() -> None:
    """R2.6-2, X-11: where failures do not lock, they slow down."""
    waits = [slow_down(failures, POLICY).total_seconds() for failures in range(14)]
    assert waits == [0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]
    assert slow_down(10**6, POLICY) == 15 * MINUTE
