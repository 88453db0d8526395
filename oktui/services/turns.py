"""Whether an attempt at a password is taken now, counted before it is verified (X-11, X-14, X-31).

Whatever the name is, about the same is read and written, or the time would tell whether somebody has it (X-12).
"""

from oktui.domain import sources as rule
from oktui.domain.accounts import Account
from oktui.domain.modules import Module
from oktui.domain.names import is_username
from oktui.domain.offices import Region
from oktui.domain.sign_in import BadCredentials, SignInRefused, SlowedDown, slow_down
from oktui.domain.sources import SourceSlowedDown, Trail
from oktui.effects import Effects
from oktui.values import dataclass
from storage import accounts, slowed_names, sources


@dataclass(frozen=True)
class Turn:
    """An attempt on its way: the account that has the name, and whether its password may be verified.

    `refused` is the answer unless the password is right; `region` is the source's.
    """

    account: Account | None
    taken: bool
    refused: SignInRefused
    region: Region | None


def take_turn(module: Module, username: str, effects: Effects) -> Turn:
    """Count an attempt, in a transaction; none is taken of an unknown name or a locked account, which is no oracle.

    While attempts have to wait, one of an owner who is known at the source is taken all the same: with a wrong password
    it is answered and changes what others see as if it were not, so that nobody learns of it (X-12).
    """
    username, now = username.strip(), effects.now()
    trail = hold(module, username, effects)
    slowed = _slowed(module, username, trail, effects)
    trusted = rule.trusted(trail, now)
    account = named(module, username)
    if slowed is None:
        failures = rule.failures_left(trail, now) + 1
        sources.count(effects.source, module.realm, username, failures, now)
        if not module.locks:
            _count_name(module, username, effects)
    elif trusted:
        sources.count_quietly(effects.source, module.realm, username, now)
    taken = (slowed is None or trusted) and _reserve(module, account, effects)
    return Turn(account, taken, slowed or BadCredentials(), trail.region)


def hold(module: Module, username: str, effects: Effects) -> Trail:
    """Have nobody else count at the source until the transaction ends; whoever holds an account too, holds it later."""
    return sources.hold(effects.source, module.realm, username, effects.now())


def forgive(module: Module, username: str, effects: Effects) -> None:
    """Start the counts of a name anew, and have the source forget its failures, once it is held."""
    failures = hold(module, username, effects).failures
    sources.forgive(effects.source, module.realm, username, failures)
    if not module.locks:
        slowed_names.forget(module, username)


def named(module: Module, username: str) -> Account | None:
    """The account of the name, if there is one."""
    # What can be nobody's name is not asked for: PostgreSQL would stumble over some of what people paste.
    return accounts.named(module.realm, username if is_username(username) else "")


def _slowed(module: Module, username: str, trail: Trail, effects: Effects) -> SlowedDown | None:
    now = effects.now()
    until = rule.slowed_until(trail, now, effects.policy)
    if now < until:
        return SourceSlowedDown(until)
    until = now if module.locks else slowed_names.attempts(module, username, now)[1]
    return SlowedDown(until) if now < until else None


def _count_name(module: Module, username: str, effects: Effects) -> None:
    now = effects.now()
    failures, _ = slowed_names.attempts(module, username, now)
    slowed_names.count(module, username, next_at=now + slow_down(failures + 1, effects.policy))


def _reserve(module: Module, account: Account | None, effects: Effects) -> bool:
    if account is None or account.locked(effects.policy):
        slowed_names.count_nobody(effects.now())
        return False
    return not module.locks or accounts.reserve_attempt(account.id, effects.policy.lock_after)
