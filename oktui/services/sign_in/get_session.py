"""What an application is told of a session that its user has, and that the user is at it (X-9, X-27)."""

from datetime import datetime

from oktui.domain.authority import Principal
from oktui.domain.modules import Level, Permission
from oktui.domain.sessions import Actor, good_until, is_over, why_over
from oktui.domain.temporary_passwords import dies_at
from oktui.effects import Effects
from oktui.services.acting import acting_on_oneself, attending
from oktui.services.closing import close
from oktui.values import dataclass
from storage import sessions


@dataclass(frozen=True)
class GoingOn:
    """A session that goes on: whose it is, and until when if nobody touches it."""

    principal: Principal
    must_change: bool
    good_until: datetime
    password_dies_at: datetime | None


def get_session(actor: Actor, *, touch: bool = False, effects: Effects) -> GoingOn:
    """The actor's session, used just now if it is to be touched.

    Raises SessionOver: it has ended, or ends now, though nobody does anything (X-9, X-27).
    """
    with attending(actor, effects) as own:
        over = why_over(own.session, own.account, own.principal.at, effects.policy)
        if over is None:
            if touch:
                sessions.mark_active(own.session.id, own.principal.at)
            session = sessions.load(own.session.id)
            end = dies_at(own.account, effects.policy) if own.account.temporary else None
            return GoingOn(own.principal, session.must_change, good_until(session, effects.policy), end)
        if own.session.ended_at is None:
            close(own, over)
    raise is_over(own.session, over)


def get_session_permissions(actor: Actor, *, effects: Effects) -> dict[Permission, Level]:
    """What the session's owner may do: the permissions that it began with (R2.3-13).

    Raises SessionOver, MustChangePassword.
    """
    with acting_on_oneself(actor, effects) as own:
        return own.session.permissions
