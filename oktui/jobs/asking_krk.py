"""Asking KRK about many persons at once, so that what goes wrong with one of them is no outage for the others (X-7)."""

from collections.abc import Callable, Collection
from dataclasses import field

from oktui.domain.outages import KrkUnavailable
from oktui.domain.people import Person
from oktui.jobs.lease import Lease
from oktui.jobs.sync_recording import log_failure
from oktui.values import dataclass
from storage import krk
from storage.database import transaction


@dataclass
class Asked:
    """What KRK has answered: the persons by their IKs, and about whom it gave no answer that can be read."""

    persons: dict[str, Person] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    krk_is_out: bool = False
    """Whether it answers nobody any more; all about whom it was not asked have failed then."""


class Stopped(Exception):
    """The run was stopped between two questions, of which any may take as long as patience lasts."""


def ask_krk(iks: Collection[str], lease: Lease, stop: Callable[[], bool]) -> Asked:
    """Ask about all in one question; where KRK fails on all of them together, about each on their own.

    Raises LeaseLost, Stopped.
    """
    if not iks:
        return Asked()
    with transaction():
        lease.renew()
    try:
        answer = krk.persons(iks)
    except KrkUnavailable:
        if not _krk_answers():
            return Asked(failed=set(iks), krk_is_out=True)
    except Exception as error:  # noqa: BLE001 - a bug that one person brings out must not hold up the others
        log_failure(f"{len(iks)} persons of KRK", error)
    else:
        return Asked({person.ik: person for person in answer.persons}, set(answer.unreadable))
    return Asked(failed=set(iks)) if len(iks) == 1 else _ask_each(iks, lease, stop)


def _ask_each(iks: Collection[str], lease: Lease, stop: Callable[[], bool]) -> Asked:
    asked = Asked()
    for ik in sorted(iks):
        if asked.krk_is_out:
            asked.failed.add(ik)
            continue
        if stop():
            raise Stopped
        alone = ask_krk([ik], lease, stop)
        asked.persons |= alone.persons
        asked.failed |= alone.failed
        asked.krk_is_out = alone.krk_is_out
    return asked


def _krk_answers() -> bool:
    """Whether KRK answers at all, so that what it did not answer about some is no outage for everybody."""
    try:
        krk.ping()
    except KrkUnavailable:
        return False
    return True
