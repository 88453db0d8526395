"""The sync: makes new accounts usable, one committed step at a time (R2.3-12 … R2.3-14, X-7, X-8)."""

from collections.abc import Callable
from dataclasses import field
from datetime import timedelta

from oktui.domain.accounts import Account
from oktui.domain.audit import Detail, Outcome
from oktui.domain.authority import NotFound
from oktui.domain.calendar import sync_slot
from oktui.domain.errors import Outage
from oktui.domain.people import Employee, Person, PersonalData
from oktui.domain.sync import SyncState, next_state
from oktui.effects import Effects
from oktui.jobs.asking_krk import Asked, Stopped, ask_krk
from oktui.jobs.lease import Lease, LeaseLost
from oktui.jobs.refresh_persons import refresh_persons
from oktui.jobs.sync_recording import LOGGER, log_failure, record
from oktui.services.recording import told_change
from oktui.values import dataclass
from storage import accounts, employees, krk, sync
from storage.database import reading, transaction

CLOCKS_DIFFER = timedelta(minutes=1)
"""How much the clocks of two machines may."""


@dataclass
class Run:
    """How a run goes: accounts looked at, made usable, and failed; unfinished when it was stopped."""

    processed: int = 0
    activated: int = 0
    failed: int = 0
    finished: bool = False


def sync_due(*, effects: Effects) -> bool:
    """Whether the last run finished was not in the slot that it is now; missed ones are made up by one run (X-7, X-8).

    A run of a later slot came of a clock that was ahead and went back; only just before that slot begins, it came of
    another machine's clock.
    """
    now, every = effects.now(), effects.policy.sync_every
    with reading():
        last = sync.last_slot()
    return last not in (sync_slot(now, every), sync_slot(now + CLOCKS_DIFFER, every))


def synchronise_accounts(holder: str, *, effects: Effects, stop: Callable[[], bool] = lambda: False) -> Run | None:
    """Take every pending account as far as it will go; None when another worker holds the lease (X-7).

    `stop` is asked before each account. What a stopped or killed run has left undone, the next one does. Raises Outage
    when our own database fails.
    """
    lease = Lease(holder, effects)
    now = effects.now()
    with transaction():
        if not lease.take():
            return None
        run_id = sync.begin_run(sync_slot(now, effects.policy.sync_every), holder, now)
        pending = accounts.pending()
    worker = _Worker(lease, effects)
    try:
        worker.run.finished = worker.process_all(pending, stop)
        if worker.run.finished and not worker.krk_is_out:
            refresh_persons(lease, effects=effects, stop=stop)
        worker.leave(run_id)
    except LeaseLost:
        LOGGER.warning("sync: another worker has taken over")
    return worker.run


@dataclass
class _Worker:
    """One run's way through the accounts, under a lease that each of its changes renews."""

    lease: Lease
    effects: Effects
    run: Run = field(default_factory=Run)
    krk_is_out: bool = False

    def process_all(self, pending: list[int], stop: Callable[[], bool]) -> bool:
        """Process each account, KRK being asked about a hundred at a time; False when stopped before the last."""
        iks, asked = dict[int, str](), Asked()
        for position, account_id in enumerate(pending):
            if stop():
                return False
            if position % krk.AT_ONCE == 0:
                try:
                    iks, asked = self._ask_krk(pending[position : position + krk.AT_ONCE], stop)
                except Stopped:
                    return False
            self._process(account_id, iks.get(account_id), asked)
        return True

    def leave(self, run_id: int) -> None:
        """Let others have the lease, and record a run that is finished."""
        run, now = self.run, self.effects.now()
        with transaction():
            self.lease.renew()
            if run.finished:
                sync.finish_run(run_id, processed=run.processed, activated=run.activated, failed=run.failed, now=now)
            self.lease.give_up()

    def _process(self, account_id: int, ik: str | None, asked: Asked) -> None:
        """Take one account as far as it will go; what goes wrong with it is its own affair (X-7).

        `ik` is whom KRK was asked about for it, if its next step needs that.
        """
        self.run.processed += 1
        try:
            if ik in asked.failed:
                self._note_failure(account_id)
                self.run.failed += 1
                return
            person = None if ik is None else asked.persons.get(ik)
            while self._step(account_id, person):
                pass
        except NotFound:
            return  # deleted since the run began
        except (Outage, LeaseLost):
            raise
        except Exception as error:  # noqa: BLE001 - a bug or a broken record must not hold up the accounts behind it
            self.run.failed += 1
            log_failure(f"account {account_id}", error)

    def _ask_krk(self, account_ids: list[int], stop: Callable[[], bool]) -> tuple[dict[int, str], Asked]:
        """The IK of each account whose next step needs KRK, and KRK's answer; a KRK that is out is asked no more."""
        with transaction():
            iks = accounts.asking_krk(account_ids)
        about = set(iks.values())
        asked = Asked(failed=about, krk_is_out=True) if self.krk_is_out else ask_krk(about, self.lease, stop)
        self.krk_is_out = asked.krk_is_out
        return iks, asked

    def _note_failure(self, account_id: int) -> None:
        effects = self.effects.at_one_moment()
        with transaction():
            self.lease.renew()
            account = accounts.load(account_id, to_change=True)
            state = account.sync_state
            if accounts.mark_sync_failed(account_id, state, failed=True, now=effects.now()):
                after = _snapshot(state, failed=True)
                record(account.employee, _before(account), after, effects=effects, outcome=Outcome.REFUSED)

    def _step(self, account_id: int, person: Person | None) -> bool:
        """Move one account to the next state, if it can be; True when it may go on from there."""
        effects = self.effects.at_one_moment()
        with transaction():
            self.lease.renew()
            account = accounts.load(account_id, to_change=True)
            before, realm = account.sync_state, account.employee.realm
            loadable = account.loadable(effects.now(), effects.policy)
            after = next_state(before, realm=realm, person=person, loadable=loadable)
            if _store(account, after, person, effects):
                record(account.employee, _before(account), _snapshot(after), effects=effects)
        self.run.activated += after is not before and after is SyncState.ACTIVE
        return after is not before and after is not SyncState.ACTIVE


def _store(account: Account, after: SyncState, person: Person | None, effects: Effects) -> bool:
    """Store the account's state, old or new; whether that changed anything."""
    now = effects.now()
    if after is account.sync_state:
        # Something is missing, but KRK did answer: the failure before, if there was one, is over.
        return accounts.mark_sync_failed(account.id, after, failed=False, now=now)
    if after is SyncState.PERSON_LOADED and person is not None:
        _take_over(account.employee, person.data, effects)
    dies_at = None
    if after is SyncState.ACTIVE and account.temporary:
        dies_at = now + effects.policy.passwords.first_lifetime
    return accounts.advance(account.id, account.sync_state, after, now, temporary_until=dies_at)


def _take_over(employee: Employee, person: PersonalData, effects: Effects) -> None:
    if person != employee.person:
        record(employee, *told_change(employee.person, person), effects=effects)
    employees.refresh_person(employee.id, person, effects.now())


def _before(account: Account) -> Detail:
    return _snapshot(account.sync_state, failed=account.sync_failed)


def _snapshot(state: SyncState, *, failed: bool = False) -> Detail:
    return {"sync_state": state.value, "failed": failed}
