"""F11 Pracoviště: the workplaces; MPSV's administrators add and change them, a region's administrator reads."""

from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from oktui.domain.authority import Action
from oktui.services.workplaces.list_workplaces import Occupied, list_workplaces
from screens import keys
from screens.list_screen import ListScreen
from screens.texts import dates, offices
from screens.verbs import verb
from screens.widgets.columns import Column
from screens.widgets.sources import WholeSource
from screens.workplaces.workplace import WorkplaceScreen

_COLUMNS = [
    Column[Occupied]("Druh úřadu", lambda row: row.workplace.office_kind.title, 10),
    Column[Occupied]("Název", lambda row: row.workplace.name),
    Column[Occupied]("Kraj", lambda row: row.workplace.region.title if row.workplace.region else "", 15),
    Column[Occupied]("Platnost\nod", lambda row: dates.day(row.workplace.valid_from), 10),
    Column[Occupied]("Platnost\ndo", lambda row: dates.day(row.workplace.valid_to), 10),
    Column[Occupied]("Zaměst-\nnanců", lambda row: str(row.heads), 7, justify="right"),
]


class WorkplacesScreen(ListScreen[Occupied]):
    """The list of workplaces within the actor's power."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.EDIT,
        keys.REFRESH,
        keys.relabel(keys.NEW, "Nové"),
    ]

    form_title = "Pracoviště"
    buttons = (("Nové", "new"), ("Změnit", "edit"))
    empty = "Není evidováno žádné pracoviště."
    needs: ClassVar = {"new": Action.CHANGE_WORKPLACES, "edit": Action.CHANGE_WORKPLACES}
    chosen = "edit"
    lines = 1

    def __init__(self) -> None:
        super().__init__(_COLUMNS)

    def source(self) -> WholeSource[Occupied]:
        """All workplaces: they are not many."""
        return WholeSource(partial(self.call, list_workplaces, self.actor, effects=self.effects))

    def describe(self, row: Occupied) -> str:
        """Say the name whole, which a region's administrator has no other form for."""
        return offices.workplace(row.workplace)

    @verb
    async def action_new(self) -> None:
        """Add a workplace."""
        await self._edit(None)

    @verb
    async def action_edit(self) -> None:
        """Change the workplace under the cursor."""
        if self.table.row is not None:
            await self._edit(self.table.row)

    async def _edit(self, row: Occupied | None) -> None:
        saved = await self.open_form(WorkplaceScreen(row.workplace if row else None))
        if saved is not None:
            self.table.reload(keep=saved)
