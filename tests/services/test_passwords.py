"""Changing and resetting passwords: F9, F6 and the rules behind both (X-9, X-15 … X-18)."""

from datetime import timedelta
from itertools import pairwise

import pytest

from oktui import demo
from oktui.domain.accounts import Account
from oktui.domain.authority import Denial, Forbidden
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module, Permission
from oktui.domain.passwords import (
    PasswordRefused,
    PasswordReused,
    PasswordRule,
    PasswordsDiffer,
    PasswordTooYoung,
    WrongPassword,
)
from oktui.domain.sessions import Actor, MustChangePassword, SessionEnd, SessionOver
from oktui.domain.sign_in import BadCredentials, TemporaryPasswordSpent
from oktui.domain.sync import SyncState
from oktui.domain.text import Required
from oktui.jobs.synchronise_accounts import synchronise_accounts
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from oktui.services.employees.find_employees import list_workplace_choices
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.new_accounts import NewAccount
from oktui.services.new_passwords import PasswordEntry
from oktui.services.sign_in.change_password import ChangePassword, change_password, get_password_owner
from oktui.services.sign_in.get_own_account import get_own_account
from oktui.services.sign_in.sign_in import SignIn
from tests.support.cast import DETAILS, PASSWORD, VYSOCINA, Cast, granted
from tests.support.journal import new_events, stored
from tests.support.use_cases import ENTRY, NEW_PASSWORD, RECORDS

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
RESET = "Cervotoc-Bryndal-16"


@pytest.fixture
def martinka(cast: Cast) -> Account:
    """An ordinary official whose password may be changed."""
    account = cast.employ(demo.MARTINKA, "martinka", granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS))
    cast.clock.forward(30 * MINUTE)
    return account


def change(cast: Cast, actor: Actor, new: str, original: str = PASSWORD, again: str | None = None) -> None:
    """Press OK in F9."""
    entry = PasswordEntry(new, new if again is None else again)
    change_password(actor, ChangePassword(original, entry), effects=cast.effects)


def reset(cast: Cast, account: Account, password: str = RESET, *, must_change: bool = True, by: str = "homola") -> None:
    """Have an administrator give the account another password."""
    request = ResetPassword(account.id, PasswordEntry(password, password), must_change)
    reset_password(cast.actor(by), request, effects=cast.effects)


@pytest.mark.usefixtures("martinka")
def test_everybody_changes_their_own_password(cast: Cast) -> None:
    """R2.7-1: original, new, confirmation; the session goes on and only the new one opens."""
    session = cast.actor("martinka")
    change(cast, session, NEW_PASSWORD)
    get_own_account(session, effects=cast.effects)
    with pytest.raises(BadCredentials):
        cast.sign_in("martinka")
    assert not cast.sign_in("martinka", password=NEW_PASSWORD).must_change


@pytest.mark.usefixtures("martinka")
def test_a_password_is_the_same_from_every_keyboard(cast: Cast) -> None:
    """X-15: NFC-normalised before hashing and before verifying."""
    change(cast, cast.actor("martinka"), "Ko\u0301lovra\u0301tek-prede")
    cast.sign_in("martinka", password="Kólovrátek-prede")
    cast.sign_in("martinka", password="Ko\u0301lovra\u0301tek-prede")


@pytest.mark.usefixtures("martinka")
def test_a_password_at_fault_stores_nothing(cast: Cast) -> None:
    """R2.3-9, R2.7-1, X-15, X-17: each fault names its field."""
    session = cast.actor("martinka")
    before = stored()
    faults: list[tuple[str, str, str | None, type[DomainError], str]] = [
        ("", NEW_PASSWORD, None, Required, "original"),
        (PASSWORD, "", None, Required, "password"),
        (PASSWORD, NEW_PASSWORD, NEW_PASSWORD + " ", PasswordsDiffer, "password_again"),
        (PASSWORD, "kratke heslo"[:11], None, PasswordRefused, "password"),
        (PASSWORD, "Moje-Martinka-Heslo", None, PasswordRefused, "password"),
        (PASSWORD, "x590814/1767x-zelenina", None, PasswordRefused, "password"),
        (PASSWORD, "heslo heslo heslo", None, PasswordRefused, "password"),
        (PASSWORD, "Z" * 128 + "a" * 129, None, PasswordRefused, "password"),
        (PASSWORD, "Letadlo-Letadlo-2016", None, PasswordRefused, "password"),
    ]
    for original, new, again, refusal, field in faults:
        with pytest.raises(refusal) as refused:
            change(cast, session, new, original, again)
        assert refused.value.field == field
    assert stored() == before


