"""What the program asks by itself while somebody is signed in (X-9, X-27)."""

from datetime import datetime, timedelta

import pytest

from oktui.domain.audit import EventKind
from oktui.domain.sessions import Actor, Session, SessionEnd, SessionLocked, SessionOver
from oktui.services.employees.find_employees import list_workplace_choices
from oktui.services.employees.retire_employee import retire_employee
from oktui.services.sign_in.attend_session import attend_session
from storage import sessions
from storage.database import transaction
from tests.support.cast import Cast
from tests.support.journal import new_events, stored

MINUTE = timedelta(minutes=1)
ALONE = timedelta(minutes=15)


def session_of(actor: Actor) -> Session:
    """The session as it is stored now."""
    with transaction():
        return sessions.load(actor.session_id)


def attend(cast: Cast, actor: Actor, touched_at: datetime) -> bool:
    """Attend to the session."""
    return attend_session(actor, touched_at, effects=cast.effects)


def test_the_last_activity_is_that_of_keys_and_mouse(cast: Cast) -> None:
    """X-27: it is stored, so that a program that was killed leaves no session that seems to be in use."""
    actor, start = cast.actor("homola"), cast.clock()
    cast.clock.forward(5 * MINUTE)
    assert not attend(cast, actor, start + 4 * MINUTE)
    assert session_of(actor).last_active_at == start + 4 * MINUTE
    assert not attend(cast, actor, start + 3 * MINUTE)
    assert session_of(actor).last_active_at == start + 4 * MINUTE


def test_what_the_program_reads_by_itself_is_no_activity(cast: Cast) -> None:
    """X-27: a list that is refreshed every few seconds must not keep a session open that was left alone."""
    actor = cast.actor("homola")
    before = session_of(actor)
    cast.clock.forward(ALONE)
    list_workplace_choices(actor, effects=cast.effects)
    assert session_of(actor) == before


def test_a_clock_that_went_back_makes_no_activity_in_the_future(cast: Cast) -> None:
    """X-27: else the session would never be left alone."""
    actor = cast.actor("homola")
    attend(cast, actor, cast.clock() + timedelta(days=1))
    assert session_of(actor).last_active_at == cast.clock()


def test_a_session_left_alone_is_locked_for_every_use_case(cast: Cast) -> None:
    """X-27, X-3: the lock is the domain's; the screen only shows it."""
    actor, start = cast.actor("homola"), cast.clock()
    cast.clock.forward(ALONE - timedelta(seconds=1))
    assert not attend(cast, actor, start)
    cast.clock.forward(timedelta(seconds=1))
    with new_events() as added:
        assert attend(cast, actor, start)
        assert attend(cast, actor, start)
    assert [event.kind for event in added()] == [EventKind.SESSION_LOCKED]
    with pytest.raises(SessionLocked):
        list_workplace_choices(actor, effects=cast.effects)


def test_keys_pressed_at_the_lock_screen_do_not_unlock(cast: Cast) -> None:
    """X-27: they are perhaps somebody else's."""
    actor, start = cast.actor("homola"), cast.clock()
    cast.clock.forward(ALONE)
    attend(cast, actor, start)
    before = stored()
    cast.clock.forward(MINUTE)
    assert attend(cast, actor, cast.clock())
    assert stored() == before


@pytest.mark.parametrize("touched", [True, False])
def test_a_session_ends_after_eight_hours_without_any_action(cast: Cast, touched: bool) -> None:
    """X-27: in use or left alone."""
    actor, start = cast.actor("homola"), cast.clock()
    cast.clock.forward(timedelta(hours=8))
    with new_events() as added:
        for _ in range(2):
            with pytest.raises(SessionOver) as over:
                attend(cast, actor, cast.clock() if touched else start)
            assert over.value.reason is SessionEnd.TOO_LONG
    assert [(event.kind, event.after["reason"]) for event in added()] == [(EventKind.SESSION_ENDED, "too_long")]
    assert session_of(actor).end_reason is SessionEnd.TOO_LONG


def test_a_session_that_somebody_ended_is_noticed_without_any_action(cast: Cast) -> None:
    """X-9: whoever is retired need not press a key to see it."""
    actor = cast.actor("klicpera")
    retire_employee(cast.actor("mpsv_radek"), cast.account("klicpera").employee.id, effects=cast.effects)
    with pytest.raises(SessionOver) as over:
        attend(cast, actor, cast.clock())
    assert over.value.reason is SessionEnd.RETIRED
