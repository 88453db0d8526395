"""Failures from one source slow down that source before they touch an account (X-31).

A source is an OS user at a network address. Many officials may share one, so whoever has signed in from it before is
let try once in a while in spite of what others have spoiled; nobody is told so but by a right password (X-12).
"""

from datetime import datetime, timedelta
from ipaddress import ip_address

from oktui.domain.offices import Region
from oktui.domain.policy import Policy
from oktui.domain.sign_in import SlowedDown, growing_wait
from oktui.values import dataclass


class SourceSlowedDown(SlowedDown, code="source_slowed_down"):
    """Too many failures have come from the source: no attempt before `until` (X-31)."""


FORGETS_ONE = timedelta(minutes=30)
"""After this long without another one, one failure is forgotten."""


@dataclass(frozen=True)
class Trail:
    """What is on record of a source, and of one name typed at it.

    `failures` are those that no success has made up for, `at` the last one of them; `own_at` is the name's last one.
    `known` says that the name's owner has signed in from there; `region` is whose official was the last to do so.
    """

    failures: int
    at: datetime
    region: Region | None = None
    own_at: datetime | None = None
    known: bool = False


def in_usual_form(address: str) -> str | None:
    """An IP address as it is written in its one usual form; None where it is none."""
    try:
        # What follows a % may be any text, and would be on record.
        return None if "%" in address else str(ip_address(address))
    except ValueError:
        return None


def failures_left(trail: Trail, now: datetime) -> int:
    """The failures that still count."""
    return max(trail.failures - (now - trail.at) // FORGETS_ONE, 0)


def slowed_until(trail: Trail, now: datetime, policy: Policy) -> datetime:
    """When the next attempt is taken from the source; the wait doubles with each failure beyond the first few."""
    return trail.at + growing_wait(failures_left(trail, now) - policy.source_failures, policy)


def trusted(trail: Trail, now: datetime) -> bool:
    """Whether the owner of the name is let try whatever others have done: known there, and not failed of late."""
    return trail.known and (trail.own_at is None or now - trail.own_at >= FORGETS_ONE)