def test_an_administrators_password_is_longer(cast: Cast) -> None:
    """X-15: 17 characters with Správa systému, also when another administrator sets it."""
    cast.clock.forward(30 * MINUTE)
    sixteen = "Dikobraz-Ve-Vrzi"
    with pytest.raises(PasswordRefused) as refused:
        change(cast, cast.actor("homola"), sixteen)
    assert refused.value.unmet == (PasswordRule.LENGTH,)
    with pytest.raises(PasswordRefused):
        reset(cast, cast.account("homola"), sixteen, by="mpsv_radek")
    assert get_password_owner(cast.actor("homola"), effects=cast.effects).is_administrator


@pytest.mark.usefixtures("martinka")
def test_the_last_twelve_passwords_are_not_used_again(cast: Cast) -> None:
    """X-15: the present one and the eleven before it; the one before those may come back."""
    session = cast.actor("martinka")
    history = [NEW_PASSWORD, *(f"Zelenina-Na-Trhu-{number}" for number in range(1, 13))]
    for old, new in pairwise([PASSWORD, *history]):
        change(cast, session, new, old)
        cast.clock.forward(30 * MINUTE)
    for used in history[1:]:
        with pytest.raises(PasswordReused) as refused:
            change(cast, session, used, history[-1])
        assert refused.value.remembered == 12
    change(cast, session, NEW_PASSWORD, history[-1])


def test_an_administrator_does_not_give_a_used_password_either(cast: Cast, martinka: Account) -> None:
    """X-15: it would be the owner's again."""
    reset(cast, martinka)
    with pytest.raises(PasswordReused):
        reset(cast, martinka)


@pytest.mark.usefixtures("martinka")
def test_a_password_is_not_changed_again_for_half_an_hour(cast: Cast) -> None:
    """X-15: 30 minutes at the earliest, and it says until when."""
    session = cast.actor("martinka")
    change(cast, session, NEW_PASSWORD)
    changed_at = cast.clock()
    cast.clock.forward(30 * MINUTE - SECOND)
    with pytest.raises(PasswordTooYoung) as refused:
        change(cast, session, RESET, NEW_PASSWORD)
    assert refused.value.until == changed_at + 30 * MINUTE
    cast.clock.forward(SECOND)
    change(cast, session, RESET, NEW_PASSWORD)


def test_a_reset_and_the_change_that_it_demands_need_not_wait(cast: Cast, martinka: Account) -> None:
    """X-15: an administrator's reset and a forced change are exempt from the half hour."""
    change(cast, cast.actor("martinka"), NEW_PASSWORD)
    reset(cast, martinka)
    session = cast.sign_in("martinka", password=RESET)
    change(cast, session.actor, "Modre-Svestky-16", RESET)


@pytest.mark.usefixtures("martinka")
def test_a_wrong_original_changes_nothing_and_the_third_ends_the_session(cast: Cast) -> None:
    """X-14, R2.7-1: an unattended session is no place to guess; the account is not locked by it."""
    session = cast.actor("martinka")
    for _ in range(2):
        with pytest.raises(WrongPassword):
            change(cast, session, NEW_PASSWORD, "nespravne heslo")
    for original in ("nespravne heslo", PASSWORD):
        with pytest.raises(SessionOver) as over:
            change(cast, session, NEW_PASSWORD, original)
        assert over.value.reason is SessionEnd.WRONG_PASSWORDS
    assert not cast.sign_in("martinka").must_change


