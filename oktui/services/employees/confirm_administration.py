"""Grants of Správa systému that wait for a second administrator: seen, confirmed, rejected (R2.1-1, R2.3-10)."""

from dataclasses import replace

from oktui.domain.accounts import Account, GrantChange, holds_administration, terms
from oktui.domain.audit import EventKind
from oktui.domain.authority import Action, Denial, Forbidden, Principal, Subject, require
from oktui.domain.granting import decide_grants
from oktui.domain.proposals import ListedProposal, Proposal, ProposalGone, check_second, told
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting, seeing
from oktui.services.granting import withdraw, write_grants
from oktui.services.new_passwords import demand_stricter
from oktui.services.recording import record, snapshot
from storage import accounts, employees, proposals


def list_proposals(actor: Actor, *, effects: Effects) -> list[ListedProposal]:
    """What waits in the actor's module within their power, who waits longest first. Raises Forbidden."""
    with seeing(actor, Action.SEE_PROPOSALS, effects) as principal:
        return proposals.waiting(principal.module, principal.scope.region)


def confirm_administration(actor: Actor, proposal_id: int, *, effects: Effects) -> None:
    """Have the grant be in force, as the first administrator has granted it.

    Raises:
        ProposalGone: it does not wait any more.
        OwnProposal: the actor has granted it themselves.
        Forbidden: it is beyond the actor's power, of another module, or their own; or they administer no more.
        DomainError: it cannot be granted any more; see `decide_grants`.
    """
    with acting(actor, Action.CONFIRM_ADMINISTRATION, effects) as principal:
        proposal, account = _held(principal, proposal_id)
        check_second(proposal, principal)
        _check_still_administers(principal, account, effects)
        before, grant = snapshot(account.employee, account), proposal.grant
        after = decide_grants(
            account.grants,
            [GrantChange(grant.permission, id=grant.id, **terms(grant))],
            module=principal.module,
            office_kind=account.employee.workplace.office_kind,
            policy=effects.policy,
        )
        write_grants(account.id, account.grants, after, actor=principal, granted_by=proposal.by.account_id)
        withdraw(account.id, {grant.module})
        employees.touch(account.employee.id)
        demand_stricter(
            account.id,
            was_administrator=account.is_administrator(principal.at),
            is_administrator=holds_administration(after, principal.at),
        )
        become = snapshot(account.employee, replace(account, grants=after))
        record(
            principal,
            EventKind.ADMINISTRATION_CONFIRMED,
            account.employee,
            before={**before, **told([grant])},
            after={**become, "proposed_by": proposal.by.name},
        )


def reject_administration(actor: Actor, proposal_id: int, *, effects: Effects) -> None:
    """Have the grant wait no more, ungranted; whoever has made it may take it back so.

    Raises:
        ProposalGone: it does not wait any more.
        Forbidden: it is beyond the actor's power, of another module, or their own account's.
    """
    with acting(actor, Action.CONFIRM_ADMINISTRATION, effects) as principal:
        proposal, account = _held(principal, proposal_id)
        withdraw(account.id, {proposal.grant.module})
        record(
            principal,
            EventKind.ADMINISTRATION_REJECTED,
            account.employee,
            before=told([proposal.grant]),
            after={"proposed_by": proposal.by.name},
        )


def _check_still_administers(principal: Principal, subject: Account, effects: Effects) -> None:
    """Raise Forbidden unless what the actor holds by now gives it too: their session may know more (R2.3-13)."""
    if principal.account_id is None:
        return
    held = accounts.load(principal.account_id).usable(principal.module, principal.at, effects.policy)
    by_now = replace(principal, permissions={grant.permission: grant.level for grant in held})
    require(by_now, Action.CONFIRM_ADMINISTRATION, Subject.of(subject.employee, subject, principal.at))


def _held(principal: Principal, proposal_id: int) -> tuple[Proposal, Account]:
    """The proposal, with its account, which holds both. Raises ProposalGone, Forbidden."""
    action, seen = Action.CONFIRM_ADMINISTRATION, proposals.find(proposal_id)
    if seen is None:
        raise ProposalGone
    account = accounts.load(seen.account_id, to_change=True)
    require(principal, action, Subject.of(account.employee, account, principal.at))
    if seen.grant.module is not principal.module:
        raise Forbidden(action, Denial.OTHER_MODULE)
    proposal = proposals.find(proposal_id)
    if proposal is None:
        raise ProposalGone
    return proposal, account
