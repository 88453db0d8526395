"""Retiring, restoring, unlocking and signing out: what ends a session and what undoes it (R2.5-1, R2.6-3, X-9)."""

from datetime import timedelta

import pytest

from oktui import demo
from oktui.domain.authority import NotFound
from oktui.domain.modules import Module, Permission
from oktui.domain.sessions import Actor, SessionEnd, SessionOver
from oktui.domain.sign_in import AccountNotValid
from oktui.services.employees.find_employees import list_workplace_choices
from oktui.services.employees.retire_employee import restore_employee, retire_employee
from oktui.services.helpdesk.unlock_account import unlock_account
from oktui.services.sign_in.get_own_account import get_own_account
from oktui.services.sign_in.sign_out import sign_out
from storage import accounts
from storage.database import transaction
from tests.support import use_cases
from tests.support.cast import Cast, granted

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)


def why_over(cast: Cast, actor: Actor) -> SessionEnd:
    """Why the actor's next action is refused."""
    with pytest.raises(SessionOver) as over:
        get_own_account(actor, effects=cast.effects)
    return over.value.reason


def test_retiring_ends_the_session_and_bars_the_way_until_it_is_undone(cast: Cast) -> None:
    """R2.5-1, X-9: Vyřazen from Ne to Ano, and doing it again restores."""
    martinka, homola = cast.employ(demo.MARTINKA, "martinka", RECORDS), cast.actor("homola")
    session = cast.actor("martinka")
    retire_employee(homola, martinka.employee.id, effects=cast.effects)
    assert cast.account("martinka").employee.retired_at == cast.clock()
    assert why_over(cast, session) is SessionEnd.RETIRED
    with pytest.raises(AccountNotValid):
        cast.sign_in("martinka")
    restore_employee(homola, martinka.employee.id, effects=cast.effects)
    assert cast.account("martinka").employee.retired_at is None
    assert why_over(cast, session) is SessionEnd.RETIRED
    get_own_account(cast.actor("martinka"), effects=cast.effects)


def test_retiring_once_more_keeps_the_first_moment(cast: Cast) -> None:
    """R2.5-1: two administrators do it at once."""
    martinka, homola = cast.employ(demo.MARTINKA, "martinka"), cast.actor("homola")
    retire_employee(homola, martinka.employee.id, effects=cast.effects)
    first = cast.clock()
    cast.clock.forward(timedelta(seconds=30))
    retire_employee(homola, martinka.employee.id, effects=cast.effects)
    assert cast.account("martinka").employee.retired_at == first


def test_unlocking_starts_the_count_anew(cast: Cast) -> None:
    """R2.6-3: Odemknout účet, with the password that was."""
    martinka, homola = cast.employ(demo.MARTINKA, "martinka", RECORDS), cast.actor("homola")
    with transaction():
        accounts.lock(martinka.id, cast.clock())
    unlock_account(homola, martinka.id, effects=cast.effects)
    unlocked = cast.account("martinka")
    assert (unlocked.locked_at, unlocked.failures) == (None, 0)
    cast.sign_in("martinka")


def test_attempts_that_a_killed_program_left_reserved_are_unlocked_too(cast: Cast) -> None:
    """R2.6-3, X-14: counted but never verified, they lock the account without a date."""
    martinka, homola = cast.employ(demo.MARTINKA, "martinka", RECORDS), cast.actor("homola")
    with transaction():
        for _ in range(3):
            assert accounts.reserve_attempt(martinka.id, 3)
    assert cast.account("martinka").locked(cast.effects.policy)
    unlock_account(homola, martinka.id, effects=cast.effects)
    cast.sign_in("martinka")


def test_what_is_not_there_is_not_found(cast: Cast) -> None:
    """X-3: an id that nobody has."""
    homola = cast.actor("homola")
    for run in (retire_employee, restore_employee, unlock_account):
        with pytest.raises(NotFound):
            run(homola, 999_999, effects=cast.effects)


def test_signing_out_ends_ones_own_session_only(cast: Cast) -> None:
    """X-23: and frees the account for the next sign-in without a question."""
    homola, dlouhy = cast.actor("homola"), cast.actor("dlouhy")
    sign_out(homola, effects=cast.effects)
    assert why_over(cast, homola) is SessionEnd.SIGNED_OUT
    get_own_account(dlouhy, effects=cast.effects)


def test_a_session_lasts_eight_hours_whatever_one_does(cast: Cast) -> None:
    """X-27: activity does not prolong it."""
    homola = cast.actor("homola")
    for _ in range(47):
        cast.clock.forward(timedelta(minutes=10))
        list_workplace_choices(homola, effects=cast.effects)
    cast.clock.forward(timedelta(minutes=10))
    assert why_over(cast, homola) is SessionEnd.TOO_LONG


def test_retiring_does_not_unlock_and_unlocking_does_not_restore(cast: Cast) -> None:
    """R2.5-1, R2.6-3: two hindrances, each ended by its own."""
    martinka, homola = cast.employ(demo.MARTINKA, "martinka", RECORDS), cast.actor("homola")
    with transaction():
        accounts.lock(martinka.id, cast.clock())
    use_cases.retire(cast, homola, martinka)
    use_cases.unlock(cast, homola, martinka)
    with pytest.raises(AccountNotValid):
        cast.sign_in("martinka")
