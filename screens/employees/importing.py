"""Založit ze souboru (Import): rows pasted from a spreadsheet, looked at whole before anybody is created (R2.3-11)."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from oktui.domain.authority import Action
from oktui.domain.changes import Planned
from oktui.domain.kept_files import Format, KeptFile
from oktui.domain.reading.faults import Fault, FileRefused
from oktui.services.employees.export_faults import export_faults
from oktui.services.employees.import_employees import ImportEmployees, Newcomer, import_employees
from oktui.services.long_work import Progress, unwatched
from oktui.services.outcomes import Ending, Made
from oktui.values import dataclass
from screens import keys
from screens.employees.outcome import OutcomeScreen
from screens.export import ExportScreen
from screens.list_screen import ListScreen
from screens.texts import imported, many
from screens.verbs import verb
from screens.watching import watched
from screens.widgets.columns import Column
from screens.widgets.safe import safe, say
from screens.widgets.sources import ListSource


@dataclass(frozen=True)
class _Line:
    """Something said of a row: who would be created by it, or what is wrong with it."""

    key: int
    row: str
    about: str
    said: str


_COLUMNS = [
    Column[_Line]("Řádek", lambda line: line.row, 6),
    Column[_Line]("Kdo, nebo sloupec", lambda line: line.about, 30),
    Column[_Line]("Co se stane, nebo co je špatně", lambda line: line.said),
]


class ImportScreen(ListScreen[_Line]):
    """Takes what is pasted, says of each row what is right or wrong, and creates all of them or none."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CONFIRM, keys.relabel(keys.EXPORT, "Řádky s chybami")]

    form_title = imported.TITLE
    buttons = (("Řádky s chybami F9", "export"), ("OK", "confirm"))
    empty = imported.PASTE
    needs: ClassVar = {"export": Action.EXPORT}
    lines = 3

    def __init__(self) -> None:
        super().__init__(_COLUMNS)
        self.done: frozenset[int] = frozenset()
        """Those who were created, for the list to show."""
        self._content = b""
        self._faults: Sequence[Fault] = ()
        self._ready: Sequence[Newcomer] = ()

    def compose_criteria(self) -> ComposeResult:
        """What to paste, and what has come of it."""
        yield Static(safe(imported.HOW, lines=True), classes="apart")
        yield Static(id="summary")

    def source(self) -> ListSource[_Line]:
        """What is wrong, or else who would be created."""
        if self._faults:
            return ListSource(
                [
                    _Line(place, str(fault.row or ""), fault.column, imported.fault(fault))
                    for place, fault in enumerate(self._faults)
                ]
            )
        return ListSource(
            [_Line(new.row, str(new.row), f"{new.ik}: {new.name}", imported.to_be_created(new)) for new in self._ready]
        )

    def describe(self, row: _Line) -> str:
        """Say in full what the row under the cursor has no room for."""
        return row.said

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey what there is nothing for yet."""
        if (action == "confirm" and not self._ready) or (action == "export" and not self._faults):
            return None
        return super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        """That something is to be pasted first, or to be mended."""
        if action == "confirm" and not self._ready:
            return imported.MEND if self._faults else imported.PASTE
        if action == "export" and not self._faults:
            return imported.NO_FAULTS
        return super().why_not(action)

    def on_paste(self, event: events.Paste) -> None:
        """Look at what was pasted."""
        event.stop()
        self._look(event.text.encode(errors="replace"))

    @verb
    async def _look(self, content: bytes) -> None:
        self._content, self._faults, self._ready = content, (), ()
        request = ImportEmployees(content, "", check=True)
        self.add_class("-working")
        try:
            self._ready = await self.host.work(import_employees, self.actor, request, effects=self.effects)
        except FileRefused as refused:
            self._faults = refused.faults
        finally:
            self.remove_class("-working")
            say(self.query_one("#summary", Static), imported.summary(self._ready, self._faults))
            self.search()
            self.table.focus()
            self.refresh_bindings()

    @verb
    async def action_confirm(self) -> None:
        """Create all of them, and show their passwords, which nobody else is told."""
        if not self._ready or not await self.ask(imported.surely(len(self._ready))):
            return
        number = self.effects.number_request()
        request = ImportEmployees(self._content, number)
        case = partial(import_employees, self.actor, request, effects=self.effects)
        try:
            new = await watched(self, many.done, lambda progress: case(progress=progress))
        except FileRefused as refused:
            self._faults, self._ready = refused.faults, ()
            say(self.query_one("#summary", Static), imported.summary((), self._faults))
            self.search()
            self.refresh_bindings()
            return
        self.done = frozenset(each.employee_id for each in new)
        await self.open_form(OutcomeScreen(number, [_made(each) for each in new]))
        self.dismiss(None)

    @verb
    async def action_export(self) -> None:
        """Keep the rows with a column of what is wrong with them (Řádky s chybami)."""
        actor, content, told, effects = self.actor, self._content, imported.by_row(self._faults), self.effects

        def work(kind: Format, progress: Progress = unwatched) -> KeptFile:
            return export_faults(actor, content, told, kind, effects=effects, progress=progress)

        await self.open_form(ExportScreen("řádky s chybami", work))


def _made(new: Newcomer) -> Made:
    planned = Planned(new.employee_id, 1, f"{new.ik}: {new.name}", new.username)
    return Made(planned, Ending.DONE, password=new.password)
