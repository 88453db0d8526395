"""Giving an account a generated or a chosen password in place of one that was forgotten (R2.8-1, X-15, X-16)."""

from datetime import datetime

from oktui.domain.accounts import Account
from oktui.domain.authority import Principal
from oktui.domain.generated_passwords import generate_for
from oktui.effects import Effects
from oktui.services.new_passwords import demand_stricter, owner_of, store_password
from storage import employees


def generate_password(account: Account, now: datetime, effects: Effects) -> tuple[str, str]:
    """A password that the account's rules accept, and its hash; not to be called in a transaction."""
    password = generate_for(owner_of(account, now), effects.policy.passwords, effects.choose)
    return password, effects.hashing.hash(password)


def store_reset(
    principal: Principal, checked: Account, account: Account, password_hash: str, *, must_change: bool, effects: Effects
) -> None:
    """Store the password of an account that was checked as `checked`, and end its open sessions (X-9)."""
    store_password(account, password_hash, must_change=must_change, actor=principal, effects=effects)
    demand_stricter(
        account.id,
        was_administrator=checked.is_administrator(principal.at),
        is_administrator=account.is_administrator(principal.at),
    )
    employees.touch(account.employee.id)
