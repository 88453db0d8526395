"""Restore an installation from a backup, and say so for ever (X-19)."""

from oktui.domain.audit import EventKind
from oktui.domain.authority import Action
from oktui.domain.backups import NotEmpty, Restoration
from oktui.domain.chain import End
from oktui.domain.records import values
from oktui.domain.sessions import MachineOwner, SessionEnd
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.backup_file import Backup
from oktui.services.recording import record_of_all, who
from storage import audit_chain, backups, facts, sessions
from storage.sealing_key import read_anchor, write_anchor


def restore(owner: MachineOwner, request: Backup, *, effects: Effects) -> Restoration:
    """Fill empty databases from the file; sessions that went on then are over, and the anchor follows.

    Raises:
        NotEmpty: there is something already.
        BackupUnreadable, BackupKeyWrong, BackupOfAnotherVersion: the file cannot be used.
        AuditKeyForeign: the audit's key is another than that of the backup.
        Forbidden, Outage: nothing was restored.
    """
    with acting(owner, Action.COMMAND_MACHINE, effects) as principal:
        if not facts.is_empty() or audit_chain.has_events():
            raise NotEmpty
        anchor = read_anchor()
        made_at = backups.restore(request.file, request.key, krk_url=request.krk_url)
        audit_chain.check_key()
        head = audit_chain.end(End.HEAD).number
        sessions.end_all(SessionEnd.ENDED_BY_ADMINISTRATOR, principal.at, by=who(principal).name)
        lost_to = anchor.number if anchor and anchor.number > head else None
        done = Restoration(principal.at, made_at, head + 1, lost_to)
        record_of_all(principal, EventKind.RESTORED_FROM_BACKUP, request.file.name, after=values(done))
        head_now = audit_chain.end(End.HEAD)
    write_anchor(head_now)
    return done
