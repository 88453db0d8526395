"""A new password: the rules first, then the slow work, all before the transaction that stores it (X-15 … X-18)."""

from collections.abc import Iterable
from datetime import datetime

from oktui.domain.accounts import Account
from oktui.domain.authority import Principal
from oktui.domain.password_owner import Owner
from oktui.domain.passwords import PasswordReused, PasswordsDiffer, check, normalise
from oktui.domain.sessions import SessionEnd
from oktui.domain.sync import SyncState
from oktui.domain.text import Required
from oktui.effects import Effects
from oktui.services.notices import tell_of_reset
from oktui.services.recording import who
from oktui.values import dataclass
from storage import accounts, sessions
from storage.accounts import NewPassword
from storage.database import reading


@dataclass(frozen=True, repr=False)
class PasswordEntry:
    """A password typed twice; its repr tells nothing."""

    password: str
    again: str


def take_password(entry: PasswordEntry, owner: Owner, used: Iterable[str], *, effects: Effects) -> str:
    """Hash a password that is fit to be the owner's; `used` are the hashes it must not match.

    Raises:
        Required, PasswordsDiffer, PasswordRefused, PasswordReused: it is not fit (R2.3-9, X-15, X-17).
    """
    password = check_twice(entry)
    check(password, owner, effects.policy.passwords)
    if any(effects.hashing.verify(stored, password) for stored in used):
        raise PasswordReused(effects.policy.passwords.remembered)
    return effects.hashing.hash(password)


def check_twice(entry: PasswordEntry) -> str:
    """The password, in one form, typed twice alike. Raises Required, PasswordsDiffer."""
    if not entry.password:
        raise Required("password")
    password = normalise(entry.password)
    if password != normalise(entry.again):
        raise PasswordsDiffer
    return password


def owner_of(account: Account, now: datetime) -> Owner:
    """What the account's password must not tell, and how long it must be (X-15, X-17)."""
    employee = account.employee
    administrator = account.is_administrator(now)
    person, place, details = employee.person, employee.workplace, employee.details
    return Owner.of(account.username, person, place, details, is_administrator=administrator)


def hash_for(account: Account, entry: PasswordEntry, now: datetime, *, effects: Effects) -> str:
    """Hash a new password for an existing account, none of its last ones (X-15). Not to be called in a transaction."""
    with reading():
        past = accounts.past_hashes(account.id, effects.policy.passwords.remembered)
    used = (account.password_hash, *past)
    return take_password(entry, owner_of(account, now), used, effects=effects)


def store_password(
    account: Account, password_hash: str, *, must_change: bool, actor: Principal, effects: Effects
) -> datetime | None:
    """Store an administrator's password: a temporary one dies at the time returned at the latest (X-16).

    Of an account that the sync has not activated yet, that time begins with the activation.
    """
    now, passwords = actor.at, effects.policy.passwords
    active = account.sync_state is SyncState.ACTIVE
    until = now + passwords.temporary_lifetime if must_change and active else None
    new = NewPassword(password_hash, now, temporary=must_change, temporary_until=until)
    accounts.set_password(account.id, new, remembered=passwords.remembered)
    sessions.end_all_of(account.id, SessionEnd.PASSWORD_RESET, now, by=who(actor).name)
    tell_of_reset(account, now, effects)
    return until


def demand_stricter(account_id: int, *, was_administrator: bool, is_administrator: bool) -> None:
    """Have whoever becomes an administrator choose a new password: theirs met only the milder rules (X-15)."""
    if is_administrator and not was_administrator:
        accounts.demand_change(account_id)
