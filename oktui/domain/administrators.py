"""Whether an office has a valid administrator, today and later (X-10)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import Enum

from oktui.domain.accounts import Account
from oktui.domain.concerns import AHEAD, Staffing
from oktui.domain.dates import LAST_DAY
from oktui.domain.errors import DomainError
from oktui.domain.modules import Level, Module, Permission
from oktui.values import dataclass


@dataclass(eq=False)
class LastAdministrator(DomainError, code="last_administrator"):
    """The change would leave the office without a valid administrator from `since` on (X-10); confirming allows it."""

    module: Module
    office: str
    since: date


class Nearness(Enum):
    """How near to an employee an administrator is, from the nearest on."""

    OFFICE = "office"
    REGION = "region"
    MPSV = "mpsv"


@dataclass(frozen=True)
class Administrator:
    """Somebody who may do what the actor may not, and how they are reached (F13)."""

    nearness: Nearness
    name: str
    workplace: str
    phone: str
    email: str


@dataclass(frozen=True)
class Term:
    """The days, both inclusive, on which somebody can administer; an open end is None."""

    first: date
    last: date | None


def terms_of(account: Account, module: Module) -> tuple[Term, ...]:
    """When the account's owner can administer the module, as far as is decided today."""
    details = account.employee.details
    if account.employee.retired_at is not None:
        return ()
    terms = (
        term((details.valid_from, details.valid_to), (grant.valid_from, grant.valid_to))
        for grant in account.grants
        if grant.module is module
        and grant.permission is Permission.SYSTEM_ADMINISTRATION
        and grant.level is Level.UPDATE
        and grant.revoked_at is None
    )
    return tuple(each for each in terms if each is not None)


def term(valid: tuple[date, date | None], granted: tuple[date, date | None]) -> Term | None:
    """When an employee valid from a day to a day can use what is granted from a day to a day; None if never."""
    made = Term(max(valid[0], granted[0]), _earlier(valid[1], granted[1]))
    return made if made.last is None or made.first <= made.last else None


def staffing(terms: Sequence[Term], today: date) -> Staffing:
    """How many can administer today, and the next day within AHEAD on which fewer of them can, or none will."""
    now = _covering(terms, today)
    ends = sorted(
        {term.last + timedelta(days=1) for term in terms if term.last is not None and term.last < today + AHEAD}
    )
    for day in ends:
        if day > today and (then := _covering(terms, day)) < now:
            return Staffing(now, day, then)
    return Staffing(now)


def _covering(terms: Iterable[Term], day: date) -> int:
    return sum(term.first <= day and (term.last is None or day <= term.last) for term in terms)


def _earlier(one: date | None, other: date | None) -> date | None:
    ends = [end for end in (one, other) if end is not None]
    return min(ends, default=None)


def first_gap(terms: Iterable[Term], today: date) -> date | None:
    """The first day from today on that none of the terms covers, or None if there is none."""
    day = today
    for term in sorted(terms, key=lambda term: term.first):
        if term.first > day:
            return day
        if term.last is None or term.last > LAST_DAY:  # registers write 31.12.9999 for no end; no day follows it
            return None
        day = max(day, term.last + timedelta(days=1))
    return day


def new_gap(before: Iterable[Term], after: Iterable[Term], today: date) -> date | None:
    """The day from which a change leaves an office without an administrator whom it would have had otherwise (X-10)."""
    gap, known = first_gap(after, today), first_gap(before, today)
    return gap if gap is not None and (known is None or gap < known) else None


def check_kept(before: Sequence[Account], after: Sequence[Account], modules: Iterable[Module], today: date) -> None:
    """Look at an office's administrators as they are and as a change would have them.

    Raises:
        LastAdministrator: from some day on the office would have none whom it has or will have now (X-10).
    """
    for module in modules:
        since = new_gap(_terms(before, module), _terms(after, module), today)
        if since is not None:
            office = next(account.employee.workplace.name for account in before if terms_of(account, module))
            raise LastAdministrator(module, office, since)


def _terms(accounts: Iterable[Account], module: Module) -> list[Term]:
    return [term for account in accounts for term in terms_of(account, module)]
