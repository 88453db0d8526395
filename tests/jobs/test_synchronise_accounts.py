"""The sync of new accounts (R2.3-12 … R2.3-14, X-7)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from oktui import demo
from oktui.domain.accounts import Account
from oktui.domain.modules import Category
from oktui.domain.outages import DatabaseUnavailable
from oktui.domain.sign_in import NotSynchronised
from oktui.domain.sync import SyncState
from oktui.effects import Effects
from oktui.jobs import lease
from oktui.jobs.synchronise_accounts import Run, sync_due, synchronise_accounts
from storage import accounts, krk, krk_rows, krk_sql, leases, sync
from storage.database import connect_to, database, execute, is_sqlite, open_database, transaction
from storage.models import AccountRow, AuditRow, GrantRow, SessionRow
from tests.support.cast import Cast, renamed
from tests.support.newcomers import RECORDS, STEPS, hire, newcomers, states, steps_of, steps_taken


def _run_sync(cast: Cast, holder: str = "worker") -> Run:
    run = synchronise_accounts(holder, effects=cast.effects)
    assert run is not None, "another holder has the lease"
    return run


def _load(account_id: int) -> Account:
    with transaction():
        return accounts.load(account_id)


def _refusal_of(cast: Cast, account_id: int) -> NotSynchronised:
    with pytest.raises(NotSynchronised) as refused:
        cast.sign_in(_load(account_id).username)
    return refused.value


def test_a_run_takes_new_accounts_all_the_way(cast: Cast) -> None:
    """R2.3-12, R2.3-14, X-7: each transition once, each with its own event; the next run finds nothing to do."""
    hired = hire(cast, 3)
    run = _run_sync(cast)
    assert (run.processed, run.activated, run.failed, run.finished) == (3, 3, 0, True)
    assert [steps_of(account_id) for account_id in hired] == [STEPS] * 3
    events = steps_taken()
    again = _run_sync(cast)
    assert (again.processed, again.activated, again.failed) == (0, 0, 0)
    assert steps_taken() == events
    assert cast.sign_in(_load(hired[0]).username).principal.account_id == hired[0]


def test_a_person_whom_krk_lacks_stays_new(cast: Cast) -> None:
    """R2.3-14: KRK has not confirmed the IK; once it has, the next run goes on."""
    [person] = newcomers(1)
    account = cast.employ(person, "nova", RECORDS, state=SyncState.NEW)
    assert _run_sync(cast).activated == 0
    refused = _refusal_of(cast, account.id)
    assert (refused.state, refused.failed) == (SyncState.NEW, False)
    krk.store_persons([person])
    assert _run_sync(cast).activated == 1


def test_a_person_without_the_category_stays_confirmed(cast: Cast) -> None:
    """R2.3-14, R2.2-1: the person's data are not loaded while KRK does not let them be employed."""
    account = cast.employ(demo.GOLLOVA, "nova", RECORDS, state=SyncState.NEW)
    assert _run_sync(cast).activated == 0
    assert _refusal_of(cast, account.id).state is SyncState.IK_CONFIRMED
    assert Category.SS not in demo.GOLLOVA.categories


def test_an_account_with_nothing_to_load_stays_loaded(cast: Cast) -> None:
    """R2.3-14: permissions are not loaded where there are none; a grant and the next run bring them."""
    krk.store_persons(newcomers(1))
    account = cast.employ(newcomers(1)[0], "nova", state=SyncState.NEW)
    _run_sync(cast)
    assert _refusal_of(cast, account.id).state is SyncState.PERSON_LOADED
    with transaction():
        GrantRow.insert(
            account=account.id,
            realm=account.employee.realm,
            module=RECORDS.module,
            permission=RECORDS.permission,
            level=RECORDS.level,
            valid_from=RECORDS.valid_from,
        ).execute()
    assert _run_sync(cast).activated == 1


def test_the_first_password_lives_from_activation_on(cast: Cast) -> None:
    """X-16: 72 hours from when the account can be used, not from when it was stored."""
    [account_id] = hire(cast, 1)
    with transaction():
        AccountRow.update(temporary=True).where(AccountRow.id == account_id).execute()
    cast.clock.forward(timedelta(days=5))
    _run_sync(cast)
    assert _load(account_id).temporary_until == cast.clock() + timedelta(hours=72)


