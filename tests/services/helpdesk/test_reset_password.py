"""A reset that survives a bad telephone line: generated, unlocking, by whoever may (R2.8-1, X-2, X-16)."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from oktui import demo
from oktui.domain.accounts import Account, grantable
from oktui.domain.audit import EventKind
from oktui.domain.authority import Action, Denial, Forbidden, denial
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.offices import OfficeKind
from oktui.domain.recognition import Recognition
from oktui.domain.sessions import SessionOver
from oktui.domain.sign_in import BadCredentials, SlowedDown
from oktui.domain.sync import SyncState
from oktui.domain.text import Required
from oktui.services.helpdesk.diagnose_account import Diagnose, diagnose_account
from oktui.services.helpdesk.find_accounts import find_accounts
from oktui.services.helpdesk.reset_password import Issued, ResetPassword, reset_password
from oktui.services.sign_in.get_own_account import get_own_account
from storage import accounts, grants
from storage.database import transaction
from tests.support import use_cases
from tests.support.cast import PASSWORD, Cast, granted
from tests.support.journal import everything_audited, new_events, stored

REGISTR, POSKYTOVATEL, OKNOUZE = Module
SUPPORT = granted(REGISTR, Permission.USER_SUPPORT)
CALLED_BACK = frozenset({Recognition.CALLED_BACK})


@pytest.fixture(autouse=True)
def chance(cast: Cast) -> None:
    """Chance that never chooses the same twice in a row."""
    places = itertools.count()
    cast.effects = replace(cast.effects, choose=lambda alphabet: alphabet[next(places) * 7 % len(alphabet)])


@pytest.fixture
def martinka(cast: Cast) -> Account:
    """A locked official."""
    account = cast.employ(demo.MARTINKA, "martinka", granted(REGISTR, Permission.SOCIAL_SERVICES_RECORDS))
    with transaction():
        accounts.lock(account.id, cast.clock())
    return account


def switch_support_on(cast: Cast) -> None:
    """X-2's switch."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, user_support=True))


def issue(cast: Cast, account: Account, by: str = "homola", **rest: object) -> Issued:
    """Press Vygenerovat."""
    request = ResetPassword(account.id, unlock=True, **rest)  # type: ignore[arg-type]  # names fields of ResetPassword
    return reset_password(cast.actor(by), request, effects=cast.effects)


def test_one_request_unlocks_resets_and_demands_a_change(cast: Cast, martinka: Account) -> None:
    """R2.8-1, R2.6-3, X-16: in one transaction, told by one event; the caller gets in with it, once."""
    actor = cast.actor("homola")
    with new_events() as added:
        request = ResetPassword(martinka.id, unlock=True, recognised_by=CALLED_BACK)
        issued = reset_password(actor, request, effects=cast.effects)
    (event,) = added()
    assert (event.kind, event.before) == (EventKind.PASSWORD_RESET, {"locked": True})
    assert event.after == {
        "locked": False,
        "must_change": True,
        "recognised_by": [Recognition.CALLED_BACK.value],
    }
    assert (issued.unlocked, issued.terms.dies_at) == (True, cast.clock() + timedelta(minutes=60))
    assert cast.sign_in("martinka", password=issued.password).must_change


