"""F2 Hlavní menu: the tasks of the module, and one's own account."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from oktui.domain.accounts import Account
from oktui.domain.authority import Action, denial
from oktui.domain.calendar import next_sync
from oktui.domain.modules import Module
from oktui.domain.policy import Policy
from oktui.services.audit.count_alarms import count_alarms
from oktui.services.sign_in.get_own_account import get_own_account
from oktui.services.sign_in.prefer_appearance import prefer_appearance
from screens import keys
from screens.menu.tasks import Task, tasks_for
from screens.menu.typed_ahead import HoldsTypedAhead
from screens.texts import alarms, dates, program, questions
from screens.verbs import reading, verb
from screens.widgets.dialogs import QuestionDialog
from screens.widgets.safe import safe, say


class MainMenuScreen(HoldsTypedAhead):
    """What the signed-in user may choose from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(keys.bind(key, f"open_task('{key}')", "") for key in "1234567890oOrR"),
        *(keys.bind(key, "open_alarms", "") for key in "pP"),
        keys.GO_TO,
        keys.bind("f6", "appearance", "Vzhled"),
        keys.relabel(keys.BACK, "Odhlásit"),
    ]

    form_title = "Hlavní menu"
    is_menu = True

    def __init__(self) -> None:
        super().__init__()
        self._tasks: tuple[Task, ...] = ()

    def compose_form(self) -> ComposeResult:
        """The tree of tasks at the left, one's own account at the right."""
        self._tasks = tasks_for(self.signed_in.principal)
        with Horizontal():
            with Vertical(id="tasks"):
                yield Static("Správa systému", classes="heading")
                yield OptionList(
                    *(Option(f"{task.key} {task.title}", task.key) for task in self._tasks),
                    compact=True,
                    markup=False,
                )
            with Vertical(id="own"):
                yield Static("Můj účet", classes="heading")
                yield Static(id="account")
        yield Static(id="alarms")
        yield Static(id="sync")

    def on_mount(self) -> None:
        """Show the account, and the time to the next sync to those whom it concerns."""
        self.query_one(OptionList).highlighted = 1 if len(self._tasks) > 1 else 0
        self.query_one(OptionList).focus()
        self._show_account()
        if denial(self.signed_in.principal, Action.SEE_SYNC) is None:
            self._count_down()
            self.every(1, self._count_down)

    @reading
    async def _show_account(self) -> None:
        account = await self.call(get_own_account, self.actor, effects=self.effects)
        self.query_one("#account", Static).update(
            safe(_about(account, self.signed_in.principal.module, self.effects.policy), lines=True)
        )
        if denial(self.signed_in.principal, Action.SEE_AUDIT) is None:
            await self._show_alarms()

    async def _show_alarms(self) -> None:
        """How many there are, if any (X-31)."""
        number = await self.call(count_alarms, self.actor, effects=self.effects)
        line = self.query_one("#alarms", Static)
        say(line, alarms.counted(number))
        line.display = number > 0

    def _count_down(self) -> None:
        now = self.effects.now()
        due = next_sync(now, self.effects.policy.sync_every)
        say(self.query_one("#sync", Static), dates.next_sync(due, due - now))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._open(self._tasks[event.option_index])

    def action_open_task(self, key: str) -> None:
        """Open the task of the key; one of no task here opens nothing."""
        for task in self._tasks:
            if task.key == key.upper():
                self._open(task)

    def action_open_alarms(self) -> None:
        """Open the audit at the alarms, where there are any."""
        if self.query_one("#alarms", Static).display:
            from oktui.domain.audit import EventKind
            from screens.audit.audit_log import AuditLogScreen

            self.app.push_screen(AuditLogScreen(EventKind.ALARM))

    @verb
    async def action_appearance(self) -> None:
        """Look otherwise from now on, wherever the same person signs in."""
        chosen = self.host.appearance.following
        await self.call(prefer_appearance, self.actor, chosen, effects=self.effects)
        self.host.wear(chosen)
        self.report(program.APPEARANCES[chosen])

    def _open(self, task: Task) -> None:
        self.app.push_screen(task.open())

    def action_back(self) -> None:
        """Sign out, after a question."""
        self.app.push_screen(QuestionDialog(questions.SIGN_OUT), self._leave)


def _about(account: Account, module: Module, policy: Policy) -> str:
    employee = account.employee
    lines = [
        f"Uživatelské jméno: {account.username}",
        f"Osoba: {employee.person.full_name}",
        f"Pracoviště: {employee.workplace.name}",
        f"Platnost: {dates.validity(employee.details.valid_from, employee.details.valid_to)}",
        f"Heslo změněno: {dates.moment(account.password_set_at)}",
        "Oprávnění:",
    ]
    lines += [
        f"  {grant.permission.title} – {grant.level.title}"
        for grant in account.grants
        if grant.module is module and grant.revoked_at is None and grant.shown(policy)
    ]
    return "\n".join(lines)
