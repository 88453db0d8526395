"""F16 Chybová hlášení: the refused sign-ins that were given a number, by that number."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from oktui.domain.incidents import Incident
from oktui.domain.rows import Rows
from oktui.services.helpdesk.find_incidents import find_incidents
from screens import keys
from screens.form_screen import FormScreen
from screens.texts import dates, incidents
from screens.widgets.case_source import CaseSource
from screens.widgets.columns import Column
from screens.widgets.fields import TextField
from screens.widgets.safe import safe
from screens.widgets.window_table import WindowTable

_COLUMNS = [
    Column[Incident]("Číslo", lambda row: row.number, 9, "right"),
    Column[Incident]("Čas", lambda row: dates.narrow_moment(row.at), 16),
    Column[Incident]("Uživatelské\njméno", lambda row: row.username, 12),
    Column[Incident]("Osoba", lambda row: row.person.rpartition(": ")[2]),
    Column[Incident]("Odkud", lambda row: row.origin, 15),
]


class IncidentsScreen(FormScreen[None]):
    """The incidents within the actor's power, newest first; the one under the cursor in full below them (X-6)."""

    CSS_PATH = "incidents.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [keys.SEARCH, keys.REFRESH]

    form_title = "Chybová hlášení"
    default_action = "search"

    def __init__(self) -> None:
        super().__init__()
        self.number = TextField("number", "Číslo chyby:", max_length=15, restrict="[0-9]*", classes="labels-14")

    def compose_form(self) -> ComposeResult:
        """The number to look for, the incidents, and what is known of one."""
        yield self.number
        yield WindowTable(_COLUMNS, empty=incidents.NO_INCIDENTS, id="incidents")
        yield Static(id="incident")

    def on_mount(self) -> None:
        """Begin with the newest ones, ready for a number."""
        self.number.focus_control()
        self.action_search()

    @property
    def dirty(self) -> bool:
        """A number is nothing to lose."""
        return False

    @property
    def request(self) -> int | None:
        """The number that was typed; None for all."""
        typed = self.number.value
        return int(typed) if typed else None

    @property
    def _table(self) -> WindowTable[Incident]:
        return self.query_one("#incidents", WindowTable)

    def action_search(self) -> None:
        """Show the incident of this number, or the newest ones (Hledat)."""
        self._table.set_source(CaseSource(partial(self._read, self.request)))

    def action_refresh(self) -> None:
        """Read the list anew (Obnovit)."""
        self._table.reload()

    async def _read(self, number: int | None, rows: Rows[int]) -> Sequence[Incident]:
        return await self.call(find_incidents, self.actor, number, rows, effects=self.effects)

    @on(WindowTable.Highlighted)
    def _show_incident(self) -> None:
        row = self._table.row
        self.query_one("#incident", Static).update(safe("" if row is None else incidents.incident(row), lines=True))
