"""Once a day: tell owners whose validity ends soon, and administrators what needs doing."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from oktui.domain.calendar import PRAGUE, day_begins, local_date
from oktui.domain.errors import Outage
from oktui.effects import Effects
from oktui.jobs.sync_recording import log_failure
from oktui.services.notices import Counted, digest_for, ends_to_tell_of, notify
from storage import notices
from storage.database import transaction

DAILY_FROM = timedelta(hours=6)
"""How long after midnight in Prague the day's notices are put into the queue, to be there in the morning."""


def due_today(*, effects: Effects) -> bool:
    """Whether it is late enough in the day."""
    now = effects.now()
    return now.astimezone(PRAGUE) - day_begins(local_date(now)) >= DAILY_FROM


def queue_notices(*, effects: Effects) -> int:
    """Put the day's notices into the queue; returns how many were new. Doing it again adds none. Raises Outage."""
    with transaction():
        ends = list(ends_to_tell_of(effects))
        administrators = notices.administrators()
    counted: Counted = {}
    queued = 0
    for end in ends:
        queued += _alone(partial(notify, end, effects), f"notice to account {end.account_id}")
    for account_id in administrators:
        case = partial(_digest, account_id, counted, effects)
        queued += _alone(case, f"digest for account {account_id}")
    return queued


def _digest(account_id: int, counted: Counted, effects: Effects) -> bool:
    digest = digest_for(account_id, counted, effects.at_one_moment())
    return digest is not None and notify(digest, effects)


def _alone(case: Callable[[], bool], what: str) -> bool:
    """Nobody who works with the account waits for all the others, nor does a bug with one of them stop them."""
    try:
        with transaction():
            return case()
    except Outage:
        raise
    except Exception as error:  # noqa: BLE001 - the boundary of one notice
        log_failure(what, error)
        return False
