"""Správa systému that waits for a second administrator, in words."""

from typing import Final

from oktui.domain.proposals import ListedProposal, Proposal
from screens.texts import dates, employees, offices

NONE: Final = "Na potvrzení druhým správcem nečeká nic."


def proposal(row: ListedProposal) -> str:
    """Of whom it is and where they work, what it is, and who has granted it when."""
    by = row.proposal
    return (
        f"{row.ik}: {row.name} ({row.username})\n{offices.workplace(row.workplace)}\n"
        f"{employees.granted([by.grant])}\nnavrhl {by.by.name} {dates.moment(by.at)}"
    )


def waits(proposal: Proposal) -> str:
    """That it waits, and who has granted it."""
    return f"Čeká na druhého správce: {employees.granted([proposal.grant])}, navrhl {proposal.by.name}."


def confirmed(row: ListedProposal) -> str:
    """That it is in force."""
    return f"Potvrzeno: {row.name} ({row.username}) má Správu systému."


def rejected(row: ListedProposal) -> str:
    """That it waits no more."""
    return f"Zamítnuto: {row.name} ({row.username}) Správu systému nedostane."
