"""Podle kolegy: whom somebody is to be like (F5, F6)."""

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from oktui.domain.lookup import Match
from oktui.services.helpdesk.find_accounts import find_accounts
from screens import keys
from screens.following import Following
from screens.form_screen import FormScreen, verb
from screens.texts import colleague, going
from screens.widgets.columns import Column
from screens.widgets.fields import Field, TextField
from screens.widgets.safe import safe
from screens.widgets.sources import WholeSource
from screens.widgets.window_table import WindowTable

_COLUMNS = [
    Column[Match]("Kdo", lambda match: match.name, 30),
    Column[Match]("", going.person),
]


class ColleagueScreen(FormScreen[int]):
    """The result is the id of the employee chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.CONFIRM, "Převzít"),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    form_title = colleague.TITLE
    buttons = (("Převzít", "confirm"),)

    def __init__(self) -> None:
        super().__init__()
        self.who = TextField("who", "Kolega:", max_length=100, classes="labels-12")
        self.table = WindowTable(_COLUMNS, empty=colleague.NOBODY, id="colleagues")
        self.following = Following(self, self.table, self._search)

    def compose_form(self) -> ComposeResult:
        """The box, and all whom it may mean."""
        yield self.who
        yield Static(safe(colleague.ASK), id="ask")
        yield self.table

    def on_mount(self) -> None:
        """Begin to type at once."""
        self.who.focus_control()
        self._search()

    @property
    def dirty(self) -> bool:
        """Never: nothing that is typed here is stored."""
        return False

    @on(Field.Changed)
    def _changed(self) -> None:
        self.following.typed()

    def _search(self) -> None:
        self.table.set_source(WholeSource(partial(self._found, self.who.value)))

    async def _found(self, text: str) -> list[Match]:
        return await self.call(find_accounts, self.actor, text, effects=self.effects)

    @on(WindowTable.Selected)
    def _selected(self) -> None:
        self.action_confirm()

    def action_move(self, steps: int) -> None:
        """Move among those found, wherever the cursor is."""
        self.table.action_move(steps)

    def action_page(self, pages: int) -> None:
        """Move by what is in view."""
        self.table.action_page(pages)

    @verb
    async def action_confirm(self) -> None:
        """Choose the one under the cursor."""
        if (match := await self.following.row()) is not None:
            self.dismiss(match.employee_id)