def test_what_krk_says_of_the_person_is_taken_over(cast: Cast) -> None:
    """R2.3-14: the person's data are loaded, and the administrator's open form is not out of date for it (X-21)."""
    [person] = newcomers(1)
    krk.store_persons([renamed(person, surname="Gollová", title_before="Mgr.")])
    account = cast.employ(person, "nova", RECORDS, state=SyncState.NEW)
    _run_sync(cast)
    employee = _load(account.id).employee
    assert (employee.person.full_name, employee.version) == ("Mgr. František Gollová", account.employee.version)


def test_an_outage_of_krk_is_shown_and_the_next_good_run_ends_it(cast: Cast, krk_url: str, tmp_path: Path) -> None:
    """R2.3-14, X-4: the failure is a state of its own, told once by the audit, and cleared by an answer."""
    [account_id] = hire(cast, 1)
    krk.open_krk(f"sqlite:///{tmp_path / 'nowhere.db'}")
    for _ in range(2):
        run = _run_sync(cast)
        assert (run.activated, run.failed, run.finished) == (0, 1, True)
    refused = _refusal_of(cast, account_id)
    assert (refused.state, refused.failed) == (SyncState.NEW, True)
    with transaction():
        assert AuditRow.select().where(AuditRow.after == {"sync_state": "new", "failed": True}).count() == 1
    krk.open_krk(krk_url)
    assert _run_sync(cast).activated == 1
    assert not _load(account_id).sync_failed


def test_an_answer_ends_the_failure_even_if_it_is_no(cast: Cast, krk_url: str, tmp_path: Path) -> None:
    """R2.3-14: the last attempt did not fail in talking to KRK, so the message is the state's own again."""
    account = cast.employ(newcomers(1)[0], "nova", RECORDS, state=SyncState.NEW)
    krk.open_krk(f"sqlite:///{tmp_path / 'nowhere.db'}")
    _run_sync(cast)
    assert _refusal_of(cast, account.id).failed
    krk.open_krk(krk_url)
    _run_sync(cast)
    assert not _refusal_of(cast, account.id).failed


def test_an_outage_of_krk_holds_up_nobody_who_does_not_need_it(cast: Cast, tmp_path: Path) -> None:
    """X-7: whose person is loaded already is made usable."""
    waiting, loaded = hire(cast, 2)
    with transaction():
        for state, after in (
            (SyncState.NEW, SyncState.IK_CONFIRMED),
            (SyncState.IK_CONFIRMED, SyncState.PERSON_LOADED),
        ):
            accounts.advance(loaded, state, after, cast.clock(), temporary_until=None)
    krk.open_krk(f"sqlite:///{tmp_path / 'nowhere.db'}")
    run = _run_sync(cast)
    assert (run.activated, run.failed) == (1, 1)
    assert (_load(waiting).sync_state, _load(loaded).sync_state) == (SyncState.NEW, SyncState.ACTIVE)


