"""Správa systému that waits for a second administrator (R2.1-1): confirmed or rejected."""

from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from oktui.domain.authority import Action, Subject
from oktui.domain.proposals import ListedProposal
from oktui.services.employees.confirm_administration import (
    confirm_administration,
    list_proposals,
    reject_administration,
)
from screens import keys
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.list_screen import ListScreen
from screens.texts import proposals, questions
from screens.verbs import verb
from screens.widgets.columns import Column
from screens.widgets.sources import WholeSource

_COLUMNS = [
    Column[ListedProposal]("Osoba", lambda row: row.name),
    Column[ListedProposal]("Uživatelské\njméno", lambda row: row.username, 12),
    Column[ListedProposal]("Úroveň", lambda row: row.proposal.grant.level.title, 11),
    Column[ListedProposal]("Navrhl", lambda row: row.proposal.by.name, 26),
]


class ProposalsScreen(ListScreen[ListedProposal]):
    """The list behind a line of F18."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.CONFIRM, "Potvrdit"),
        keys.relabel(keys.EDIT, "Detail"),
        keys.REFRESH,
        keys.relabel(keys.REMOVE, "Zamítnout"),
    ]

    form_title = "Správa systému ke druhému potvrzení"
    buttons = (("Zamítnout", "remove"), ("Potvrdit", "confirm"))
    empty = proposals.NONE
    needs: ClassVar = {
        "confirm": Action.CONFIRM_ADMINISTRATION,
        "remove": Action.CONFIRM_ADMINISTRATION,
        "edit": Action.SEE_EMPLOYEE,
    }
    chosen = "edit"
    default_action = "edit"
    lines = 4

    def __init__(self) -> None:
        super().__init__(_COLUMNS)

    def source(self) -> WholeSource[ListedProposal]:
        """All that waits: it is little."""
        return WholeSource(partial(self.call, list_proposals, self.actor, effects=self.effects))

    def describe(self, row: ListedProposal) -> str:
        """Say of whom it is, what it is, and who has granted it."""
        return proposals.proposal(row)

    def subject(self, row: ListedProposal) -> Subject:
        """Nobody confirms what is their own."""
        return Subject.listed(self.signed_in.principal, row.ik)

    @verb
    async def action_confirm(self) -> None:
        """Have it be in force, after a question."""
        row = self.row
        if row is not None and await self.ask(questions.confirming_administration(row)):
            await self.change(confirm_administration, self.actor, row.key, effects=self.effects)
            self.report(proposals.confirmed(row))
            self.table.reload()

    @verb
    async def action_remove(self) -> None:
        """Have it wait no more, after a question."""
        row = self.row
        if row is not None and await self.ask(questions.rejecting_administration(row)):
            await self.change(reject_administration, self.actor, row.key, effects=self.effects)
            self.report(proposals.rejected(row))
            self.table.reload()

    @verb
    async def action_edit(self) -> None:
        """Open F6 of whom it is of."""
        if self.row is not None:
            await self.open_form(EmployeeDetailScreen(self.row.employee_id))
            self.table.reload()
