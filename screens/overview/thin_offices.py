"""The offices with one administrator or none, today or on a near day (F18, X-10)."""

from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from oktui.domain.authority import Action
from oktui.domain.concerns import StaffedOffice
from oktui.domain.listing import Criteria
from oktui.domain.saved_lists import SavedList
from oktui.services.overview.get_overview import list_thin_offices
from screens import keys
from screens.employees.employee_list import EmployeesScreen
from screens.list_screen import ListScreen
from screens.texts import concerns, dates, offices
from screens.verbs import verb
from screens.widgets.columns import Column
from screens.widgets.sources import WholeSource

_COLUMNS = [
    Column[StaffedOffice]("Druh úřadu", lambda row: row.workplace.office_kind.title, 10),
    Column[StaffedOffice]("Název", lambda row: row.workplace.name),
    Column[StaffedOffice]("Správců\ndnes", lambda row: str(row.staffing.today), 7, justify="right"),
    Column[StaffedOffice]("Méně\nod", lambda row: dates.day(row.staffing.fewer_on), 10),
    Column[StaffedOffice](
        "Správců\npak", lambda row: "" if row.staffing.fewer_on is None else str(row.staffing.then), 7, justify="right"
    ),
]


class ThinOfficesScreen(ListScreen[StaffedOffice]):
    """The list behind a line of F18; from it to the employees of an office."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.relabel(keys.EDIT, "Zaměstnanci"), keys.REFRESH]

    form_title = "Pracoviště s jedním nebo žádným správcem"
    default_action = "edit"
    empty = concerns.ALL_ADMINISTERED
    needs: ClassVar = {"edit": Action.FIND_EMPLOYEES}
    chosen = "edit"
    lines = 1

    def __init__(self) -> None:
        super().__init__(_COLUMNS)

    def source(self) -> WholeSource[StaffedOffice]:
        """All of them: offices are not many."""
        return WholeSource(partial(self.call, list_thin_offices, self.actor, effects=self.effects))

    def describe(self, row: StaffedOffice) -> str:
        """Say the name whole."""
        return offices.workplace(row.workplace)

    @verb
    async def action_edit(self) -> None:
        """Open F3 with the office's employees."""
        if self.table.row is not None:
            await self.open_form(EmployeesScreen(SavedList("", Criteria(workplace_id=self.table.row.key))))
            self.table.reload()
