"""When notices are put into the queue and sent: on a thread of its own, for which the sync never waits."""

import threading
from datetime import date, timedelta

from oktui.domain.calendar import local_date
from oktui.domain.errors import Outage
from oktui.effects import Effects
from oktui.jobs.post import Post
from oktui.jobs.queue_notices import due_today, queue_notices
from oktui.jobs.send_notices import send_notices
from oktui.jobs.sync_recording import LOGGER, log_failure
from oktui.mail import MailOut
from storage.database import close_database

LOOK_EVERY = timedelta(seconds=15)
"""How often the queue is looked at."""

_LONGEST_PAUSE = timedelta(minutes=15)
"""The longest time until a server that does not work is tried again."""


def post_when_due(stop: threading.Event, *, effects: Effects, holder: str, post: Post) -> None:
    """Put the day's notices into the queue, and send whatever is due, until `stop` is set; outages are waited out."""
    queued: date | None = None
    pause = LOOK_EVERY
    while not stop.is_set():
        today = local_date(effects.now())
        if queued != today and due_today(effects=effects) and _is_queued(effects):
            queued = today
        pause = LOOK_EVERY if _is_sent(stop, effects, holder, post) else min(pause * 2, _LONGEST_PAUSE)
        stop.wait(pause.total_seconds())


def _is_queued(effects: Effects) -> bool:
    try:
        if queued := queue_notices(effects=effects):
            LOGGER.info("notices: %d queued for the day", queued)
    except Outage as error:
        LOGGER.warning("notices: %s", error)
    except Exception as error:  # noqa: BLE001 - a bug today must not end all days to come
        log_failure("notices of the day", error)
    else:
        return True
    finally:
        close_database()
    return False


def _is_sent(stop: threading.Event, effects: Effects, holder: str, post: Post) -> bool:
    """Send what is due; False when the server, the database or the program does not work."""
    try:
        done = send_notices(holder, post, effects=effects, stop=stop.is_set)
        if done is not None and (done.sent or done.failed or done.dropped):
            LOGGER.info("notices: %d sent, %d failed, %d dropped", done.sent, done.failed, done.dropped)
    except (MailOut, Outage) as error:
        LOGGER.warning("notices: %s", error)
    except Exception as error:  # noqa: BLE001 - as above
        log_failure("notices", error)
    else:
        return True
    finally:
        close_database()
    return False
