"""Once a day: tell owners whose validity ends soon, and administrators what needs doing."""

from datetime import timedelta

from oktui.domain.calendar import PRAGUE, day_begins, local_date
from oktui.effects import Effects
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
        with transaction():  # each alone: nobody who works with the account waits for all the others
            queued += notify(end, effects)
    for account_id in administrators:
        with transaction():
            digest = digest_for(account_id, counted, effects.at_one_moment())
            queued += digest is not None and notify(digest, effects)
    return queued
