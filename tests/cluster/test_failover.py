"""A cluster of `deploy/cluster` loses its primary, again and again, while officials and workers are at work."""

import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from oktui.domain.audit import DoneBefore, EventKind
from oktui.domain.errors import Outage
from oktui.domain.modules import Module, Permission
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.sessions import Actor, SessionOver, UnknownSession
from oktui.domain.sync import SyncState
from oktui.effects import utc_now
from oktui.services.answering import Attempt, in_time, leave, once
from oktui.services.workplaces.save_workplace import SaveWorkplace, save_workplace
from screens.workplaces.workplace import WorkplaceScreen
from storage import krk, roles, schema
from storage.database import close_database, open_database, transaction
from storage.models import AuditRow, WorkplaceRow
from storage.sealing_key import SealingKey, use_sealing_key
from tests.support.cast import AUDIT_KEY, Cast, granted
from tests.support.cluster import Cluster, cluster
from tests.support.employee_forms import opened
from tests.support.newcomers import STEPS, hire, newcomers, states, steps_of
from tests.support.programs import Databases, start, worker
from tests.support.waiting import settled

OFFICIALS = 8
KILLS = 10
MACHINES = (3, 7)
"""The rounds in which all of a node dies, so that nobody gives up its place; in the others it is PostgreSQL alone."""
KILLED_WORKER = 1
"""The round in which a worker is killed as well."""
RESUMED_WITHIN = 30.0
"""Seconds after there is a new primary."""


@pytest.fixture(scope="module")
def three() -> Iterator[Cluster]:
    """The cluster, with the program's tables."""
    with cluster() as running:
        assert roles.upgrade(running.url("oktui_run"), running.url("oktui_owner"))
        assert not roles.audit_can_be_changed(running.url("oktui_run"))
        yield running


