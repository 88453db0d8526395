"""Vzít zpět: the last change of whoever is signed in, of one or of many: what will be as it was, and then it is so."""

from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from oktui.domain.changes import Planned
from oktui.services.employees.undo_change import Undoing, preview_undo, undo_change
from screens import keys
from screens.employees.outcome import OutcomeScreen
from screens.form_screen import FormScreen
from screens.list_screen import ListScreen
from screens.texts import many, undo
from screens.verbs import verb
from screens.watching import watched
from screens.widgets.columns import Column
from screens.widgets.safe import safe
from screens.widgets.sources import ListSource

_COLUMNS = [
    Column[Planned]("Osoba", many.whom, 30),
    Column[Planned]("Co bude zase jako dřív", many.planned),
]


class UndoScreen(ListScreen[Planned]):
    """Shows what taking the change back would do to each, and does it."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.relabel(keys.CONFIRM, undo.TITLE)]

    form_title = undo.TITLE
    buttons = ((undo.TITLE, "confirm"),)
    chosen = "confirm"
    lines = 2

    def __init__(self, undoing: Undoing) -> None:
        super().__init__(_COLUMNS)
        self.done: frozenset[int] = frozenset()
        """Those of whom it was taken back, for the list to show."""
        self._undoing = undoing

    def compose_criteria(self) -> ComposeResult:
        """Which change it is, how many it changes, and what stays."""
        yield Static(safe(undo.change(self._undoing), lines=True), classes="apart")

    def source(self) -> ListSource[Planned]:
        """All whom the change was made to."""
        return ListSource(self._undoing.rows)

    def describe(self, row: Planned) -> str:
        """Say in full what would become of the one under the cursor."""
        return many.told(row)

    @verb
    async def action_confirm(self) -> None:
        """Take it back, and say of whom it could not be."""
        number = self.effects.number_request()
        case = partial(undo_change, self.actor, self._undoing, number, effects=self.effects)
        made = await watched(self, many.done, lambda progress: case(progress=progress))
        self.done = frozenset(row.key for row in made if row.settled)
        if self._undoing.many or any(row.refusal for row in made):
            await self.open_form(OutcomeScreen(number, made))
        else:
            self.report(undo.done(made))
        self.dismiss(None)


async def take_back(form: FormScreen[Any]) -> frozenset[int]:
    """Show the last change within a verb, and take it back if that is wanted; of whom it was.

    Raises NothingToUndo, NotUndoable: there is none that can be taken back.
    """
    screen = UndoScreen(await form.host.work(preview_undo, form.actor, effects=form.effects))
    await form.open_form(screen)
    return screen.done