def test_a_change_ends_the_sessions_of_the_account_elsewhere(cast: Cast) -> None:
    """X-9, R2.7-1: whoever knew the old password is out; the session that changes it goes on."""
    records = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
    cast.employ(demo.CERNY, "cerny", records, granted(Module.POSKYTOVATEL, Permission.REPORTS))
    cast.clock.forward(30 * MINUTE)
    there, here = cast.actor("cerny", Module.POSKYTOVATEL), cast.actor("cerny")
    with new_events() as added:
        change(cast, here, NEW_PASSWORD)
    assert added()[-1].after == {"sessions_ended": 1}
    with pytest.raises(SessionOver) as over:
        get_own_account(there, effects=cast.effects)
    assert over.value.reason is SessionEnd.PASSWORD_CHANGED
    assert get_own_account(here, effects=cast.effects).username == "cerny"


def test_a_reset_needs_no_original_and_ends_the_session(cast: Cast, martinka: Account) -> None:
    """R2.8-1, X-9: the owner signs in with the new one, and the old opens nothing."""
    session = cast.actor("martinka")
    reset(cast, martinka)
    with pytest.raises(SessionOver) as over:
        get_own_account(session, effects=cast.effects)
    assert over.value.reason is SessionEnd.PASSWORD_RESET
    with pytest.raises(BadCredentials):
        cast.sign_in("martinka")
    assert cast.sign_in("martinka", password=RESET).must_change


def test_a_reset_while_one_changes_it_oneself_wins(cast: Cast, martinka: Account) -> None:
    """R2.8-1, X-9: the administrator's word is the last."""
    session = cast.actor("martinka")
    homola = cast.actor("homola")
    request = ResetPassword(martinka.id, PasswordEntry(RESET, RESET))
    hash_password = cast.hashing.hash

    def reset_first(password: str) -> str:
        if password == NEW_PASSWORD:
            reset_password(homola, request, effects=cast.effects)
        return hash_password(password)

    cast.hashing.hash = reset_first  # type: ignore[method-assign]  # the moment in between cannot be had otherwise
    with pytest.raises(SessionOver):
        change(cast, session, NEW_PASSWORD)
    assert cast.sign_in("martinka", password=RESET).must_change


def test_nothing_else_is_done_before_the_demanded_change(cast: Cast, martinka: Account) -> None:
    """X-16: every other use case waits for it, and then the same session goes on."""
    reset(cast, martinka)
    signed_in = cast.sign_in("martinka", password=RESET)
    assert signed_in.must_change
    for use in (get_own_account, list_workplace_choices):
        with pytest.raises(MustChangePassword):
            use(signed_in.actor, effects=cast.effects)
    change(cast, signed_in.actor, NEW_PASSWORD, RESET)
    get_own_account(signed_in.actor, effects=cast.effects)
    assert not cast.sign_in("martinka", password=NEW_PASSWORD).must_change


def test_a_cut_line_locks_nobody_out_of_a_demanded_change(cast: Cast, martinka: Account) -> None:
    """X-16: for a quarter of an hour from the first use, however often, and not a second longer."""
    reset(cast, martinka)
    cast.sign_in("martinka", password=RESET)
    first = cast.clock()
    cast.clock.forward(15 * MINUTE - SECOND)
    again = cast.sign_in("martinka", password=RESET)
    assert (again.must_change, again.password_dies_at) == (True, first + 15 * MINUTE)
    cast.clock.forward(SECOND)
    with pytest.raises(TemporaryPasswordSpent):
        cast.sign_in("martinka", password=RESET)


def test_a_password_set_by_an_administrator_dies_when_the_new_one_is_stored(cast: Cast, martinka: Account) -> None:
    """X-16: it opens the change, and after the change nothing."""
    reset(cast, martinka)
    change(cast, cast.sign_in("martinka", password=RESET).actor, NEW_PASSWORD, original=RESET)
    with pytest.raises(BadCredentials):
        cast.sign_in("martinka", password=RESET)
    assert not cast.sign_in("martinka", password=NEW_PASSWORD).must_change


def test_a_session_that_waits_for_the_change_ends_with_the_password(cast: Cast, martinka: Account) -> None:
    """X-16: an open session does not prolong it, and nothing is stored."""
    reset(cast, martinka)
    actor = cast.sign_in("martinka", password=RESET).actor
    cast.clock.forward(15 * MINUTE)
    with pytest.raises(SessionOver) as over:
        change(cast, actor, NEW_PASSWORD, original=RESET)
    assert over.value.reason is SessionEnd.PASSWORD_DIED


