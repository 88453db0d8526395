"""Storing what was decided of grants (R2.3-10)."""

from collections.abc import Sequence

from oktui.domain.accounts import Grant
from oktui.domain.authority import Principal
from storage import grants


def store_grants(account_id: int, before: Sequence[Grant], after: Sequence[Grant], *, actor: Principal) -> None:
    """Write the difference between two decided states; what is gone is revoked, never deleted."""
    remaining = {grant.id: grant for grant in after}
    for grant in before:
        wanted = remaining.get(grant.id)
        if wanted is None:
            grants.revoke(grant, actor.at)
        elif wanted != grant:
            grants.update(wanted)
    for grant in after:
        if grant.id is None:
            grants.insert(account_id, actor.realm, grant, actor.account_id)