@pytest.fixture(scope="module")
def databases(three: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The cluster and a register of persons, open."""
    folder = tmp_path_factory.mktemp("register")
    found = Databases(three.url("oktui_run"), f"sqlite:///{folder / 'krk.db'}")
    schema.upgrade(found.krk_url, schema.KRK)
    open_database(found.database_url)
    krk.open_krk(found.krk_url)
    use_sealing_key(SealingKey(AUDIT_KEY, Path(folder, "audit.anchor")))
    yield found
    use_sealing_key(None)
    close_database()


@pytest.fixture(scope="module")
def cast(databases: Databases) -> Cast:
    """The document's people."""
    return Cast()


class Official(threading.Thread):
    """Somebody who makes one workplace after another, and presses OK again where there was no answer."""

    def __init__(self, cast: Cast, number: int, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.stored: list[str] = []
        self.last_stored = 0.0
        self.refused = 0
        self.failure: BaseException | None = None
        self._cast, self._number, self._over = cast, number, over
        self._actor = cast.actor(f"mpsv_{number}")

    def run(self) -> None:
        """Work until it is over."""
        try:
            while not self._over.wait(0.2):
                self._store(f"Úřad {self._number}-{len(self.stored)}")
        except BaseException as error:  # noqa: BLE001 - the test says what it was
            self.failure = error
        leave()

    def _sign_in(self) -> Actor:
        while True:
            try:
                return in_time(partial(self._cast.actor, f"mpsv_{self._number}"))
            except Outage:
                self._over.wait(0.5)

    def _store(self, name: str) -> None:
        request = SaveWorkplace(OfficeKind.KU, name, Region.VYSOCINA, date(2016, 1, 1), None, "", None, 1)
        attempt = Attempt(name)
        while True:
            try:
                case = partial(save_workplace, self._actor, request, effects=self._cast.effects)
                in_time(partial(once, attempt, case))
                break
            except (SessionOver, UnknownSession):  # by the clock of a worker, which is ahead
                self._actor = self._sign_in()
            except DoneBefore:
                break
            except Outage:
                self.refused += 1
                attempt = replace(attempt, again=True)
                self._over.wait(0.5)
        self.stored.append(name)
        self.last_stored = time.monotonic()


def officials(cast: Cast, over: threading.Event) -> list[Official]:
    """Officials of the ministry, each signed in."""
    cast.clock.now = utc_now()  # as the workers', who forget what is old
    persons = newcomers(OFFICIALS, already=5_000)
    krk.store_persons(persons)
    power = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION)
    made = []
    for number, person in enumerate(persons):
        cast.employ(person, f"mpsv_{number}", power, workplace="MPSV PHN a SS")
        made.append(Official(cast, number, over))
    return made


def new_primary(three: Cluster, before: int) -> float:
    """Wait until another server is the primary, or the one that crashed has recovered first; when that was."""
    three.wait_for(lambda: any(node.is_primary() and node.server() != before for node in three.nodes))
    return time.monotonic()


def all_went_on(at_work: list[Official], since: float) -> bool:
    """Whether each has stored something since, or has failed altogether."""
    return all(official.last_stored > since or official.failure is not None for official in at_work)


def say(figure: str) -> None:
    """Show it to whoever runs this."""
    sys.stdout.write(f"{figure}\n")


async def test_a_form_keeps_what_was_typed_and_says_why(three: Cluster, cast: Cast) -> None:
    """F11, X-32, X-33: while there is no primary it says so; when there is one, the same key stores it, once."""
    three.wait_until_whole()
    form = WorkplaceScreen(None)
    async with opened(cast, form, "mpsv_radek") as (app, pilot):
        form.office_name.value = "Smilov"
        form.office_region.value = Region.VYSOCINA
        lost = three.primary
        server = lost.server()
        lost.crash_postgresql()
        await pilot.press("f2")
        await settled(pilot)
        assert "atabáz" in app.shown()
        assert form.office_name.value == "Smilov"
        new_primary(three, server)
        while not app.results:
            await pilot.press("enter" if app.screen.query("MessageDialog .box") else "f2")
            await settled(pilot)
    with transaction():
        assert WorkplaceRow.select().where(WorkplaceRow.name == "Smilov").count() == 1


def test_ten_dead_primaries_lose_and_double_nothing(three: Cluster, cast: Cast, databases: Databases) -> None:
    """X-7, X-32, X-33: with eight officials and two workers; each official goes on within 30 s of the new primary."""
    three.wait_until_whole()
    over = threading.Event()
    at_work = officials(cast, over)
    hired: list[int] = []
    for official in at_work:
        official.start()
    for round_ in range(KILLS):
        hired += hire(cast, 20, already=len(hired))
        workers = [start(worker, databases, timedelta(hours=2 * round_)) for _ in range(2)]
        three.wait_for(lambda: states()[SyncState.NEW] < 20)  # somebody has the lease
        if round_ == KILLED_WORKER:
            workers[0].process.kill()
        lost = three.primary
        server = lost.server()
        begun = time.monotonic()
        how = "machine" if round_ in MACHINES else "server"
        {"machine": lost.crash, "server": lost.crash_postgresql}[how]()
        chosen = new_primary(three, server)
        three.wait_for(partial(all_went_on, at_work, chosen))
        resumed = time.monotonic()
        say(f"{how}: a new primary after {chosen - begun:.1f} s, all at work {resumed - chosen:.1f} s later")
        assert resumed - chosen < RESUMED_WITHIN
        if how == "machine":
            lost.start()
        three.wait_until_whole()
        if round_ != KILLED_WORKER:  # there the lease ends with the next round's clock
            three.wait_for(lambda: set(states()) == {SyncState.ACTIVE})
        for program in workers:
            program.process.terminate()
            program.end()
    over.set()
    for official in at_work:
        official.join(60)
    assert [official.failure for official in at_work if official.failure is not None] == []
    stored = [name for official in at_work for name in official.stored]
    with transaction():
        found = [row.name for row in WorkplaceRow.select() if row.name.startswith("Úřad ")]
        made = AuditRow.select().where(AuditRow.kind == EventKind.WORKPLACE_CREATED).count()
    say(f"{len(stored)} changes acknowledged, {sum(each.refused for each in at_work)} times no answer")
    assert sorted(found) == sorted(stored)
    assert made == len(stored)
    assert [account for account in hired if steps_of(account) != STEPS] == []
