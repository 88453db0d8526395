"""F11 Pracoviště: the workplaces; MPSV's administrators add and change them, a region's administrator reads."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Button

from oktui.domain.authority import Action, denial
from oktui.services.workplaces.list_workplaces import Occupied, list_workplaces
from screens import keys
from screens.form_screen import FormScreen, verb
from screens.texts import dates
from screens.widgets.columns import Column
from screens.widgets.sources import ListSource
from screens.widgets.window_table import WindowTable
from screens.workplaces.workplace import WorkplaceScreen

_COLUMNS = [
    Column[Occupied]("Druh úřadu", lambda row: row.workplace.office_kind.title, 10),
    Column[Occupied]("Název", lambda row: row.workplace.name),
    Column[Occupied]("Kraj", lambda row: row.workplace.region.title if row.workplace.region else "", 15),
    Column[Occupied]("Platnost\nod", lambda row: dates.day(row.workplace.valid_from), 10),
    Column[Occupied]("Platnost\ndo", lambda row: dates.day(row.workplace.valid_to), 10),
    Column[Occupied]("Zaměst-\nnanců", lambda row: str(row.heads), 7, justify="right"),
]


class WorkplacesScreen(FormScreen[None]):
    """The list of workplaces within the actor's power."""

    CSS_PATH = "workplace_list.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.NEW, "Nové"),
        keys.relabel(keys.EDIT, "Změnit"),
        keys.REFRESH,
    ]

    form_title = "Pracoviště"

    def compose_form(self) -> ComposeResult:
        """The table, and the buttons of those who may change it."""
        yield WindowTable(_COLUMNS, empty="Není evidováno žádné pracoviště.", id="workplaces")
        with Horizontal(classes="buttons"):
            if self._may_change:
                yield Button("Nové", action="screen.new", compact=True)
                yield Button("Změnit", action="screen.edit", compact=True)
            yield Button("Zpět", action="screen.back", compact=True)

    def on_mount(self) -> None:
        """Fill the table and go to it."""
        self._table.focus()
        self.action_refresh()

    @property
    def _may_change(self) -> bool:
        return denial(self.signed_in.principal, Action.CHANGE_WORKPLACES) is None

    @property
    def _table(self) -> WindowTable[Occupied]:
        return self.query_one("#workplaces", WindowTable)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what the actor may not do."""
        if action in ("new", "edit") and not self._may_change:
            return False
        return super().check_action(action, parameters)

    @verb
    async def action_refresh(self) -> None:
        """Read the list anew."""
        await self._load(keep=None)

    @verb
    async def action_new(self) -> None:
        """Add a workplace."""
        await self._edit(None)

    @verb
    async def action_edit(self) -> None:
        """Change the workplace under the cursor."""
        if self._table.row is not None:
            await self._edit(self._table.row)

    async def _edit(self, row: Occupied | None) -> None:
        saved = await self.app.push_screen_wait(WorkplaceScreen(row.workplace if row else None))
        if saved is not None:
            await self._load(keep=saved)

    async def _load(self, keep: int | None) -> None:
        rows = await self.call(list_workplaces, self.actor, effects=self.effects)
        self._table.set_source(ListSource(rows))
        if keep is not None:
            self._table.reload(keep=keep)

    @on(WindowTable.Selected)
    def _selected(self) -> None:
        if self._may_change:
            self.action_edit()
