"""A password set by an administrator: how long it opens the change of password, which is all that it opens (X-16)."""

from datetime import datetime

from oktui.domain.accounts import Account
from oktui.domain.policy import Policy


def dies_at(account: Account, policy: Policy) -> datetime | None:
    """When the account's password dies by itself: never for an own one, nor for one that waits for the activation.

    A temporary one dies some minutes after its first use, so that a cut line locks nobody out, and at its end in any
    case.
    """
    if not account.temporary:
        return None
    ends = [account.temporary_until] if account.temporary_until else []
    if account.temporary_used_at is not None:
        ends.append(account.temporary_used_at + policy.passwords.temporary_grace)
    return min(ends, default=None)


def password_alive(account: Account, now: datetime, policy: Policy) -> bool:
    """Whether the password still opens anything."""
    end = dies_at(account, policy)
    return end is None or now < end
