"""Účty Řešení odvolání: the old accounts, previewed and retired all at once (R1.3-3)."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from oktui.domain.accounts import Account
from oktui.domain.authority import Action
from oktui.services.employees.retire_appeals import list_appeals, retire_appeals
from screens import keys
from screens.list_screen import ListScreen
from screens.texts import employees, questions
from screens.verbs import verb
from screens.widgets.columns import Column
from screens.widgets.safe import safe
from screens.widgets.sources import WholeSource


class _Old:
    """A row of the preview."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.key = account.id


_COLUMNS = [
    Column[_Old]("Osoba", lambda row: f"{row.account.employee.ik}: {row.account.employee.person.name}"),
    Column[_Old]("Uživatelské\njméno", lambda row: row.account.username, 14),
    Column[_Old]("Pracoviště", lambda row: row.account.employee.workplace.name),
]


class AppealsScreen(ListScreen[_Old]):
    """Shows whom the retirement concerns, and does it after a question."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.relabel(keys.REMOVE, "Vyřadit vše")]

    form_title = "Účty s oprávněním Řešení odvolání"
    buttons = (("Vyřadit vše", "remove"),)
    empty = "Žádné takové účty nejsou."
    needs: ClassVar = {"remove": Action.RETIRE}

    def __init__(self) -> None:
        super().__init__(_COLUMNS)
        self._accounts: list[Account] = []

    def compose_criteria(self) -> ComposeResult:
        """What this is about."""
        yield Static(safe(employees.APPEALS), classes="apart")

    def source(self) -> WholeSource[_Old]:
        """The preview, which is what will be retired."""
        return WholeSource(self._preview)

    async def _preview(self) -> list[_Old]:
        self._accounts = await self.call(list_appeals, self.actor, effects=self.effects)
        return [_Old(account) for account in self._accounts]

    @verb
    async def action_remove(self) -> None:
        """Retire those in the preview, and say how many they were."""
        chosen = [account.id for account in self._accounts]
        if not chosen or not await self.ask(questions.retiring_all(len(chosen))):
            return

        async def retire(confirmed: bool) -> None:
            retired = await self.perform(retire_appeals, self.actor, chosen, confirmed=confirmed, effects=self.effects)
            self.search()
            await self.tell("Vyřazení účtů", f"Vyřazeno účtů: {retired}.")

        await self.confirming(retire, questions.RETIRE_ALL_THE_SAME)
