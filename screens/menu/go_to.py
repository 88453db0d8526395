"""Přejít: the one box from which every task and everybody is reached (^K, or / outside a field)."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType

from oktui.domain.authority import Action, denial
from oktui.domain.lookup import Match, asked_words, words_of
from oktui.services.helpdesk.find_accounts import find_accounts
from oktui.values import dataclass
from screens import keys
from screens.box_screen import BoxScreen
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.form_screen import FormScreen
from screens.helpdesk.why_not import WhyNotScreen
from screens.menu.tasks import Task, tasks_for
from screens.texts import going
from screens.verbs import verb
from screens.widgets.columns import Column
from screens.widgets.fields import TextField
from screens.widgets.window_table import WindowTable


@dataclass(frozen=True)
class Target:
    """A row: a form that one can go to, and of a person the one that tells why they cannot get in."""

    key: tuple[str, object]
    title: str
    about: str
    form: Callable[[], FormScreen[Any]]
    why: Callable[[], FormScreen[Any]] | None = None


_COLUMNS = [
    Column[Target]("Kam", lambda target: target.title, 36),
    Column[Target]("", lambda target: target.about),
]


class GoToScreen(BoxScreen[FormScreen[Any], Target]):
    """The result is the form that was chosen, to be opened by whoever opened this."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.CONFIRM, "Otevřít"),
        keys.bind("f6", "why", "Proč se nelze přihlásit"),
    ]

    form_title = "Přejít"
    goes_anywhere = False

    def __init__(self) -> None:
        box = TextField("where", "Kam nebo ke komu:", max_length=100, classes="labels-18")
        super().__init__(box, _COLUMNS, empty=going.NOWHERE, table_id="targets")

    @property
    def wanted(self) -> str:
        """More where the actor may find people."""
        return going.asking(finds=self._finds)

    @property
    def _finds(self) -> bool:
        """Whether the actor may find people."""
        return denial(self.signed_in.principal, Action.DIAGNOSE) is None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Of a task there is nothing to ask why; of what is still to be read there may be."""
        if action == "why":
            row = None if self.following.behind else self.table.row
            return not self.table.is_empty if row is None else row.why is not None
        return super().check_action(action, parameters)

    async def found(self, text: str) -> list[Target]:
        """The tasks that the text may mean, all of them until something is typed, and the people."""
        asked = asked_words(text)
        tasks = [_to_task(task) for task in tasks_for(self.signed_in.principal) if _means(task, asked)]
        if not (asked and self._finds):
            return tasks
        return [*tasks, *map(_to_person, await self.call(find_accounts, self.actor, text, effects=self.effects))]

    @on(WindowTable.Highlighted)
    def _other_row(self) -> None:
        self.refresh_bindings()

    @verb
    async def action_confirm(self) -> None:
        """Open what is under the cursor."""
        if (target := await self.following.row()) is not None:
            self.dismiss(target.form())

    @verb
    async def action_why(self) -> None:
        """Ask why the one under the cursor cannot sign in."""
        if (target := await self.following.row()) is not None and target.why is not None:
            self.dismiss(target.why())


def _means(task: Task, asked: tuple[str, ...]) -> bool:
    """Whether each word asked for begins one of the title's, or is the task's own key."""
    words = [*words_of([task.title], "").split(), task.key.casefold()]
    return all(any(word.startswith(each) for word in words) for each in asked)


def _to_task(task: Task) -> Target:
    return Target(("task", task.key), task.title, going.task(task.key), task.open)


def _to_person(match: Match) -> Target:
    why = partial(WhyNotScreen, match.employee_id, module=match.module)
    detail = partial(EmployeeDetailScreen, match.employee_id, partial(WhyNotScreen, from_detail=True))
    form = detail if match.module is None else why
    return Target(("employee", match.employee_id), match.name, going.person(match), form, why)
