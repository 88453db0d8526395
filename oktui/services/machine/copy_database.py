"""Copy our database to another one, on either engine, with the audit's chain as it is."""

from oktui.domain.audit import EventKind, Outcome
from oktui.domain.authority import Action
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.recording import record_of_all
from storage import backups


def copy_database(
    owner: MachineOwner, url: str, target: str, *, owner_url: str | None = None, effects: Effects
) -> None:
    """Make the target, as the role that is to own it, and fill it; that it was begun is on record first, in both.

    Raises:
        NotEmpty: there is something in the target already.
        Forbidden, SchemaMismatch, Outage: nothing was copied.
    """
    with acting(owner, Action.COMMAND_MACHINE, effects) as principal:
        record_of_all(principal, EventKind.BACKED_UP, target.partition(":")[0], outcome=Outcome.BEGUN)
    backups.copy(url, target, owner_url=owner_url)
