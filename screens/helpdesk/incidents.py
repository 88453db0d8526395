"""F16 Chybová hlášení: the refused sign-ins that were given a number, by that number."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from oktui.domain.incidents import Incident
from oktui.domain.rows import Rows
from oktui.services.helpdesk.find_incidents import find_incidents
from screens import keys
from screens.list_screen import ListScreen
from screens.texts import dates, incidents
from screens.widgets.case_source import CaseSource
from screens.widgets.columns import Column
from screens.widgets.fields import TextField

_COLUMNS = [
    Column[Incident]("Číslo", lambda row: row.number, 9, "right"),
    Column[Incident]("Čas", lambda row: dates.narrow_moment(row.at), 16),
    Column[Incident]("Uživatelské\njméno", lambda row: row.username, 12),
    Column[Incident]("Osoba", lambda row: row.person.rpartition(": ")[2]),
    Column[Incident]("Odkud", lambda row: row.origin, 15),
]


class IncidentsScreen(ListScreen[Incident]):
    """The incidents within the actor's power, newest first; the one under the cursor in full below them (X-6)."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.SEARCH, keys.REFRESH]

    form_title = "Chybová hlášení"
    default_action = "search"
    empty = incidents.NO_INCIDENTS
    lines = 4

    def __init__(self, *, unsettled: bool = False) -> None:
        super().__init__(_COLUMNS)
        self._unsettled = unsettled
        if unsettled:
            self.form_title = f"{self.form_title} {incidents.UNSETTLED}"
        self.number = TextField("number", "Číslo chyby:", max_length=15, restrict="[0-9]*", classes="labels-14 apart")

    def compose_criteria(self) -> ComposeResult:
        """The number to look for."""
        yield self.number

    def begin(self) -> None:
        """Ready for a number."""
        self.number.focus_control()

    @property
    def request(self) -> int | None:
        """The number that was typed; None for all."""
        return int(self.number.value) if self.number.value else None

    def source(self) -> CaseSource[Incident]:
        """The incident of this number, or the newest ones."""
        return CaseSource(partial(self._read, self.request))

    async def _read(self, number: int | None, rows: Rows[int]) -> Sequence[Incident]:
        return await self.call(
            find_incidents, self.actor, number, rows, unsettled=self._unsettled and number is None, effects=self.effects
        )

    def describe(self, row: Incident) -> str:
        """Say what is known of an incident."""
        return incidents.incident(row)

    def action_search(self) -> None:
        """Show what is asked for (Hledat)."""
        self.search()