def test_no_event_no_unlocking(cast: Cast, martinka: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-19: when the last step fails, the lock and the old password stand."""
    actor, before = cast.actor("homola"), stored()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("oktui.services.helpdesk.reset_password.record", fail)
    with pytest.raises(RuntimeError):
        reset_password(actor, ResetPassword(martinka.id, unlock=True), effects=cast.effects)
    assert stored() == before


def test_a_repeated_request_makes_another_password(cast: Cast, martinka: Account) -> None:
    """X-16: the line was bad; what was read out before opens nothing."""
    first, second = issue(cast, martinka), issue(cast, martinka)
    assert first.password != second.password
    assert (first.unlocked, second.unlocked) == (True, False)
    with pytest.raises(BadCredentials):
        cast.sign_in("martinka", password=first.password)
    assert cast.sign_in("martinka", password=second.password).must_change


def test_an_open_session_ends(cast: Cast) -> None:
    """X-9: whoever is signed in with the old password."""
    account = cast.employ(demo.MARTINKA, "martinka", granted(REGISTR, Permission.SOCIAL_SERVICES_RECORDS))
    session = cast.actor("martinka")
    issue(cast, account)
    with pytest.raises(SessionOver):
        get_own_account(session, effects=cast.effects)


def test_waits_after_failures_end_with_the_lock(cast: Cast) -> None:
    """X-11: in poskytovatel nobody has to sit out a quarter of an hour with a new password in hand."""
    account = cast.employ(demo.MARTINKA, "martinka", granted(POSKYTOVATEL, Permission.REPORTS))
    for _ in range(3):
        with pytest.raises(BadCredentials):
            cast.sign_in("martinka", POSKYTOVATEL, "nespravne heslo")
    with pytest.raises(SlowedDown):
        cast.sign_in("martinka", POSKYTOVATEL)
    issued = issue(cast, account)
    assert cast.sign_in("martinka", POSKYTOVATEL, issued.password).must_change


def test_without_being_asked_to_a_reset_unlocks_nothing(cast: Cast, martinka: Account) -> None:
    """R2.6-3: F6's typed password leaves the lock to Odemknout účet."""
    issued = reset_password(cast.actor("homola"), ResetPassword(martinka.id), effects=cast.effects)
    assert not issued.unlocked
    assert cast.account("martinka").locked_at is not None


def test_of_an_account_that_waits_for_the_sync_the_time_begins_then(cast: Cast) -> None:
    """X-16: nobody can say yet until when it opens."""
    records = granted(REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
    account = cast.employ(demo.MARTINKA, "martinka", records, state=SyncState.NEW)
    assert issue(cast, account).terms.dies_at is None


def test_neither_the_password_nor_an_answer_is_on_record(cast: Cast, martinka: Account) -> None:
    """X-16, X-19: only which ways were ticked; and a repr tells nothing."""
    issued = issue(cast, martinka, recognised_by=frozenset(Recognition))
    assert issued.password not in everything_audited()
    assert issued.password not in repr(issued)
    assert Recognition.SERVICE_NUMBER.value in everything_audited()


def test_the_helpdesk_resets_and_unlocks_in_its_region(cast: Cast, martinka: Account) -> None:
    """X-2: finds, sees why, and helps; having said how the caller was recognised."""
    switch_support_on(cast)
    cast.employ(demo.CERNY, "podpora", SUPPORT)
    actor = cast.actor("podpora")
    (match,) = find_accounts(actor, "martinka", effects=cast.effects)
    assert diagnose_account(actor, Diagnose(match.employee_id), effects=cast.effects).hindrances
    before = stored()
    with pytest.raises(Required) as refused:
        reset_password(actor, ResetPassword(martinka.id, unlock=True), effects=cast.effects)
    assert refused.value.field == "recognised_by"
    assert stored() == before
    issued = issue(cast, martinka, "podpora", recognised_by=CALLED_BACK)
    assert cast.sign_in("martinka", password=issued.password).must_change
    with pytest.raises(Forbidden) as far:
        issue(cast, cast.account("klicpera"), "podpora", recognised_by=CALLED_BACK)
    assert far.value.denial is Denial.OTHER_REGION


@pytest.mark.parametrize("since", [timedelta(0), timedelta(days=30)])
def test_an_administrators_account_is_not_the_helpdesks(cast: Cast, since: timedelta) -> None:
    """X-2: by no route, however often; nor one that will have Správa systému in whatever module of the realm."""
    switch_support_on(cast)
    cast.employ(demo.CERNY, "podpora", SUPPORT)
    administration = granted(POSKYTOVATEL, Permission.SYSTEM_ADMINISTRATION, since=(cast.clock() + since).date())
    chief = cast.employ(demo.DLOUHY, "vedouci", administration)
    request = ResetPassword(chief.id, unlock=True, recognised_by=CALLED_BACK)
    attempts: list[Callable[[], object]] = [
        lambda: reset_password(cast.actor("podpora"), request, effects=cast.effects),
        lambda: reset_password(cast.actor("podpora"), replace(request, unlock=False), effects=cast.effects),
        lambda: use_cases.unlock(cast, cast.actor("podpora"), chief),
    ]
    for attempt in attempts * 2:
        with pytest.raises(Forbidden) as refused:
            attempt()
        assert refused.value.denial is Denial.ADMINISTRATORS_ACCOUNT
    assert cast.account("vedouci").password_hash == cast.hashing.hash(PASSWORD)


def test_an_account_that_becomes_an_administrators_meanwhile_is_not_reset(cast: Cast, martinka: Account) -> None:
    """X-2, X-3: the power is looked at again in the transaction of the change, after the slow hashing."""
    switch_support_on(cast)
    cast.employ(demo.CERNY, "podpora", SUPPORT)
    actor, hash_password = cast.actor("podpora"), cast.hashing.hash

    def promote_first(password: str) -> str:
        with transaction():
            administration = granted(REGISTR, Permission.SYSTEM_ADMINISTRATION)
            grants.insert(martinka.id, martinka.employee.realm, administration, None)
        return hash_password(password)

    cast.hashing.hash = promote_first  # type: ignore[method-assign]  # the moment in between cannot be had otherwise
    request = ResetPassword(martinka.id, unlock=True, recognised_by=CALLED_BACK)
    with pytest.raises(Forbidden) as refused:
        reset_password(actor, request, effects=cast.effects)
    assert refused.value.denial is Denial.ADMINISTRATORS_ACCOUNT
    assert cast.account("martinka").locked_at is not None


def test_a_helpdesk_that_only_looks_helps_nobody(cast: Cast, martinka: Account) -> None:
    """X-1, X-2: level prohlížení."""
    switch_support_on(cast)
    cast.employ(demo.CERNY, "podpora", granted(REGISTR, Permission.USER_SUPPORT, Level.VIEW))
    with pytest.raises(Forbidden) as refused:
        issue(cast, martinka, "podpora", recognised_by=CALLED_BACK)
    assert refused.value.denial is Denial.VIEW_ONLY


@pytest.mark.parametrize("module", Module)
def test_switched_off_there_is_no_helpdesk(cast: Cast, module: Module) -> None:
    """X-2: not in any catalogue, and a grant made while it was on lets nobody in and lends no power."""
    policy = cast.effects.policy
    assert all(Permission.USER_SUPPORT not in grantable(module, kind, policy) for kind in OfficeKind)
    assert Permission.USER_SUPPORT in grantable(module, OfficeKind.KU, replace(policy, user_support=True))
    assert not SUPPORT.shown(policy)
    assert SUPPORT.shown(replace(policy, user_support=True))
    cast.employ(demo.CERNY, "podpora", SUPPORT, granted(REGISTR, Permission.SOCIAL_SERVICES_RECORDS))
    principal = cast.sign_in("podpora").principal
    assert Permission.USER_SUPPORT not in principal.permissions
    assert {denial(principal, action) for action in Action} == {Denial.NO_PERMISSION}