def test_a_password_set_by_an_administrator_dies_after_an_hour(cast: Cast, martinka: Account) -> None:
    """X-16: and that is no failure of the owner's (X-13)."""
    reset(cast, martinka)
    cast.clock.forward(60 * MINUTE)
    for _ in range(4):
        with pytest.raises(TemporaryPasswordSpent):
            cast.sign_in("martinka", password=RESET)
    assert cast.account("martinka").failures == 0
    cast.clock.forward(-SECOND)
    cast.sign_in("martinka", password=RESET)


def test_without_the_tick_the_password_stays(cast: Cast, martinka: Account) -> None:
    """X-16: Změnit při příštím přihlášení is on by default, and can be taken off."""
    assert ResetPassword(martinka.id, ENTRY).must_change
    reset(cast, martinka, must_change=False)
    cast.clock.forward(timedelta(days=30))
    for _ in range(2):
        assert not cast.sign_in("martinka", password=RESET).must_change


def test_a_first_password_lives_for_three_days_from_its_activation(cast: Cast) -> None:
    """X-16, R2.3-12: the time that the sync takes does not shorten it; a reset before it does not either."""
    account = NewAccount("martinka", ENTRY, (RECORDS,))
    request = CreateEmployee(demo.MARTINKA.ik, cast.workplace_id(VYSOCINA), DETAILS, account)
    create_employee(cast.actor("homola"), request, effects=cast.effects)
    assert cast.account("martinka").temporary_until is None
    cast.clock.forward(timedelta(days=5))
    reset(cast, cast.account("martinka"))
    cast.clock.forward(timedelta(days=5))
    synchronise_accounts("test", effects=cast.effects)
    assert cast.account("martinka").sync_state is SyncState.ACTIVE
    cast.clock.forward(timedelta(hours=72))
    with pytest.raises(TemporaryPasswordSpent):
        cast.sign_in("martinka", password=RESET)
    cast.clock.forward(-SECOND)
    assert cast.sign_in("martinka", password=RESET).must_change


@pytest.mark.usefixtures("martinka")
def test_a_password_is_changed_every_eighteen_months(cast: Cast) -> None:
    """X-15: then it is asked for at sign-in, and is not a reset: it may be used until then."""
    cast.clock.forward(timedelta(days=540))
    assert not cast.sign_in("martinka").must_change
    cast.clock.forward(timedelta(days=10))
    cast.sign_in("martinka")
    session = cast.sign_in("martinka")
    assert session.must_change
    change(cast, session.actor, NEW_PASSWORD)
    assert not cast.sign_in("martinka", password=NEW_PASSWORD).must_change


def test_a_reset_does_not_unlock(cast: Cast, martinka: Account) -> None:
    """R2.6-3: the lock is ended by Odemknout účet alone."""
    for _ in range(3):
        with pytest.raises(BadCredentials):
            cast.sign_in("martinka", password="nespravne heslo")
    reset(cast, martinka)
    with pytest.raises(BadCredentials):
        cast.sign_in("martinka", password=RESET)
    assert cast.account("martinka").locked_at is not None


def test_nobody_resets_their_own_password(cast: Cast) -> None:
    """R2.1-1: the way to one's own is Změna hesla, which asks for the original."""
    with new_events() as added, pytest.raises(Forbidden) as refused:
        reset(cast, cast.account("homola"), NEW_PASSWORD)
    assert refused.value.denial is Denial.OWN_ACCOUNT
    assert [event.kind.value for event in added()] == ["sign_in"]


def test_what_is_typed_is_not_in_a_repr() -> None:
    """X-19: neither a log nor a crash report shows a password."""
    requests = [
        PasswordEntry(NEW_PASSWORD, NEW_PASSWORD),
        ChangePassword(NEW_PASSWORD, ENTRY),
        SignIn(Module.REGISTR, "martinka", NEW_PASSWORD),
        ResetPassword(1, ENTRY),
        NewAccount("martinka", ENTRY),
    ]
    assert all(NEW_PASSWORD not in repr(request) for request in requests)
