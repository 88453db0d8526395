"""F13 Proč se nelze přihlásit: the conditions of signing in, met or not, what to tell the caller and what mends it."""

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Collapsible, ContentSwitcher, Static

from oktui.domain.authority import Action
from oktui.domain.lookup import Match
from oktui.domain.modules import Module
from oktui.domain.sign_in import Condition
from oktui.services.employees.retire_employee import restore_employee
from oktui.services.helpdesk.diagnose_account import Diagnose, Diagnosis, Explained, diagnose_account
from oktui.services.helpdesk.find_accounts import find_accounts
from oktui.services.helpdesk.unlock_account import unlock_account
from oktui.services.helpdesk.whom_to_ask import whom_to_ask
from screens import keys
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.following import Following
from screens.form_screen import FormScreen
from screens.helpdesk import sheet
from screens.helpdesk.new_password import NewPasswordScreen
from screens.texts import diagnosis as words
from screens.verbs import reading, verb
from screens.widgets.columns import Column
from screens.widgets.fields import Field, RadioChoice, TextField
from screens.widgets.safe import safe, say
from screens.widgets.sources import WholeSource
from screens.widgets.state_line import StateLine
from screens.widgets.window_table import WindowTable

_COLUMNS = [
    Column[Match]("Jméno", lambda match: match.name),
    Column[Match]("Uživatelské jméno", lambda match: match.username or "(bez účtu)", 18),
    Column[Match]("Pracoviště", lambda match: match.workplace),
    Column[Match]("Vyřazen", lambda match: "Ano" if match.retired else "Ne", 7),
]


