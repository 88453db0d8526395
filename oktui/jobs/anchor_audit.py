"""Write down outside the database how far the audit has come, so that its end cannot be cut off unseen (X-19)."""

from oktui.domain.chain import End
from oktui.jobs.sync_recording import LOGGER
from storage import audit_chain
from storage.database import transaction
from storage.sealing_key import read_anchor, write_anchor


def anchor_audit() -> bool:
    """Have the anchor follow the chain; False, with the anchor left where it is, when the anchored event is missing.

    Raises:
        AuditKeyMissing, AuditEndChanged, Outage: nothing can be said.
    """
    anchor = read_anchor()
    with transaction():
        audit_chain.hold()
        start, head = audit_chain.end(End.START), audit_chain.end(End.HEAD)
        known = anchor is not None and anchor.number > start.number and not audit_chain.is_lost(anchor.number)
        if anchor is not None and known and audit_chain.seal_at(anchor.number) != anchor.seal:
            return False
    if head.number:
        LOGGER.info("audit: head %s", head.line())  # what goes to another machine cannot be put back on this one
    if head != anchor and head.number:
        write_anchor(head)
    return True
