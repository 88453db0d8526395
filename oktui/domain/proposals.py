"""Správa systému that one administrator has granted and a second one has to confirm, where that is set (R2.1-1)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from oktui.domain.accounts import Grant
from oktui.domain.audit import Detail
from oktui.domain.authority import Principal
from oktui.domain.errors import DomainError
from oktui.domain.history import describe
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.people import Workplace
from oktui.values import dataclass

_PROPOSED: Final = "proposed:"


class OwnProposal(DomainError, code="own_proposal"):
    """Who has proposed it cannot confirm it: a second person has to."""


class ProposalGone(DomainError, code="proposal_gone"):
    """It has been confirmed, rejected or replaced since it was seen."""


@dataclass(frozen=True)
class Proposer:
    """Who granted it: an account's owner, or, without an account, the machine's."""

    account_id: int | None
    ik: str
    name: str

    def is_(self, principal: Principal) -> bool:
        """Whether the actor is the same person, be it with another account; all who own the machine count as one."""
        return principal.ik == self.ik if self.ik else principal.owns_machine


@dataclass(frozen=True)
class Proposal:
    """A grant that is in force once it is confirmed; with an id it is what that held grant would become.

    `id` is None until it is stored.
    """

    id: int | None
    account_id: int
    grant: Grant
    by: Proposer
    at: datetime


@dataclass(frozen=True)
class ListedProposal:
    """A proposal with whom it is of."""

    proposal: Proposal
    employee_id: int
    ik: str
    name: str
    username: str
    workplace: Workplace

    @property
    def key(self) -> int:
        """Where the row stands."""
        return self.proposal.id or 0


@dataclass(frozen=True)
class Divided:
    """Decided grants: those that stand at once, and what of Správa systému waits for a second person."""

    stand: tuple[Grant, ...]
    wait: tuple[Grant, ...] = ()


def divide(before: Iterable[Grant], after: Sequence[Grant], *, moved: bool) -> Divided:
    """Keep back what of Správa systému goes further than what is held; what goes less far stands at once.

    Whoever is `moved` to where it reaches other people holds none of it there.
    """
    held = {grant.id: grant for grant in before if grant.revoked_at is None}
    stand, wait = [], []
    for wanted in after:
        if wanted.permission is not Permission.SYSTEM_ADMINISTRATION or wanted.revoked_at is not None:
            stand.append(wanted)
            continue
        now = None if moved or wanted.id is None else held.get(wanted.id)
        if now is None:
            wait.append(replace(wanted, id=None))
            continue
        less = _no_further(now, wanted)
        if less is not None:
            stand.append(less)
        if less != wanted:
            wait.append(wanted if less is not None else replace(wanted, id=None))
    return Divided(tuple(stand), tuple(wait))


def _no_further(held: Grant, wanted: Grant) -> Grant | None:
    """What of the wanted is held already, if they have a day in common."""
    since, until = max(held.valid_from, wanted.valid_from), _earlier(held.valid_to, wanted.valid_to)
    if until is not None and until < since:
        return None
    level = Level.VIEW if Level.VIEW in (held.level, wanted.level) else Level.UPDATE
    return replace(wanted, level=level, valid_from=since, valid_to=until)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def touched(before: Iterable[Grant], after: Iterable[Grant]) -> frozenset[Module]:
    """The modules whose Správa systému is decided anew: what waited there is not wanted any more."""

    def held(grants: Iterable[Grant]) -> set[Grant]:
        return {
            grant
            for grant in grants
            if grant.permission is Permission.SYSTEM_ADMINISTRATION and grant.revoked_at is None
        }

    return frozenset(grant.module for grant in held(before) ^ held(after))


def reaches_others(there: Workplace, was: Workplace) -> bool:
    """Whether an administrator has power over other people there: another region's, or all (R2.1-1, R2.1-2)."""
    return there.region is not was.region


def told(grants: Iterable[Grant]) -> Detail:
    """Grants that wait, as the audit has them: under names of their own, for nobody holds them."""
    return {f"{_PROPOSED}{grant.module.value}/{grant.permission.value}": describe(grant) for grant in grants}


def is_proposed(name: str) -> bool:
    """Whether a field on record is a grant that was to wait."""
    return name.startswith(_PROPOSED)


def proposed_in(detail: Detail) -> frozenset[Module]:
    """The modules in which what is on record there was to wait."""
    names = (name.removeprefix(_PROPOSED) for name in detail if is_proposed(name))
    return frozenset(Module(name.partition("/")[0]) for name in names)


def check_second(proposal: Proposal, principal: Principal) -> None:
    """Raise OwnProposal unless the actor is another person than who has made it."""
    if proposal.by.is_(principal):
        raise OwnProposal
