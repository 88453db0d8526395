"""Oprávnění ke dni: what an account could do on a chosen day, past or future; from F6."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from oktui.domain.accounts import Grant
from oktui.domain.people import Employee
from oktui.domain.text import Required
from oktui.services.employees.get_permissions import PermissionsOn, get_permissions
from oktui.values import dataclass
from screens import keys
from screens.form_screen import FormScreen
from screens.texts import dates, employees
from screens.verbs import reading
from screens.widgets.columns import Column
from screens.widgets.fields import DateField
from screens.widgets.safe import safe
from screens.widgets.sources import ListSource
from screens.widgets.window_table import WindowTable


@dataclass(frozen=True)
class _Row:
    """A permission in force that day."""

    grant: Grant

    @property
    def key(self) -> tuple[str, str]:
        """Where the row stands."""
        return self.grant.module.value, self.grant.permission.value


_COLUMNS = [
    Column[_Row]("Aplikace", lambda row: row.grant.module.title.removeprefix("OKslužby – "), 16),
    Column[_Row]("Oprávnění", lambda row: row.grant.permission.title),
    Column[_Row]("Úroveň", lambda row: row.grant.level.title, 11),
    Column[_Row]("Platnost\nod", lambda row: dates.day(row.grant.valid_from), 10),
    Column[_Row]("Platnost\ndo", lambda row: dates.day(row.grant.valid_to), 10),
]


class PermissionsOnDayScreen(FormScreen[None]):
    """Asks for a day and shows the permissions of it."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.relabel(keys.REFRESH, "Zobrazit")]

    form_title = "Oprávnění ke dni"
    buttons = (("Zobrazit", "refresh"),)
    default_action = "refresh"

    def __init__(self, employee: Employee) -> None:
        super().__init__()
        self._employee = employee
        self.day = DateField("day", "Ke dni:", classes="labels-10", today=self.today)

    def compose_form(self) -> ComposeResult:
        """Whose permissions, the day, how things stood, and the permissions in force."""
        yield Static(safe(f"{self._employee.ik}: {self._employee.person.full_name}"), classes="whom")
        yield self.day
        yield Static(id="on-day", classes="apart")
        yield WindowTable(_COLUMNS, empty=employees.NO_PERMISSIONS, id="permissions")

    def on_mount(self) -> None:
        """Begin with today."""
        self.day.value = self.today()
        self.day.focus_control()
        self.action_refresh()

    @property
    def dirty(self) -> bool:
        """Never: nothing that is typed here is stored."""
        return False

    @reading
    async def action_refresh(self) -> None:
        """Show that day."""
        day = self.day.value
        if day is None:
            raise self.day.problem or Required("day")
        request = PermissionsOn(self._employee.id, day)
        found = await self.perform(get_permissions, self.actor, request, effects=self.effects)
        self.query_one("#on-day", Static).update(safe(employees.on_day(found)))
        self.query_one("#permissions", WindowTable).set_source(ListSource([_Row(grant) for grant in found.grants]))
