"""The steps of the sync: R2.3-14's table, as a machine."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from oktui.domain.modules import Category, Realm
from oktui.domain.people import Person
from oktui.domain.sync import RunState, SyncRun, SyncState, next_state
from tests.support.roles import MARTINKA, NOW

UNUSABLE = replace(MARTINKA, categories=frozenset({Category.HN}))


@pytest.mark.parametrize(
    ("state", "person", "loadable", "after"),
    [
        (SyncState.NEW, None, True, SyncState.NEW),
        (SyncState.NEW, UNUSABLE, False, SyncState.IK_CONFIRMED),
        (SyncState.IK_CONFIRMED, None, True, SyncState.IK_CONFIRMED),
        (SyncState.IK_CONFIRMED, UNUSABLE, True, SyncState.IK_CONFIRMED),
        (SyncState.IK_CONFIRMED, MARTINKA, False, SyncState.PERSON_LOADED),
        (SyncState.PERSON_LOADED, None, False, SyncState.PERSON_LOADED),
        (SyncState.PERSON_LOADED, None, True, SyncState.ACTIVE),
        (SyncState.ACTIVE, None, False, SyncState.ACTIVE),
    ],
)
def test_each_step_needs_what_its_message_says_is_missing(
    state: SyncState, person: Person | None, loadable: bool, after: SyncState
) -> None:
    """R2.3-14: KRK's confirmation of the IK, then the person's data, then the permissions."""
    assert next_state(state, realm=Realm.OKSLUZBY, person=person, loadable=loadable) is after


def test_a_step_is_never_skipped_or_taken_back() -> None:
    """X-7: whatever is at hand, an account moves one state on or stays."""
    order = list(SyncState)
    for state, person, loadable in product(SyncState, (None, MARTINKA, UNUSABLE), (True, False)):
        after = next_state(state, realm=Realm.OKSLUZBY, person=person, loadable=loadable)
        assert order.index(after) - order.index(state) in (0, 1)


def test_a_category_of_the_other_realm_does_not_count() -> None:
    """R2.2-1: Zaměstnanec SS loads nobody for OKnouze/OKslužby."""
    stays = next_state(SyncState.IK_CONFIRMED, realm=Realm.OKNOUZE, person=MARTINKA, loadable=True)
    assert stays is SyncState.IK_CONFIRMED


def test_only_the_first_two_steps_ask_krk() -> None:
    """R2.3-14: loading permissions goes on while KRK is away."""
    assert [state for state in SyncState if state.asks_krk] == [SyncState.NEW, SyncState.IK_CONFIRMED]


RUN = SyncRun(1, NOW, NOW, finished_at=None, running=False, processed=0, activated=0, failed=0)


def test_a_run_that_nobody_carries_on_was_broken_off() -> None:
    """X-7, F14: a run that never ended is shown as such, not as one that goes on for ever."""
    assert RUN.state is RunState.BROKEN_OFF
    assert replace(RUN, running=True).state is RunState.RUNNING
    assert RUN.duration is None


def test_a_finished_run_says_how_long_it_took() -> None:
    """F14: from its start to its end."""
    finished = replace(RUN, finished_at=NOW + timedelta(seconds=3))
    assert (finished.state, finished.duration) == (RunState.FINISHED, timedelta(seconds=3))
