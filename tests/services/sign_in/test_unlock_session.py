"""Going on after the lock screen (X-27): the password, and nobody else's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from oktui.domain.audit import EventKind, Outcome
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module
from oktui.domain.passwords import WrongPassword
from oktui.domain.sessions import Actor, MustChangePassword, SessionEnd, SessionLocked, SessionOver
from oktui.domain.sign_in import BadCredentials, SlowedDown
from oktui.domain.text import Required
from oktui.services.employees.find_employees import list_workplace_choices
from oktui.services.employees.retire_employee import retire_employee
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.new_passwords import PasswordEntry
from oktui.services.sign_in.attend_session import attend_session
from oktui.services.sign_in.sign_in import SignIn, sign_in
from oktui.services.sign_in.unlock_session import unlock_session
from storage import accounts
from storage.database import close_database, transaction
from tests.support.cast import PASSWORD, Cast
from tests.support.effects import QuickHashing
from tests.support.journal import everything_audited, new_events

WRONG = "nespravne heslo"
TEMPORARY = "docasne-na-listku-1"


def left_alone(cast: Cast, username: str, module: Module = Module.REGISTR, password: str = PASSWORD) -> Actor:
    """Somebody who signed in and went away for a quarter of an hour."""
    actor, start = cast.sign_in(username, module, password).actor, cast.clock()
    cast.clock.forward(timedelta(minutes=15))
    assert attend_session(actor, start, effects=cast.effects)
    return actor


def fail(cast: Cast, actor: Actor, times: int) -> None:
    """Type a wrong password so many times."""
    for _ in range(times):
        with pytest.raises(WrongPassword) as refused:
            unlock_session(actor, WRONG, effects=cast.effects)
        assert refused.value.field == "password"


def test_the_password_lets_the_session_go_on(cast: Cast) -> None:
    """X-27: with the permissions it began with, and as one in use."""
    actor = left_alone(cast, "homola")
    with new_events() as added:
        unlock_session(actor, PASSWORD, effects=cast.effects)
    assert [(event.kind, event.outcome) for event in added()] == [(EventKind.SESSION_UNLOCKED, Outcome.DONE)]
    list_workplace_choices(actor, effects=cast.effects)
    assert not attend_session(actor, cast.clock() - timedelta(hours=1), effects=cast.effects)


def test_without_the_password_the_session_stays_locked(cast: Cast) -> None:
    """X-27: an empty one is no attempt, another user's opens nothing."""
    actor = left_alone(cast, "homola")
    other = "Jine-Heslo-Nekoho-Jineho"
    account_id = cast.account("klicpera").id
    entry = PasswordEntry(other, other)
    reset_password(cast.actor("mpsv_radek"), ResetPassword(account_id, entry), effects=cast.effects)
    with pytest.raises(Required):
        unlock_session(actor, "", effects=cast.effects)
    assert cast.account("homola").failures == 0
    with pytest.raises(WrongPassword):
        unlock_session(actor, other, effects=cast.effects)
    with pytest.raises(SessionLocked):
        list_workplace_choices(actor, effects=cast.effects)
    assert other not in everything_audited()


def test_three_wrong_passwords_lock_the_account_and_end_the_session(cast: Cast) -> None:
    """X-27, R2.6-1: exactly as at sign-in."""
    actor = left_alone(cast, "homola")
    with new_events() as added:
        fail(cast, actor, times=2)
        with pytest.raises(SessionOver) as over:
            unlock_session(actor, WRONG, effects=cast.effects)
    assert over.value.reason is SessionEnd.LOCKED
    assert cast.account("homola").locked_at is not None
    assert [(event.kind, event.outcome) for event in added()] == [(EventKind.SESSION_UNLOCKED, Outcome.REFUSED)] * 3
    with pytest.raises(BadCredentials):
        cast.sign_in("homola")


def test_failures_at_sign_in_and_at_the_lock_screen_are_counted_together(cast: Cast) -> None:
    """X-27, X-14: three in a row in all, wherever they are typed; a right password starts anew."""
    actor = left_alone(cast, "homola")
    for _ in range(2):
        with pytest.raises(BadCredentials):
            cast.sign_in("homola", password=WRONG)
    unlock_session(actor, PASSWORD, effects=cast.effects)
    assert cast.account("homola").failures == 0
    fail(cast, actor, times=2)
    with pytest.raises(BadCredentials):
        cast.sign_in("homola", password=WRONG)
    with pytest.raises(SessionOver) as over:
        unlock_session(actor, PASSWORD, effects=cast.effects)
    assert over.value.reason is SessionEnd.LOCKED


