"""F14 Sehrání účtů: when it runs next, which accounts wait for it, and how its runs went."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Label, Static

from oktui.domain.calendar import next_sync
from oktui.domain.rows import Rows
from oktui.domain.sync import SyncRun, Waiting
from oktui.services.sync.get_sync import get_sync, list_runs, list_waiting
from screens import keys
from screens.live_screen import LiveScreen
from screens.texts import dates, sync
from screens.verbs import reading
from screens.widgets.case_source import CaseSource
from screens.widgets.columns import Column
from screens.widgets.safe import say
from screens.widgets.window_table import WindowTable

_WAITING = [
    Column[Waiting]("Osoba", lambda row: row.name),
    Column[Waiting]("Uživatelské jméno", lambda row: row.username, 17),
    Column[Waiting]("Čeká", lambda row: sync.WAITS[row.state], 13),
    Column[Waiting]("KRK", lambda row: sync.KRK_FAILED if row.failed else "", 11),
    Column[Waiting]("Od", lambda row: dates.narrow_moment(row.since), 16),
]
_RUNS = [
    Column[SyncRun]("Začátek", lambda run: dates.narrow_moment(run.started_at), 16),
    Column[SyncRun]("Stav", lambda run: sync.RUN_STATES[run.state]),
    Column[SyncRun]("Účtů", lambda run: _count(run, run.processed), 7, "right"),
    Column[SyncRun]("Zprovozněno", lambda run: _count(run, run.activated), 11, "right"),
    Column[SyncRun]("Selhalo", lambda run: _count(run, run.failed), 7, "right"),
    Column[SyncRun]("Trvání", lambda run: dates.took(run.duration), 9, "right"),
]


class SynchronisationScreen(LiveScreen[Waiting]):
    """The sync as far as it concerns the actor's accounts: those that wait for it, and its runs."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.REFRESH]

    form_title = "Sehrání účtů"
    buttons = (("Obnovit", "refresh"),)
    empty = "Na sehrání nečeká žádný účet."

    def __init__(self) -> None:
        super().__init__(_WAITING)
        self.runs = WindowTable(_RUNS, CaseSource(self._read_runs), empty="Žádné sehrání ještě neproběhlo.", id="runs")

    def compose_form(self) -> ComposeResult:
        """The next run, the accounts that wait, and the runs."""
        yield Static(id="next")
        yield Static(id="overview")
        yield Label("Čekající účty", classes="heading")
        yield self.table
        yield Label("Sehrání", classes="heading")
        yield self.runs

    def on_mount(self) -> None:
        """Tell how things stand, and begin to count down."""
        self._show_overview()
        self._count_down()
        self.every(1, self._count_down)

    def source(self) -> CaseSource[Waiting]:
        """The accounts that wait."""
        return CaseSource(self._read_waiting)

    def reload(self) -> None:
        """Read the overview anew as well."""
        super().reload()
        self._show_overview()

    @reading
    async def _show_overview(self) -> None:
        overview = await self.call(get_sync, self.actor, effects=self.effects)
        say(self.query_one("#overview", Static), sync.overview(overview))

    def _count_down(self) -> None:
        now = self.effects.now()
        due = next_sync(now, self.effects.policy.sync_every)
        say(self.query_one("#next", Static), dates.next_sync(due, due - now))

    async def _read_waiting(self, rows: Rows[int]) -> Sequence[Waiting]:
        return await self.call(list_waiting, self.actor, rows, effects=self.effects)

    async def _read_runs(self, rows: Rows[int]) -> Sequence[SyncRun]:
        return await self.call(list_runs, self.actor, rows, effects=self.effects)


def _count(run: SyncRun, number: int) -> str:
    """The number, of a run that was finished; only then is it stored."""
    return "" if run.finished_at is None else str(number)
