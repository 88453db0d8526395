"""Verify the audit: walk its whole chain with the key, while others go on recording (X-19)."""

from collections.abc import Sequence
from contextlib import suppress

from oktui.domain.authority import Action
from oktui.domain.backups import Restoration
from oktui.domain.chain import AuditEndChanged, End, Finding, Flaw, Link, Position, cut_off, follow
from oktui.domain.outages import PathUnusable
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import allowed, seeing
from oktui.services.long_work import Progress, unwatched
from oktui.values import dataclass
from storage import audit_chain
from storage.sealing_key import read_anchor, the_key, write_anchor

_PART = 2_000


@dataclass(frozen=True)
class Verdict:
    """How many events were found to be as they were recorded, the first flaw, if there is one, and all restorations."""

    events: int
    finding: Finding | None
    restorations: tuple[Restoration, ...] = ()


def verify_audit(
    actor: Actor, kept: Sequence[Position] = (), *, effects: Effects, progress: Progress = unwatched
) -> Verdict:
    """Whether any event was changed, removed, inserted, moved or cut off; what is whole is the next one's anchor.

    `kept` are heads that were kept outside the machine: with them even a record is found out that was put back, or
    made anew, together with its anchor.

    Raises:
        Forbidden: the actor does not see the audit.
        AuditKeyMissing: there is nothing to verify with.
        Stopped: by `progress`.
    """
    allowed(actor, Action.SEE_AUDIT, effects)
    the_key()
    try:
        return _walk(actor, kept, progress, effects)
    except AuditEndChanged:
        return Verdict(0, Finding(Flaw.END_CHANGED, 0))


def _walk(actor: Actor, kept: Sequence[Position], progress: Progress, effects: Effects) -> Verdict:
    with seeing(actor, Action.SEE_AUDIT, effects):
        position, landmarks = audit_chain.end(End.START), [audit_chain.end(End.HEAD)]
    anchor = read_anchor()
    with seeing(actor, Action.SEE_AUDIT, effects):
        restored = tuple(done for _, done in audit_chain.restorations())
        known = [*kept, *([anchor] if anchor else [])]
        landmarks += [landmark for landmark in known if not audit_chain.is_lost(landmark.number)]
    events = 0
    while True:
        position, links = _next(actor, position, effects)
        answer = follow(the_key(), position, links, landmarks)
        if isinstance(answer, Finding):
            return Verdict(events, answer)
        if not links:
            break
        position = answer
        events += len(links)
        progress(events)
    finding = cut_off(position, landmarks)
    if finding is None:
        with suppress(PathUnusable):  # where nothing can be written the verdict stands all the same
            write_anchor(position)
    return Verdict(events, finding, restored)


def _next(actor: Actor, position: Position, effects: Effects) -> tuple[Position, Sequence[Link]]:
    """The links that follow, and the position they follow: further on, if all up to there was purged meanwhile."""
    with seeing(actor, Action.SEE_AUDIT, effects):
        start = audit_chain.end(End.START)
        position = start if start.number > position.number else position
        return position, audit_chain.links(position, _PART)
