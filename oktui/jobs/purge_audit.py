"""Purge audit events that are past their time, eighteen months at least (X-19)."""

from collections.abc import Callable

from oktui.domain.audit import AuditEvent, EventKind, SubjectKind, Who
from oktui.domain.calendar import add_months
from oktui.domain.chain import AuditEndChanged, End, Finding, follow
from oktui.domain.records import values
from oktui.effects import Effects
from storage import audit, audit_chain
from storage.database import transaction
from storage.sealing_key import the_key

_PART = 1_000


def purge_audit(*, effects: Effects, stop: Callable[[], bool] = lambda: False) -> int:
    """Delete what is past its time, part by part, each with an event that says so; returns how many were deleted.

    The chain then begins after them, sealed anew. Where it does not verify nothing is deleted: that is evidence.

    Raises:
        AuditEndChanged: the next part does not verify.
        AuditKeyMissing, Outage: nothing more was deleted.
    """
    purged = 0
    while not stop() and (part := _purge_part(effects)):
        purged += part
    return purged


def _purge_part(effects: Effects) -> int:
    effects = effects.at_one_moment()
    oldest_kept = add_months(effects.now(), -effects.policy.audit_months)
    with transaction():
        audit_chain.hold()
        start = audit_chain.end(End.START)
        count = audit_chain.older_than(oldest_kept, start, _PART)
        if count == 0:
            return 0
        last = follow(the_key(), start, audit_chain.links(start, count))
        if isinstance(last, Finding):
            raise AuditEndChanged
        restored = [done for number, done in audit_chain.restorations() if number <= last.number]
        audit_chain.forget(last)
        audit.append(
            AuditEvent(
                at=effects.now(),
                who=Who(None, "purge", effects.origin),
                kind=EventKind.AUDIT_PURGED,
                subject_kind=SubjectKind.AUDIT,
                subject_id=None,
                subject_name="",
                after={"events": count, "older_than": oldest_kept.isoformat(timespec="seconds")},
            )
        )
        for done in restored:  # said for ever: the events were lost then, and their numbers are missing still
            audit.append(
                AuditEvent(
                    at=effects.now(),
                    who=Who(None, "purge", effects.origin),
                    kind=EventKind.RESTORED_FROM_BACKUP,
                    subject_kind=SubjectKind.AUDIT,
                    subject_id=None,
                    subject_name="",
                    after=values(done),
                )
            )
        return count
