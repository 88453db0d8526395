"""What whoever is given a password has to hear: whose it is, from when it opens and until when it lives (X-16)."""

from datetime import datetime, timedelta

from oktui.domain.accounts import Account
from oktui.domain.calendar import day_begins, local_date, next_sync
from oktui.domain.policy import Policy
from oktui.domain.sync import SyncState
from oktui.domain.temporary_passwords import dies_at
from oktui.values import dataclass


@dataclass(frozen=True)
class HandedOver:
    """A password with its terms; `opens_at` is None where, as things stand, the account cannot be signed in to.

    `synced` is False while the account waits for the sync; its temporary password then lives for `lifetime` from the
    activation, else to `dies_at`. From its first use it lives for `grace`.
    """

    name: str
    username: str
    workplace: str
    temporary: bool
    synced: bool
    opens_at: datetime | None
    dies_at: datetime | None
    lifetime: timedelta
    grace: timedelta


def handed_over(account: Account, now: datetime, policy: Policy) -> HandedOver:
    """The terms of the account's present password."""
    return HandedOver(
        name=account.employee.person.full_name,
        username=account.username,
        workplace=account.employee.workplace.name,
        temporary=account.temporary,
        synced=account.sync_state is SyncState.ACTIVE,
        opens_at=_opens_at(account, now, policy),
        dies_at=dies_at(account, policy),
        lifetime=policy.passwords.first_lifetime,
        grace=policy.passwords.temporary_grace,
    )


def _opens_at(account: Account, now: datetime, policy: Policy) -> datetime | None:
    """The first moment at which nothing hinders a sign-in to some module, the coming sync being all right."""
    if account.locked(policy):
        return None
    ready = now if account.sync_state is SyncState.ACTIVE else next_sync(now, policy.sync_every)
    first_day = account.usable_from(local_date(ready), policy)
    return None if first_day is None else max(ready, day_begins(first_day))
