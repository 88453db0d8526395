"""What the list of employees (F3) is sorted by: a click on a column's title, or a key; kept for the person."""

from contextlib import suppress
from typing import ClassVar, Final

from textual import on
from textual.binding import BindingType

from oktui.domain.errors import DomainError
from oktui.domain.listing import Listed, Order, Sorting
from oktui.services.sign_in.prefer_sorting import prefer_sorting
from screens import keys
from screens.list_screen import ListScreen
from screens.texts import employees
from screens.widgets.window_table import WindowTable

_COLUMNS: Final = {Order.PERSON: 0, Order.VALID_FROM: 3, Order.VALID_TO: 4}
"""The columns by whose titles the list is sorted."""
_ROUND: Final = tuple(Sorting(order, descending=turned) for order in Order for turned in (False, True))
"""What the key goes through."""
_CHOSEN: Final = "sorting"


class SortedList(ListScreen[Listed]):
    """A list of employees that can be sorted by columns."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.unshown(keys.bind("ctrl+r", "sort", "Seřadit jinak"))]

    @property
    def sorting(self) -> Sorting:
        """What was chosen last, whenever that was."""
        sorting: Sorting = self.host.chosen.get(_CHOSEN, self.signed_in.preferences.sorting)
        return sorting

    def on_mount(self) -> None:
        """Show what the list is sorted by."""
        self._show_sorting()

    def action_sort(self) -> None:
        """Sort by the next column, or the other way round (Seřadit jinak)."""
        self._sort(_ROUND[(_ROUND.index(self.sorting) + 1) % len(_ROUND)])

    @on(WindowTable.TitleClicked)
    def _title_clicked(self, event: WindowTable.TitleClicked) -> None:
        order = next((order for order, column in _COLUMNS.items() if column == event.column), None)
        if order is None:
            self.report(employees.NOT_SORTED_BY)
        else:
            self._sort(self.sorting.next_for(order))

    def _sort(self, sorting: Sorting) -> None:
        self.host.chosen[_CHOSEN] = sorting
        self.run_worker(self._keep(), group=_CHOSEN, exclusive=True)
        self._show_sorting()
        self.search()
        self.report(employees.sorted_by(sorting))

    def sort_for_now(self, sorting: Sorting) -> None:
        """Sort as a list was saved, which is not what its reader has asked for from the next sign-in on."""
        self.host.chosen[_CHOSEN] = sorting
        self._show_sorting()

    async def _keep(self) -> None:
        """Remember it for the next sign-in; where that fails, it is good for this one, and nobody is stopped."""
        with suppress(DomainError):
            await self.host.call(prefer_sorting, self.actor, self.sorting, effects=self.effects)

    def _show_sorting(self) -> None:
        sorting = self.sorting
        self.table.mark_title(_COLUMNS[sorting.order], employees.DOWN if sorting.descending else employees.UP)
