"""Taking a new password: the rules first, then the slow work, all before the transaction (X-15 … X-18)."""

from collections.abc import Iterable
from dataclasses import dataclass

from oktui.domain.passwords import Owner, PasswordReused, PasswordsDiffer, check, normalise
from oktui.domain.text import Required
from oktui.effects import Effects


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
    if not entry.password:
        raise Required("password")
    password = normalise(entry.password)
    if password != normalise(entry.again):
        raise PasswordsDiffer
    check(password, owner, effects.policy.passwords)
    if any(effects.hashing.verify(stored, password) for stored in used):
        raise PasswordReused(effects.policy.passwords.remembered)
    return effects.hashing.hash(password)
