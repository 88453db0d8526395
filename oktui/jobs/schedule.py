"""When the sync runs, in the worker and behind the terminal program alike (X-7, X-8)."""

import os
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from oktui.domain.calendar import next_sync, sync_slot
from oktui.domain.errors import Outage
from oktui.effects import Effects
from oktui.jobs.anchor_audit import anchor_audit
from oktui.jobs.purge_audit import purge_audit
from oktui.jobs.purge_files import purge_files
from oktui.jobs.purge_traces import purge_traces
from oktui.jobs.sync_recording import LOGGER, log_failure
from oktui.jobs.synchronise_accounts import Run, sync_due, synchronise_accounts
from storage import leases, sync
from storage.database import close_database, reading

LOOK_EVERY = timedelta(seconds=15)
"""How often at least the clock is read, which may jump, and after how long an outage is tried again."""

_WATCH_EVERY = 0.5
"""Seconds between two looks at another worker's lease."""


def make_holder() -> str:
    """A name for this process that no other one has had, to hold the lease with."""
    return f"{os.uname().nodename}:{os.getpid()}:{os.urandom(4).hex()}"


def run_when_due(stop: threading.Event, *, effects: Effects, holder: str) -> None:
    """Run the sync in every slot, now too if this one's is missing, until `stop` is set; outages are waited out."""
    done: datetime | None = None
    while not stop.is_set():
        slot = sync_slot(effects.now(), effects.policy.sync_every)
        if slot != done and _is_done(stop, effects, holder):
            done = slot
            _keep_audit(stop, effects)
            _clear("files", purge_files, effects)
            _clear("traces", purge_traces, effects)
        stop.wait(_pause(effects.now(), effects.policy.sync_every).total_seconds())


def _is_done(stop: threading.Event, effects: Effects, holder: str) -> bool:
    """See to it that the slot's run is done, by this worker or another; False when that is to be tried again."""
    try:
        if not sync_due(effects=effects):
            return True
        run = synchronise_accounts(holder, effects=effects, stop=stop.is_set)
        if run is not None:
            LOGGER.info("sync: %d processed, %d activated, %d failed", run.processed, run.activated, run.failed)
        return run is not None and run.finished
    except Outage as error:
        LOGGER.warning("sync: %s, tries again in %d s", error, LOOK_EVERY.seconds)
    except Exception as error:  # noqa: BLE001 - a bug in this run must not end all that are to come
        log_failure("run", error)
    finally:
        close_database()  # a connection kept over two idle hours is one that a firewall has forgotten
    return False


def _keep_audit(stop: threading.Event, effects: Effects) -> None:
    """Have the audit's anchor follow its chain, and what is past its time purged; a failure waits for the next slot."""
    try:
        if not anchor_audit():
            LOGGER.error("audit: events that were on record are missing; run `oktui audit verify`")
        elif purged := purge_audit(effects=effects, stop=stop.is_set):
            LOGGER.info("audit: %d events purged", purged)
    except Outage as error:
        LOGGER.warning("audit: %s", error)
    except Exception as error:  # noqa: BLE001 - as above
        log_failure("audit", error)
    finally:
        close_database()


def _clear(what: str, purge: Callable[..., int], effects: Effects) -> None:
    """Have removed what is past its time; a failure waits for the next slot."""
    try:
        if purged := purge(effects=effects):
            LOGGER.info("%s: %d purged", what, purged)
    except Outage as error:
        LOGGER.warning("%s: %s", what, error)
    except Exception as error:  # noqa: BLE001 - as above
        log_failure(what, error)
    finally:
        close_database()


def _pause(now: datetime, every: timedelta) -> timedelta:
    return min(LOOK_EVERY, next_sync(now, every) - now)


def run_once(stop: threading.Event, *, effects: Effects, holder: str) -> Run | None:
    """Run the sync now, due or not; None while another worker is at it, or when stopped.

    A lease that nobody prolongs is a dead worker's, and its end is waited for. Raises Outage.
    """
    seen: datetime | None = None
    while not stop.is_set():
        run = synchronise_accounts(holder, effects=effects, stop=stop.is_set)
        if run is not None:
            return run
        with reading():
            end = leases.end(sync.LEASE)
        if seen is not None and end != seen:
            return None
        seen = end
        stop.wait(_WATCH_EVERY)
    return None
