"""Storing what was decided of grants (R2.3-10), and what of it waits for a second person (R2.1-1)."""

from collections.abc import Collection, Sequence
from dataclasses import field

from oktui.domain.accounts import Grant
from oktui.domain.audit import Detail
from oktui.domain.authority import Principal
from oktui.domain.modules import Module
from oktui.domain.policy import Policy
from oktui.domain.proposals import Divided, Proposal, Proposer, divide, told, touched
from oktui.services.recording import who
from oktui.values import dataclass
from storage import grants, proposals


@dataclass(frozen=True)
class Granted:
    """Which grants stand after a change, and what the audit has of those that wait."""

    stand: tuple[Grant, ...]
    waiting: Detail = field(default_factory=dict)
    withdrawn: Detail = field(default_factory=dict)
    """What has waited and waits no more, for it was decided anew."""


def granted(before: Sequence[Grant], after: Sequence[Grant], *, policy: Policy, moved: bool = False) -> Granted:
    """What becomes of decided grants under the policy; `moved` are those who go where others are in their power."""
    divided = _divided(before, after, policy, moved=moved)
    return Granted(divided.stand, told(divided.wait))


def store_grants(
    account_id: int,
    before: Sequence[Grant],
    after: Sequence[Grant],
    *,
    actor: Principal,
    policy: Policy,
    moved: bool = False,
) -> Granted:
    """Write the difference between two decided states, but for what a second person has to confirm, which waits."""
    divided = _divided(before, after, policy, moved=moved)
    write_grants(account_id, before, divided.stand, actor=actor)
    anew = frozenset(Module) if moved else touched(before, after) | {grant.module for grant in divided.wait}
    withdrawn = withdraw(account_id, anew)
    by = Proposer(actor.account_id, actor.ik, who(actor).name)
    for grant in divided.wait:
        proposals.insert(Proposal(None, account_id, grant, by, actor.at))
    return Granted(divided.stand, told(divided.wait), withdrawn)


def write_grants(
    account_id: int,
    before: Sequence[Grant],
    after: Sequence[Grant],
    *,
    actor: Principal,
    granted_by: int | None = None,
) -> None:
    """Write the difference between two states; what is gone is revoked, never deleted.

    They are granted by the actor unless by somebody else, whom the actor confirms.
    """
    remaining = {grant.id: grant for grant in after}
    for grant in before:
        wanted = remaining.get(grant.id)
        if wanted is None:
            grants.revoke(grant, actor.at)
        elif wanted != grant:
            grants.update(wanted)
    for grant in after:
        if grant.id is None:
            grants.insert(account_id, actor.realm, grant, granted_by or actor.account_id)


def withdraw(account_id: int, modules: Collection[Module]) -> Detail:
    """Have nothing wait any more for the account in the modules; returns what the audit has of what did."""
    waiting = [each.grant for each in proposals.of_account(account_id) if each.grant.module in modules]
    if waiting:
        proposals.drop(account_id, modules)
    return told(waiting)


def _divided(before: Sequence[Grant], after: Sequence[Grant], policy: Policy, *, moved: bool) -> Divided:
    return divide(before, after, moved=moved) if policy.second_person else Divided(tuple(after))
