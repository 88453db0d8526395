"""Let an application ask no more."""

from oktui.domain.audit import EventKind
from oktui.domain.authority import Action
from oktui.domain.sessions import MachineOwner, SessionEnd
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.application_keys import record_application
from oktui.services.recording import who
from storage import applications


def remove_application(owner: MachineOwner, name: str, *, effects: Effects) -> int:
    """Forget the application, and end the sessions that people have through it; returns how many (X-9).

    Raises:
        Forbidden: it is not the machine's owner who asks.
        UnknownApplication: there is none of the name.
    """
    with acting(owner, Action.COMMAND_MACHINE, effects) as principal:
        application = applications.named(name)
        by = who(principal).name
        reason = SessionEnd.ENDED_BY_ADMINISTRATOR
        ended = applications.end_sessions(application.id, reason, principal.at, by=by)
        applications.delete(application.id)
        after = {"sessions": ended} if ended else {}
        record_application(principal, EventKind.APPLICATION_REMOVED, application.id, name, application.module, after)
    return ended