def test_where_failures_do_not_lock_the_third_one_ends_the_session_all_the_same(cast: Cast) -> None:
    """X-27, R2.6-2, X-11: poskytovatel; and whoever has failed waits, here as at sign-in."""
    actor = left_alone(cast, "klicpera", Module.POSKYTOVATEL)
    fail(cast, actor, times=2)
    with new_events() as added, pytest.raises(SessionOver) as over:
        unlock_session(actor, WRONG, effects=cast.effects)
    assert over.value.reason is SessionEnd.WRONG_PASSWORDS
    assert added()[-1].after["reason"] == "wrong_passwords"
    assert cast.account("klicpera").locked_at is None
    with pytest.raises(SlowedDown):
        sign_in(SignIn(Module.POSKYTOVATEL, "klicpera", PASSWORD), effects=cast.effects)


def test_whoever_fails_at_sign_in_makes_the_lock_screen_wait_as_well(cast: Cast) -> None:
    """X-11, X-14: one count for both, so guessing here is no quicker."""
    actor = left_alone(cast, "klicpera", Module.POSKYTOVATEL)
    for _ in range(3):
        with pytest.raises(BadCredentials):
            cast.sign_in("klicpera", Module.POSKYTOVATEL, WRONG)
    with pytest.raises(SlowedDown) as refused:
        unlock_session(actor, PASSWORD, effects=cast.effects)
    cast.clock.now = refused.value.until
    unlock_session(actor, PASSWORD, effects=cast.effects)


def test_guesses_at_once_are_no_cheaper_at_the_lock_screen(cast: Cast) -> None:
    """X-14: of twelve at the same moment no more than three are verified."""
    cast.let_fail()
    actor = left_alone(cast, "homola")
    stored = cast.account("homola").password_hash
    cast.hashing.verified.clear()

    def guess(number: int) -> type[DomainError]:
        try:
            unlock_session(actor, f"{WRONG} {number}", effects=cast.effects)
        except DomainError as refused:
            return type(refused)
        finally:
            close_database()
        raise AssertionError("a wrong password was let in")

    with ThreadPoolExecutor(12) as threads:
        answers = set(threads.map(guess, range(12)))
    assert answers <= {WrongPassword, SessionOver}
    assert cast.hashing.verified.count(stored) <= 3
    assert cast.account("homola").locked_at is not None


def test_a_session_in_which_a_change_of_password_is_demanded_goes_on_too(cast: Cast) -> None:
    """X-27, X-16: while the temporary password lives; here half an hour from its first use."""
    grace = replace(cast.effects.policy.passwords, temporary_grace=timedelta(minutes=30))
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, passwords=grace))
    entry, account_id = PasswordEntry(TEMPORARY, TEMPORARY), cast.account("klicpera").id
    reset_password(cast.actor("mpsv_radek"), ResetPassword(account_id, entry), effects=cast.effects)
    actor = left_alone(cast, "klicpera", password=TEMPORARY)
    unlock_session(actor, TEMPORARY, effects=cast.effects)
    with pytest.raises(MustChangePassword):
        list_workplace_choices(actor, effects=cast.effects)


def retire(cast: Cast) -> None:
    """Retire klicpera."""
    retire_employee(cast.actor("mpsv_radek"), cast.account("klicpera").employee.id, effects=cast.effects)


def lock(cast: Cast) -> None:
    """Lock klicpera's account."""
    with transaction():
        accounts.lock(cast.account("klicpera").id, cast.clock())


def wait(cast: Cast) -> None:
    """Let the session's time run out."""
    cast.clock.forward(timedelta(hours=8))


@pytest.mark.parametrize(
    ("what", "reason"),
    [(retire, SessionEnd.RETIRED), (lock, SessionEnd.LOCKED), (wait, SessionEnd.TOO_LONG)],
)
def test_the_right_password_does_not_revive_a_session_that_is_over(
    cast: Cast, what: Callable[[Cast], None], reason: SessionEnd
) -> None:
    """X-9, X-27: and a lock stays a lock."""
    actor = left_alone(cast, "klicpera")
    what(cast)
    before = cast.account("klicpera")
    with pytest.raises(SessionOver) as over:
        unlock_session(actor, PASSWORD, effects=cast.effects)
    assert over.value.reason is reason
    assert cast.account("klicpera") == before


@pytest.mark.breaks_the_database("the lock comes from nobody, while the program runs")
def test_a_lock_that_comes_while_the_password_is_verified_holds(cast: Cast) -> None:
    """X-14, R2.6-3: a right password that began before the lock does not lift it."""

    class LocksMeanwhile(QuickHashing):
        def verify(self, stored: str, password: str) -> bool:
            """Lock first."""
            lock(cast)
            return super().verify(stored, password)

    actor = left_alone(cast, "klicpera")
    with pytest.raises(SessionOver) as over:
        unlock_session(actor, PASSWORD, effects=replace(cast.effects, hashing=LocksMeanwhile()))
    assert over.value.reason is SessionEnd.LOCKED
    assert cast.account("klicpera").locked_at is not None
