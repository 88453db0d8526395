"""F18 Přehled: what needs doing, the first form of those who look after accounts."""

from typing import Any, ClassVar, Protocol, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from oktui.domain.audit import EventKind
from oktui.domain.authority import Action, denial
from oktui.domain.concerns import Concern
from oktui.domain.listing import Criteria
from oktui.domain.saved_lists import SavedList
from oktui.services.overview.get_overview import get_activity, get_overview
from oktui.services.overview.saved_lists import list_saved_lists
from oktui.services.sign_in.prefer_menu import prefer_menu
from oktui.services.sign_in.prefer_menu import prefers_menu as asked_for_menu
from oktui.values import dataclass
from screens import keys
from screens.audit.audit_log import AuditLogScreen
from screens.employees.employee_list import EmployeesScreen
from screens.form_screen import FormScreen
from screens.helpdesk.incidents import IncidentsScreen
from screens.list_screen import ListScreen
from screens.menu.typed_ahead import HoldsTypedAhead
from screens.overview.proposals import ProposalsScreen
from screens.overview.thin_offices import ThinOfficesScreen
from screens.texts import concerns, saved_lists
from screens.verbs import reading, verb
from screens.widgets.columns import Column
from screens.widgets.safe import say
from screens.widgets.sources import WholeSource


class Menu(Protocol):
    """The form beneath, as far as this one knows it."""

    def action_open_task(self, key: str) -> None:
        """Open the task of the key."""


@dataclass(frozen=True)
class Line:
    """A list: how many are on it, and what it is."""

    key: Concern | str
    """One that everybody has, or the name of one that was saved."""
    number: int
    text: str
    saved: SavedList


_COLUMNS = [
    Column[Line]("Kolik", lambda line: concerns.counted(line.number), 13, justify="right"),
    Column[Line]("Co je třeba udělat", lambda line: line.text),
]


class OverviewScreen(HoldsTypedAhead, ListScreen[Line]):
    """The lists that the actor may see, with their numbers; and what happened by day."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.EDIT, "Otevřít"),
        keys.REFRESH,
        keys.bind("f6", "prefer", "Začínat jinak"),
        *(keys.bind(key, f"open_task('{key}')", "") for key in "1234567890oO"),
        keys.relabel(keys.BACK, "Hlavní menu"),
    ]

    form_title = "Přehled"
    default_action = "edit"
    chosen = "edit"

    def __init__(self) -> None:
        super().__init__(_COLUMNS)

    def compose_form(self) -> ComposeResult:
        """The lists, and below them the days."""
        yield from super().compose_form()
        yield Static(id="activity")

    def on_mount(self) -> None:
        """Show what happened, to those who may read it."""
        self._show_activity()

    def source(self) -> WholeSource[Line]:
        """The lists: they are few."""
        return WholeSource(self._lines)

    async def _lines(self) -> list[Line]:
        seen = await self.call(get_overview, self.actor, effects=self.effects)
        saved = await self.call(list_saved_lists, self.actor, effects=self.effects)
        lines = [
            Line(concern, number, concerns.line(concern, number, seen.waiting_since), _employees_of(concern))
            for concern, number in seen.counts.items()
        ]
        return lines + [Line(each.saved.name, each.number, saved_lists.line(each), each.saved) for each in saved]

    @reading
    async def _show_activity(self) -> None:
        if denial(self.signed_in.principal, Action.SEE_AUDIT) is None:
            days = await self.call(get_activity, self.actor, effects=self.effects)
            say(self.query_one("#activity", Static), concerns.activity(days), lines=True)

    def action_refresh(self) -> None:
        """Count anew (Obnovit)."""
        super().action_refresh()
        self._show_activity()

    @verb
    async def action_edit(self) -> None:
        """Open the list behind the line; what was done there is counted afterwards."""
        if self.table.row is not None:
            await self.open_form(_list_of(self.table.row))
            self.table.reload()

    @verb
    async def action_prefer(self) -> None:
        """Begin with the menu from the next sign-in on, or with this form again."""
        menu = not await self.call(asked_for_menu, self.actor, effects=self.effects)
        await self.call(prefer_menu, self.actor, menu=menu, effects=self.effects)
        self.report(concerns.begins(menu=menu))

    def action_open_task(self, key: str) -> None:
        """Open the task that the menu, on which this form lies, has under the key."""
        for form in reversed(self.app.screen_stack[:-1]):
            if hasattr(form, "action_open_task"):
                cast(Menu, form).action_open_task(key)
                return


def _employees_of(concern: Concern) -> SavedList:
    return SavedList("", Criteria(concern=concern))


def _list_of(line: Line) -> FormScreen[Any]:
    match line.key:
        case Concern.PROPOSALS:
            return ProposalsScreen()
        case Concern.ADMINISTRATORS:
            return ThinOfficesScreen()
        case Concern.INCIDENTS:
            return IncidentsScreen(unsettled=True)
        case Concern.ALARMS:
            return AuditLogScreen(EventKind.ALARM)
    return EmployeesScreen(line.saved)
