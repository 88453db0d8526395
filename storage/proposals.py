"""Grants of Správa systému that wait for a second person (R2.1-1); whoever looks at grants finds none of them there."""

from collections.abc import Collection
from typing import Any

from oktui.domain.accounts import Grant
from oktui.domain.modules import Module, Permission
from oktui.domain.offices import Region
from oktui.domain.proposals import ListedProposal, Proposal, Proposer
from storage import employees
from storage.mapping import record
from storage.models import AccountRow, EmployeeRow, ProposalRow, WorkplaceRow

AT_MOST = 1_000
"""How many are listed; more wait nowhere."""


def insert(proposal: Proposal) -> None:
    """Have it wait."""
    grant, by = proposal.grant, proposal.by
    ProposalRow.insert(
        account=proposal.account_id,
        module=grant.module,
        grant=grant.id,
        level=grant.level,
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
        proposed_by=by.account_id,
        proposer_ik=by.ik,
        proposer_name=by.name,
        proposed_at=proposal.at,
    ).execute()


def drop(account_id: int, modules: Collection[Module]) -> None:
    """Have nothing wait for the account in the modules."""
    row = ProposalRow
    row.delete().where(row.account == account_id, row.module.in_(list(modules))).execute()


def find(proposal_id: int) -> Proposal | None:
    """The proposal, if it still waits; whoever is to change it holds its account."""
    row = ProposalRow.get_or_none(ProposalRow.id == proposal_id)
    return None if row is None else _value_of(row)


def of_account(account_id: int) -> list[Proposal]:
    """What waits for the account."""
    return [_value_of(row) for row in ProposalRow.select().where(ProposalRow.account == account_id)]


def waiting(module: Module, region: Region | None) -> list[ListedProposal]:
    """What waits in the module, who waits longest first; `region` None means all regions."""
    return [_listed(row) for row in _waiting(module, region).order_by(ProposalRow.proposed_at, ProposalRow.id)]


def count(module: Module, region: Region | None) -> int:
    """How many wait in the module."""
    return int(_waiting(module, region).count())


def _waiting(module: Module, region: Region | None) -> Any:
    query = (
        ProposalRow.select(ProposalRow, AccountRow, EmployeeRow, WorkplaceRow)
        .join(AccountRow, on=(ProposalRow.account == AccountRow.id))
        .join(EmployeeRow)
        .join(WorkplaceRow)
        .where(ProposalRow.module == module)
        .limit(AT_MOST)
    )
    return query if region is None else query.where(EmployeeRow.region == region)


def _listed(row: Any) -> ListedProposal:
    account = row.account
    employee = employees.value_of(account.employee)
    return ListedProposal(
        _value_of(row), employee.id, employee.ik, employee.person.name, account.username, employee.workplace
    )


def _value_of(row: Any) -> Proposal:
    terms = record(Grant, row, id=row.grant_id, permission=Permission.SYSTEM_ADMINISTRATION, revoked_at=None)
    by = Proposer(row.proposed_by_id, row.proposer_ik, row.proposer_name)
    return Proposal(row.id, row.account_id, terms, by, row.proposed_at)
