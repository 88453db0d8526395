"""What always holds of the notices that are sent by e-mail."""

from functools import partial

from storage.checks.registry import Invariant, asking

INVARIANTS: list[Invariant] = []
_of_notices = partial(asking, INVARIANTS, table="notice")


@_of_notices("X-7")
def notice_waits_or_is_settled() -> str:
    """What is settled says when, what was not sent says why, and what was sent says where to."""
    return """
        SELECT id FROM notice
        WHERE (state IN ('waiting', 'sending')) <> (settled_at IS NULL)
            OR (state IN ('failed', 'dropped')) <> (reason IS NOT NULL)
            OR (state = 'sent' AND (address = '' OR attempts < 1))"""


@_of_notices("X-7")
def owner_is_told_of_an_event_once() -> str:
    """And is the owner of an account that is there."""
    return """
        SELECT min(n.id) FROM notice n LEFT JOIN account a ON a.id = n.account_id
        GROUP BY n.account_id, n.kind, n.event HAVING count(*) > 1 OR min(a.id) IS NULL"""
