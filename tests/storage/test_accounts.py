"""Queries about accounts, sessions and names that slow down: what the use cases rely on."""

from datetime import UTC, datetime, timedelta

import pytest

from oktui.domain.authority import NotFound
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.sessions import Place, SessionEnd
from oktui.domain.sync import SyncState
from storage import accounts, facts, incidents, sessions, slowed_names
from storage.accounts import NewPassword, UsernameInUse
from storage.database import transaction
from storage.models import SlowedNameRow
from tests.support.cast import Cast

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LATER = datetime(2016, 7, 25, 10, 0, 0, 123456, tzinfo=UTC)


def test_moments_and_days_come_back_as_they_went_in(cast: Cast) -> None:
    """Design: to the microsecond and in UTC, on both engines."""
    homola = cast.account("homola")
    with transaction():
        accounts.set_password(homola.id, NewPassword("quick$new", LATER, temporary=True), remembered=12)
    changed = cast.account("homola")
    assert (changed.password_set_at, changed.password_set_at.tzinfo) == (LATER, UTC)
    assert changed.employee == homola.employee
    assert changed.grants == homola.grants


def test_an_attempt_is_reserved_until_there_are_none_left(cast: Cast) -> None:
    """R2.6-1, X-14: the lock is set by whoever fails last, and once."""
    account_id = cast.account("homola").id
    with transaction():
        assert [accounts.reserve_attempt(account_id, 3) for _ in range(4)] == [True, True, True, False]
        assert [accounts.lock_if_spent(account_id, 3, LATER) for _ in range(2)] == [True, False]
        accounts.forget_failures(account_id)
        assert not accounts.lock_if_spent(account_id, 3, LATER)
        assert accounts.reserve_attempt(account_id, 3)


def test_so_many_passwords_are_remembered_as_it_says(cast: Cast) -> None:
    """X-15: the newest first, the present one counted, older ones deleted."""
    account_id = cast.account("homola").id
    first = cast.account("homola").password_hash
    with transaction():
        for name in "abcd":
            accounts.set_password(account_id, NewPassword(name, LATER, temporary=False), remembered=3)
        assert accounts.past_hashes(account_id, 12) == ["c", "b"]
        accounts.set_password(account_id, NewPassword("e", LATER, temporary=False), remembered=1)
        assert accounts.past_hashes(account_id, 12) == []
    assert first not in "abcde"


def test_a_name_in_use_leaves_the_transaction_usable(cast: Cast) -> None:
    """R2.3-8: the proposal is looked up in the same transaction, after the database has refused."""
    with transaction():
        with pytest.raises(UsernameInUse):
            accounts.rename(cast.account("dlouhy").id, "HOMOLA")
        assert accounts.username_taken(Realm.OKSLUZBY, "Homola")
        assert not accounts.username_taken(Realm.OKSLUZBY, "gollova")
    assert cast.account("dlouhy").username == "dlouhy"


def test_a_state_that_has_passed_is_not_advanced_again(cast: Cast) -> None:
    """X-7: whoever comes second is told so, and changes nothing."""
    account_id = cast.account("homola").id
    with transaction():
        assert not accounts.advance(account_id, SyncState.NEW, SyncState.IK_CONFIRMED, LATER, temporary_until=None)
        assert not accounts.mark_sync_failed(account_id, SyncState.NEW, failed=True, now=LATER)
        assert accounts.mark_sync_failed(account_id, SyncState.ACTIVE, failed=True, now=LATER)
        assert not accounts.mark_sync_failed(account_id, SyncState.ACTIVE, failed=True, now=LATER)
    assert cast.account("homola").sync_state is SyncState.ACTIVE


@pytest.mark.usefixtures("open_databases")
def test_what_is_not_there_is_not_found() -> None:
    """Design: a refusal, and no None to stumble over later."""
    with transaction():
        for load in (accounts.load, sessions.load):
            with pytest.raises(NotFound):
                load(999_999)
        assert accounts.named(Realm.OKSLUZBY, "homola") is None
        assert accounts.of_employee(999_999) is None
        assert sessions.open_of(999_999, Module.REGISTR, Place.TERMINAL) is None


def test_a_session_keeps_what_it_began_with(cast: Cast) -> None:
    """R2.3-13, X-9: and the reason that ended it first."""
    account_id = cast.account("homola").id
    permissions = {Permission.SYSTEM_ADMINISTRATION: Level.VIEW, Permission.SOCIAL_SERVICES_RECORDS: Level.UPDATE}
    with transaction():
        session_id = sessions.begin(
            account_id, Module.REGISTR, Place.TERMINAL, permissions, now=LATER, origin="here", must_change=True
        )
        begun = sessions.load(session_id)
        assert (begun.permissions, begun.started_at, begun.origin, begun.must_change) == (
            permissions,
            LATER,
            "here",
            True,
        )
        assert sessions.open_of(account_id, Module.REGISTR, Place.TERMINAL) == begun
        sessions.end(session_id, SessionEnd.LOCKED, LATER + MINUTE)
        sessions.end(session_id, SessionEnd.SIGNED_OUT, LATER + 2 * MINUTE)
        ended = sessions.load(session_id)
        assert (ended.end_reason, ended.ended_at) == (SessionEnd.LOCKED, LATER + MINUTE)
        assert sessions.open_of(account_id, Module.REGISTR, Place.TERMINAL) is None


@pytest.mark.usefixtures("open_databases")
def test_a_name_that_slows_down_is_forgotten_after_a_day_and_never_readable() -> None:
    """X-11, X-12: people type their passwords into the field above; the table does not grow for ever."""
    with transaction():
        for name in ("Homola", "Moje Tajné Heslo 1"):
            slowed_names.attempts(Module.POSKYTOVATEL, name, LATER)
            slowed_names.count(Module.POSKYTOVATEL, name, next_at=LATER + MINUTE)
        assert slowed_names.attempts(Module.POSKYTOVATEL, "hOMOLA", LATER) == (1, LATER + MINUTE)
        assert slowed_names.attempts(Module.REGISTR, "homola", LATER) == (0, LATER)
        assert "Tajné" not in repr(list(SlowedNameRow.select().tuples()))
        slowed_names.attempts(Module.REGISTR, "gollova", LATER + DAY + 2 * MINUTE)
        assert SlowedNameRow.select().count() == 1


def test_incidents_are_numbered_with_seven_digits_one_after_the_other(cast: Cast) -> None:
    """X-6: as people are used to reading them out."""
    homola = cast.account("homola")
    with transaction():
        numbers = [incidents.register(homola, Module.REGISTR, now=LATER, origin="here") for _ in range(2)]
    assert numbers == [1_000_001, 1_000_002]


@pytest.mark.usefixtures("open_databases")
def test_what_is_known_of_the_installation_is_kept_by_key() -> None:
    """Design: put once or again, the last value stands."""
    with transaction():
        assert facts.get("colour") is None
        facts.put("colour", "blue")
        facts.put("colour", "green")
        assert facts.get("colour") == "green"
