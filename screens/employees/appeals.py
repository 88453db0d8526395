"""Účty Řešení odvolání: the old accounts, previewed and retired all at once (R1.3-3)."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from oktui.domain.accounts import Account
from oktui.domain.administrators import LastAdministrator
from oktui.services.employees.retire_appeals import list_appeals, retire_appeals
from screens import keys
from screens.form_screen import FormScreen, verb
from screens.texts import employees, questions, refusals
from screens.widgets.columns import Column
from screens.widgets.safe import safe
from screens.widgets.sources import ListSource
from screens.widgets.window_table import WindowTable


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


class AppealsScreen(FormScreen[None]):
    """Shows whom the retirement concerns, and does it after a question."""

    CSS_PATH = "appeals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [keys.relabel(keys.REMOVE, "Vyřadit vše")]

    form_title = "Účty s oprávněním Řešení odvolání"

    def __init__(self) -> None:
        super().__init__()
        self._accounts: list[Account] = []

    def compose_form(self) -> ComposeResult:
        """What this is about, the accounts, and the buttons."""
        yield Static(safe(employees.APPEALS))
        yield WindowTable(_COLUMNS, empty="Žádné takové účty nejsou.", id="accounts")
        with Horizontal(classes="buttons"):
            yield Button("Vyřadit vše", action="screen.remove", compact=True)
            yield Button("Zpět", action="screen.back", compact=True)

    def on_mount(self) -> None:
        """Show the preview."""
        self._load()

    @verb
    async def _load(self) -> None:
        await self._preview()

    async def _preview(self) -> None:
        self._accounts = await self.call(list_appeals, self.actor, effects=self.effects)
        table = self.query_one("#accounts", WindowTable)
        table.set_source(ListSource([_Old(account) for account in self._accounts]))
        table.focus()

    @verb
    async def action_remove(self) -> None:
        """Retire those in the preview, and say how many they were."""
        if not self._accounts:
            return
        question = f"Vyřadit všechny vypsané účty ({len(self._accounts)})?"
        if await self.ask("Vyřazení účtů", question, "Vyřadit", "Nechat"):
            await self._retire()

    async def _retire(self, *, confirmed: bool = False) -> None:
        """Retire; the last administrator of an office only when a warning is confirmed (X-10)."""
        chosen = [account.id for account in self._accounts]
        try:
            retired = await self.perform(retire_appeals, self.actor, chosen, confirmed=confirmed, effects=self.effects)
        except LastAdministrator as warning:
            message = refusals.refusal(warning)
            if await self.ask(message.title, message.text, *questions.RETIRE_ALL_THE_SAME):
                await self._retire(confirmed=True)
            return
        await self._preview()
        await self.tell("Vyřazení účtů", f"Vyřazeno účtů: {retired}.")
