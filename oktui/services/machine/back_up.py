"""Back up the installation's databases to an encrypted file, while others go on working."""

from oktui.domain.audit import EventKind, Outcome
from oktui.domain.authority import Action
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.backup_file import Backup
from oktui.services.recording import record_of_all
from storage import backups


def back_up(owner: MachineOwner, request: Backup, *, effects: Effects) -> None:
    """Write the new file. That it was begun is on record first, and so in the backup itself.

    Raises:
        Forbidden: not the owner of the machine.
        FileTaken, FileUnwritable, DiskFull, Outage: there is no file.
    """
    with acting(owner, Action.COMMAND_MACHINE, effects) as principal:
        record_of_all(principal, EventKind.BACKED_UP, request.file.name, outcome=Outcome.BEGUN)
    backups.write(request.file, request.key, url=request.url, krk_url=request.krk_url, made_at=principal.at)