class WhyNotScreen(FormScreen[None]):
    """Finds whoever is on the telephone as one types, and tells why they cannot sign in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.EDIT, "Detail"),
        keys.unshown(keys.REFRESH),
        keys.relabel(keys.REMOVE, "Zrušit vyřazení"),
        keys.bind("ctrl+o", "unlock", "Odemknout"),
        keys.bind("ctrl+g", "generate", "Nové heslo"),
        keys.unshown(sheet.OPEN),
        keys.unshown(keys.bind("space", "unfold", "Ukázat i splněné podmínky")),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    form_title = "Proč se nelze přihlásit"
    buttons = (
        ("Nové heslo", "generate"),
        ("Odemknout", "unlock"),
        ("Zrušit vyřazení", "remove"),
        ("Detail", "edit"),
    )
    module: RadioChoice[Module]

    def __init__(
        self, employee_id: int | None = None, *, from_detail: bool = False, module: Module | None = None
    ) -> None:
        """`employee_id` is who to begin with, when they have been found already; `from_detail` in their detail.

        `module` is the application to begin with, where it is not the one signed in to.
        """
        super().__init__()
        self._employee_id = employee_id
        self._begin_with = module
        self._beneath = employee_id if from_detail else None
        self._diagnosis: Diagnosis | None = None
        self.who = TextField("who", "Koho hledat:", max_length=100, classes="labels-14")
        self._table = WindowTable(_COLUMNS, id="matches")
        self._following = Following(self, self._table, self._search)

    def compose_form(self) -> ComposeResult:
        """Who it is, the application, and then either those found or the diagnosis."""
        own = self.signed_in.principal.module
        modules = [(module.title, module) for module in own.realm.modules]
        self.module = RadioChoice("module", "Aplikace:", modules, self._begin_with or own)
        yield from (self.who, self.module)
        with ContentSwitcher(initial="found"):
            with Vertical(id="found"):
                yield Static(safe(words.ASK))
                yield self._table
                yield Static(id="match")
            with VerticalScroll(id="diagnosis"):
                yield Static(id="whom")
                yield StateLine()
                yield Static(id="summary")
                yield Static(id="helpers")
                yield Vertical(id="conditions")
                yield Static(id="attempt")

    def on_mount(self) -> None:
        """Begin at the question, or with whom it is about."""
        self.who.focus_control()
        if self._employee_id is not None:
            self.action_refresh()

    @property
    def dirty(self) -> bool:
        """Never: nothing that is typed here is stored."""
        return False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what would not help, or what the actor may not do (X-1, X-2)."""
        if action in ("edit", "refresh", "remove", "unlock", "generate", "sheet"):
            return self._helps(action)
        return super().check_action(action, parameters)

    def _helps(self, action: str) -> bool:
        diagnosis = self._diagnosis
        if diagnosis is None or action in ("edit", "refresh"):
            return diagnosis is not None
        unmet = {each.finding.condition for each in diagnosis.hindrances}
        if action == "remove":
            return Action.RETIRE in diagnosis.may and Condition.NOT_RETIRED in unmet
        if action == "unlock":
            return Action.UNLOCK in diagnosis.may and Condition.UNLOCKED in unmet
        return Action.RESET_PASSWORD in diagnosis.may and diagnosis.account is not None

    # Finding somebody

    async def look_up(self, text: str) -> list[Match]:
        """Whoever the text may mean."""
        return await self.call(find_accounts, self.actor, text, effects=self.effects)

    @on(Field.Changed)
    def _changed(self, event: Field.Changed) -> None:
        if event.field is self.who:
            self._typed()
        elif event.field is self.module and self._diagnosis is not None:
            self.action_refresh()

    def _typed(self) -> None:
        self._show(None)
        self._following.typed()

    def _search(self) -> None:
        self._table.set_source(WholeSource(partial(self.look_up, self.who.value)))

    @on(WindowTable.Highlighted)
    def _show_match(self) -> None:
        match = self._table.row
        say(self.query_one("#match", Static), "" if match is None else words.match(match))

    def action_move(self, steps: int) -> None:
        """Move among those found, wherever the cursor is."""
        self._table.action_move(steps)

    @on(WindowTable.Selected)
    def _selected(self) -> None:
        self.action_confirm()

    @verb
    async def action_confirm(self) -> None:
        """Tell about the one under the cursor, or the only one who can be meant."""
        match = None if self._following.behind else self._table.row
        if match is None:
            match = await self._only_one()
        if match is not None:
            if match.module is not None:
                self.module.value = match.module
            self._employee_id = match.employee_id
            await self._diagnose()

    async def _only_one(self) -> Match | None:
        self._following.at_once()
        matches = await self.look_up(self.who.value)
        if not matches:
            elsewhere = await self.call(whom_to_ask, self.actor, effects=self.effects)
            await self.tell(self.form_title, words.nobody(elsewhere))
        return matches[0] if len(matches) == 1 else None

    # Telling why

    @reading
    async def action_refresh(self) -> None:
        """Ask again: the caller may have tried meanwhile."""
        await self._diagnose()

    async def _diagnose(self) -> None:
        if self._employee_id is None:
            return
        module = self.module.value
        diagnosis = await self.call(
            diagnose_account, self.actor, Diagnose(self._employee_id, module), effects=self.effects
        )
        conditions = self.query_one("#conditions", Vertical)
        await conditions.remove_children()
        unmet = [each for each in diagnosis.conditions if not each.finding.met]
        met = [each for each in diagnosis.conditions if each.finding.met]
        await conditions.mount(*(_row(each, diagnosis) for each in unmet))
        if met:
            rows = (_row(each, diagnosis) for each in met)
            title = words.met(met, diagnosis)
            fold = Collapsible(*rows, title=title, collapsed=bool(unmet), collapsed_symbol="+", expanded_symbol="-")
            await conditions.mount(fold)
        for name, text in (
            ("#whom", words.whom(diagnosis)),
            ("#summary", f"{words.summary(diagnosis)} {words.suggestion(diagnosis)}".strip()),
            ("#helpers", words.helpers(diagnosis)),
            ("#attempt", words.last_attempt(diagnosis.last_attempt)),
        ):
            self.query_one(name, Static).update(safe(text, lines=True))
            self.query_one(name, Static).display = bool(text)
        whose = (diagnosis.employee, diagnosis.account)
        self.query_one(StateLine).tell(*whose, policy=self.effects.policy, today=self.today())
        self._show(diagnosis)
        self.query_one("#diagnosis").focus()

    def _show(self, diagnosis: Diagnosis | None) -> None:
        """Show the diagnosis, or those found, and the buttons that go with it."""
        self._diagnosis = diagnosis
        self.query_one(ContentSwitcher).current = "found" if diagnosis is None else "diagnosis"
        self.refresh_bindings()

    def action_unfold(self) -> None:
        """Show the conditions that are met, or fold them into one line again."""
        for fold in self.query(Collapsible):
            fold.collapsed = not fold.collapsed

    # What mends it

    @verb
    async def action_unlock(self) -> None:
        """Odemknout účet (R2.6-3)."""
        if self._diagnosis is not None and self._diagnosis.account is not None:
            await self.make(unlock_account, self.actor, self._diagnosis.account.id, effects=self.effects)
            await self._diagnose()

    @verb
    async def action_remove(self) -> None:
        """Zrušit vyřazení (R2.5-1)."""
        if self._diagnosis is not None:
            await self.make(restore_employee, self.actor, self._diagnosis.employee.id, effects=self.effects)
            await self._diagnose()

    @verb
    async def action_generate(self) -> None:
        """A new password, which unlocks as well (R2.8-1, X-16)."""
        if self._diagnosis is not None and self._diagnosis.account is not None:
            await self.open_form(NewPasswordScreen(self._diagnosis.account))
            await self._diagnose()

    @verb
    async def action_sheet(self) -> None:
        """List s údaji k účtu, without a password."""
        if self._diagnosis is not None and self._diagnosis.account is not None:
            await self.open_form(sheet.SheetScreen(self._diagnosis.account))

    @verb
    async def action_edit(self) -> None:
        """The detail, where validity is extended and permissions are granted."""
        if self._diagnosis is None:
            return
        if self._diagnosis.employee.id == self._beneath:
            self.dismiss(None)
        else:
            await self.open_form(EmployeeDetailScreen(self._diagnosis.employee.id))
            await self._diagnose()

    def action_back(self) -> None:
        """From a diagnosis back to the question; from there out."""
        if self._diagnosis is None or not self.who.value:
            super().action_back()
        elif not self.busy:
            self._show(None)
            self.who.focus_control()


def _row(explained: Explained, diagnosis: Diagnosis) -> Widget:
    """A condition: the verdict, and beside it all there is to say."""
    return Horizontal(
        Static(safe(words.verdict(explained)), classes="verdict"),
        Static(safe(words.condition(explained, diagnosis), lines=True), classes="said"),
        classes="condition met" if explained.finding.met else "condition unmet",
    )