def test_a_krk_that_hangs_is_waited_for_twice_and_not_once_an_account(
    cast: Cast, krk_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-4, X-7: one question and one ping find it out; everybody else is marked without a wait."""
    hire(cast, 20)
    questions: list[None] = []
    released = threading.Event()

    @contextmanager
    def hang() -> Iterator[None]:
        questions.append(None)
        released.wait()
        yield

    krk.open_krk(krk_url, patience=0.1)
    monkeypatch.setattr(krk_sql, "_connected", hang)
    run = _run_sync(cast)
    released.set()
    assert (run.failed, run.finished, len(questions)) == (20, True, 2)


def test_persons_that_krk_fails_on_hold_up_nobody(cast: Cast, krk_url: str) -> None:
    """X-7: as long as KRK answers a ping, a failure is that one account's, however many fail in a row."""
    hired = hire(cast, 6)
    broken = "', '".join(_load(account_id).employee.ik for account_id in hired[:5])
    register = connect_to(krk_url)
    with register.connection_context():
        execute(register, "ALTER TABLE person_category RENAME TO category")
        answer = f"CASE WHEN ik IN ('{broken}') THEN json('broken') ELSE category END"
        execute(register, f"CREATE VIEW person_category AS SELECT ik, {answer} AS category FROM category")  # noqa: S608
    run = _run_sync(cast)
    assert (run.activated, run.failed) == (1, 5)
    assert [_load(account_id).sync_failed for account_id in hired] == [True] * 5 + [False]


def without_constraints(krk_url: str) -> None:
    """Have the register take anything, as somebody else's may."""
    register = connect_to(krk_url)
    with register.connection_context():
        execute(register, "PRAGMA foreign_keys = OFF")
        for table in ("person", "person_category"):
            execute(register, f"CREATE TABLE copy AS SELECT * FROM {table}")  # noqa: S608
            execute(register, f"DROP TABLE {table}")
            execute(register, f"ALTER TABLE copy RENAME TO {table}")


BAD_ROWS = (
    "UPDATE person SET given_name = CAST(x'4af2ed' AS TEXT) WHERE ik = '{}'",
    "UPDATE person SET surname = NULL WHERE ik = '{}'",
    "UPDATE person SET birth_number = '991399999' WHERE ik = '{}'",
    "UPDATE person SET birth_number = NULL WHERE ik = '{}'",
)
READABLE = (
    "UPDATE person SET born = 'kdysi', title_after = NULL WHERE ik = '{}'",
    "INSERT INTO person_category VALUES ('{}', 'XY')",
)


def test_a_row_of_krk_that_cannot_be_read_is_its_own_affair(
    cast: Cast, krk_url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-4, X-7, X-20: no letters but bytes, nothing, no day, a category that we do not know; logged once, by the IK."""
    monkeypatch.setattr(krk_rows, "_logged", {})
    hired = hire(cast, len(BAD_ROWS) + len(READABLE) + 1)
    iks = [_load(account_id).employee.ik for account_id in hired]
    without_constraints(krk_url)
    register = connect_to(krk_url)
    with register.connection_context():
        for statement, ik in zip((*BAD_ROWS, *READABLE), iks, strict=False):
            execute(register, statement.format(ik))
    first = _run_sync(cast)
    cast.clock.forward(timedelta(hours=2))
    again = _run_sync(cast)
    assert (first.activated, again.activated) == (len(READABLE) + 1, 0)
    assert first.failed == again.failed == len(BAD_ROWS)
    assert [_load(account_id).sync_state for account_id in hired] == [
        *[SyncState.NEW] * len(BAD_ROWS),
        *[SyncState.ACTIVE] * (len(READABLE) + 1),
    ]
    assert all(caplog.text.count(f"'{ik}' cannot be read") == 1 for ik in iks[: len(BAD_ROWS)])
    found = krk.persons(iks)
    assert {person.ik for person in found.persons} == set(iks[len(BAD_ROWS) :])
    assert found.unreadable == set(iks[: len(BAD_ROWS)])


def test_an_account_that_cannot_be_stored_holds_up_nobody(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """X-7, X-20: it is logged, without the row that the database quotes, and the others go on."""
    spoilt, other = hire(cast, 2)
    with transaction():
        execute(database.obj, SPOILERS[is_sqlite()].format(spoilt))
    run = _run_sync(cast)
    assert (run.activated, run.failed) == (1, 1)
    assert (_load(spoilt).sync_state, _load(other).sync_state) == (SyncState.NEW, SyncState.ACTIVE)
    assert f"account {spoilt}: IntegrityError" in caplog.text
    assert "spoilt" not in caplog.text


SPOILERS = {
    True: "CREATE TRIGGER spoil BEFORE UPDATE OF sync_state ON account WHEN new.id = {} "
    "BEGIN SELECT RAISE(ABORT, 'spoilt'); END",
    False: "ALTER TABLE account ADD CONSTRAINT spoilt CHECK (id <> {} OR sync_state = 'new')",
}
"""How to have the database refuse one account's step, by whether it is SQLite."""


def test_an_account_deleted_meanwhile_is_passed_over(cast: Cast) -> None:
    """X-26: whoever was deleted after the run began is no failure."""
    deleted, other = hire(cast, 2)

    def delete_first() -> bool:
        with transaction():
            GrantRow.delete().where(GrantRow.account == deleted).execute()
            AccountRow.delete().where(AccountRow.id == deleted).execute()
        return False

    run = synchronise_accounts("worker", effects=cast.effects, stop=delete_first)
    assert run is not None
    assert (run.activated, run.failed, run.finished) == (1, 0, True)
    assert _load(other).sync_state is SyncState.ACTIVE


def test_an_outage_of_our_database_ends_the_run_and_the_next_goes_on(cast: Cast, database_url: str) -> None:
    """X-7: nothing half done is left behind, and the same worker carries on when the database is back."""
    hire(cast, 3)

    def outage_after_one() -> bool:
        if states()[SyncState.NEW] < 3:
            open_database("sqlite:////nowhere/oktui.db")
        return False

    with pytest.raises(DatabaseUnavailable):
        synchronise_accounts("worker", effects=cast.effects, stop=outage_after_one)
    open_database(database_url)
    assert states()[SyncState.NEW] == 2
    assert sync_due(effects=cast.effects)
    assert _run_sync(cast).activated == 2


def test_a_stopped_run_leaves_the_rest_to_the_next_at_once(cast: Cast) -> None:
    """X-7: stopping ends it between two accounts, gives up the lease, and leaves the slot to be made up."""
    hire(cast, 3)
    answers = iter([False, True])
    run = synchronise_accounts("worker", effects=cast.effects, stop=lambda: next(answers))
    assert run is not None
    assert (run.processed, run.finished) == (1, False)
    assert sync_due(effects=cast.effects)
    assert _run_sync(cast, "another").activated == 2
    assert not sync_due(effects=cast.effects)


def test_a_second_worker_waits_for_the_lease_to_end(cast: Cast) -> None:
    """X-7: while one is at it another one does nothing; a dead one's lease ends 20 s after KRK's patience."""
    hire(cast, 1)
    with transaction():
        assert lease.Lease("dead", cast.effects).take()
    assert synchronise_accounts("worker", effects=cast.effects) is None
    cast.clock.forward(lease.LENGTH + timedelta(seconds=krk.patience()) - timedelta(microseconds=1))
    assert synchronise_accounts("worker", effects=cast.effects) is None
    cast.clock.forward(timedelta(microseconds=1))
    assert _run_sync(cast).activated == 1


def test_a_lease_that_ends_in_the_far_future_counts_for_nothing(cast: Cast) -> None:
    """X-7: a clock that was wrong when a worker died stops the sync for nobody."""
    with transaction():
        leases.take(sync.LEASE, "dead", cast.clock(), cast.clock() + timedelta(days=4000))
        sync.finish_run(
            sync.begin_run(cast.clock() + timedelta(days=4000), "dead", cast.clock()),
            processed=0,
            activated=0,
            failed=0,
            now=cast.clock(),
        )
    assert sync_due(effects=cast.effects)
    assert _run_sync(cast).finished
    assert not sync_due(effects=cast.effects)


def test_a_worker_whose_lease_was_taken_stops(cast: Cast) -> None:
    """X-7: it touches no account any more, though it was slow and not dead, and the new holder keeps its lease."""
    hired = hire(cast, 3)
    calls = 0

    def taken_over_before_the_second() -> bool:
        nonlocal calls
        calls += 1
        if calls == 2:
            cast.clock.forward(timedelta(minutes=1))
            with transaction():
                assert leases.take(sync.LEASE, "another", cast.clock(), cast.clock() + lease.LENGTH)
        return False

    run = synchronise_accounts("slow", effects=cast.effects, stop=taken_over_before_the_second)
    assert run is not None
    assert (run.activated, run.finished) == (1, False)
    assert [_load(account_id).sync_state for account_id in hired[1:]] == [SyncState.NEW] * 2
    assert _run_sync(cast, "another").activated == 2


def test_a_slow_krk_does_not_cost_the_lease(cast: Cast, krk_url: str) -> None:
    """X-7: the lease lasts longer than any one question, however patient the installation is."""
    krk.open_krk(krk_url, patience=600)
    hire(cast, 1)
    ends = []

    def a_long_answer() -> bool:
        cast.clock.forward(timedelta(seconds=599))
        ends.append(synchronise_accounts("another", effects=cast.effects))
        return False

    run = synchronise_accounts("slow", effects=cast.effects, stop=a_long_answer)
    assert run is not None
    assert run.activated == 1
    assert set(ends) == {None}


def test_open_sessions_and_usable_accounts_are_left_alone(cast: Cast) -> None:
    """R2.3-13: the sync only makes new accounts usable."""
    cast.sign_in("homola")
    before = cast.account("homola")
    _run_sync(cast)
    assert cast.account("homola") == before
    with transaction():
        assert SessionRow.select().where(SessionRow.ended_at.is_null()).count() == 1


def _effects_at(cast: Cast, after: timedelta) -> Effects:
    return replace(cast.effects, now=lambda: cast.clock() + after)


@pytest.mark.parametrize(
    ("later", "due"),
    [(timedelta(minutes=114), False), (timedelta(minutes=115), True), (timedelta(days=30), True)],
)
def test_a_run_is_due_in_each_slot_that_has_none(cast: Cast, later: timedelta, due: bool) -> None:
    """X-7, X-8: at 10:00 UTC, two hours after the slot that 8:05 lies in; missed ones are made up by one run."""
    assert sync_due(effects=cast.effects)
    _run_sync(cast)
    assert sync_due(effects=_effects_at(cast, later)) is due
    cast.clock.forward(later)
    _run_sync(cast)
    assert not sync_due(effects=cast.effects)
