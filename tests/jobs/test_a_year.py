"""A year of two workers that die again and again, on a clock that is stood in for (X-7, X-8).

They die between two readings of the clock, of which each step has some: what was not committed is rolled back, and the
lease is left behind. Real processes are killed in tests/test_worker.py.
"""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - the same days in every run

import pytest

from oktui.domain.calendar import next_sync
from oktui.domain.sync import SyncState
from oktui.jobs.synchronise_accounts import sync_due, synchronise_accounts
from oktui.values import dataclass
from storage import accounts
from storage.database import transaction
from tests.support.cast import Cast
from tests.support.newcomers import STEPS, hire, steps_of

pytestmark = pytest.mark.slow

DAYS = 365
LATEST = timedelta(hours=2, minutes=1)
LOOKS = timedelta(seconds=15)


class Killed(BaseException):
    """The process is gone, and nothing that it would still have done is done."""


@dataclass
class Worker:
    """One of the two: what it is killed by, and when it is there again under another name."""

    cast: Cast
    chance: Random
    names: "itertools.count[int]"
    back_at: datetime
    kills: int = 0

    def look(self) -> None:
        """Run the sync if it is due, as `oktui worker` does; every other time it does not live to the end of it."""
        if self.cast.clock() < self.back_at:
            return
        left = self.chance.randrange(1, 30) if self.chance.random() < 1 / 2 else 10**9
        effects = replace(self.cast.effects, now=self._dying_after(left))
        try:
            if sync_due(effects=effects):
                synchronise_accounts(f"worker {next(self.names)}", effects=effects)
        except Killed:
            self.kills += 1
            self.back_at = self.cast.clock() + timedelta(seconds=self.chance.randrange(1, 20))

    def _dying_after(self, left: int) -> Callable[[], datetime]:
        readings = itertools.count(1)

        def now() -> datetime:
            if next(readings) >= left:
                raise Killed
            return self.cast.clock()

        return now


def unfinished(ids: list[int]) -> list[int]:
    """Whose account does not work yet."""
    with transaction():
        return [each for each in ids if accounts.load(each).sync_state is not SyncState.ACTIVE]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_account_works_within_two_hours_and_a_minute_and_is_activated_once(cast: Cast) -> None:
    """X-7, X-8: on every day of a year, through both changes of the hour."""
    chance, names = Random(2016), itertools.count()
    workers = [Worker(cast, chance, names, cast.clock()) for _ in range(2)]
    hired: list[int] = []
    for day in range(DAYS):
        cast.clock.now = cast.clock.now.replace(hour=0, minute=0, second=0) + timedelta(days=1)
        cast.clock.forward(timedelta(minutes=chance.randrange(20 * 60)))
        until_idle(cast, workers)
        since, new = cast.clock(), hire(cast, chance.choice([1, 1, 2]), already=len(hired))
        hired += new
        until_idle(cast, workers)
        assert unfinished(new) == new  # this slot's run is done
        cast.clock.now = next_sync(cast.clock(), cast.effects.policy.sync_every)
        until_idle(cast, workers)
        assert unfinished(new) == [], f"day {day}"
        assert cast.clock() - since <= LATEST, f"day {day}"
    assert sum(worker.kills for worker in workers) > DAYS / 3
    assert [each for each in hired if steps_of(each) != STEPS] == []


def until_idle(cast: Cast, workers: list[Worker]) -> None:
    """Have both look every fifteen seconds, in turn, until there is nothing due."""
    while sync_due(effects=cast.effects):
        for worker in workers:
            worker.look()
        cast.clock.forward(LOOKS)
