"""Where the audit's chain ends now, to be kept outside the machine (X-19)."""

from oktui.domain.authority import Action
from oktui.domain.chain import End, Position
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing
from storage import audit_chain


def get_head(actor: Actor, *, effects: Effects) -> Position:
    """The last event's number and the seal on it, by which the whole chain up to there is known again.

    Raises:
        Forbidden: the actor does not see the audit.
        AuditKeyMissing, AuditEndChanged: nothing can be said.
    """
    with seeing(actor, Action.SEE_AUDIT, effects):
        return audit_chain.end(End.HEAD)
