"""The post as a process: killed at any moment, it loses no notice and tells nobody twice (X-7)."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from oktui.domain.notices import NewNotice, NoticeKind, NoticeState
from oktui.effects import utc_now
from oktui.services.notices import notify
from storage import notices
from storage.database import transaction
from storage.models import EmployeeRow, NoticeRow
from tests.support.cast import Cast
from tests.support.mail import Inbox, mail_server
from tests.support.programs import Databases, poster, start

KILLS = int(os.environ.get("OKTUI_SOAK_KILLS", "12"))
GOLDEN = 0.618034
"""Its multiples, modulo 1, lie as evenly as numbers can: chance that comes out the same each time."""
A_LETTERS_TIME = 0.05
"""Seconds within which a letter is begun, taken and noted."""
BETWEEN_LIVES = timedelta(minutes=1)
"""Longer than the lease of whoever was killed, which each next one so finds ended."""


def queue(cast: Cast, account_id: int, first: int, count: int) -> None:
    """Have somebody be told of so many things."""
    with transaction():
        for number in range(first, first + count):
            assert notify(NewNotice(NoticeKind.ACCOUNT_LOCKED, account_id, str(number)), cast.effects)


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait for what the post does."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.001)


def _has(inbox: Inbox, number: int) -> bool:
    return len(inbox.letters) >= number


def states() -> dict[NoticeState, int]:
    """How many notices are in each state."""
    with transaction():
        return {state: number for state, number in notices.counts().items() if number}


@pytest.mark.slow
@pytest.mark.breaks_the_database("an address is set beside the program")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_every_notice_arrives_once_however_often_the_post_is_killed(
    cast: Cast, database_url: str, krk_url: str
) -> None:
    """X-7: none is lost; one that the server was given more than once had the same Message-ID and the same bytes.

    That is possible only of those at which a life ended, and of no other.
    """
    cast.let_notify()
    cast.clock.now = utc_now()
    account = cast.account("klicpera")
    with transaction():
        EmployeeRow.update(email="klicpera@urad.example").where(EmployeeRow.id == account.employee.id).execute()
    databases, inbox = Databases(database_url, krk_url), Inbox()
    queued, lives_at_work, in_doubt = 0, 0, Counter[str]()
    inbox.pause = 0.01
    with mail_server(inbox) as server:
        for life in range(1, KILLS + 1):
            if (missing := 60 - states().get(NoticeState.WAITING, 0)) > 0:
                queue(cast, account.id, queued, missing)
                queued += missing
            before = len(inbox.letters)
            program = start(poster, databases, life * BETWEEN_LIVES, server)
            assert program.report() == "begins"
            wait_for(partial(_has, inbox, before + life % 5))
            time.sleep(life * GOLDEN % 1 * A_LETTERS_TIME)
            assert program.process.pid is not None
            os.kill(program.process.pid, signal.SIGKILL)
            assert program.end() == -signal.SIGKILL
            with transaction():
                sending = [row.token for row in NoticeRow.select().where(NoticeRow.state == NoticeState.SENDING)]
            assert len(sending) <= 1
            in_doubt.update(f"<oktui.{token}@urad.example>" for token in sending)
            lives_at_work += NoticeState.WAITING in states()
        program = start(poster, databases, (KILLS + 1) * BETWEEN_LIVES, server)
        assert program.report() == "begins"
        assert program.report().failed == 0
        assert program.end() == 0
    assert states() == {NoticeState.SENT: queued}
    with transaction():
        sent = {f"<oktui.{row.token}@urad.example>" for row in NoticeRow.select()}
    assert set(inbox.times) == sent
    assert lives_at_work == KILLS
    twice = {message_id: number - 1 for message_id, number in inbox.times.items() if number > 1}
    assert all(number <= in_doubt[message_id] for message_id, number in twice.items()), twice
    assert len({letter for _, letter in inbox.letters}) == queued, "the same notice, in other bytes"
