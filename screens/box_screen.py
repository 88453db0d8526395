"""The base of forms with one box to type into, and a list of what it may mean (^K, Podle kolegy)."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Generic

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from screens.following import Following
from screens.form_screen import FormScreen, ResultT
from screens.widgets.columns import Column
from screens.widgets.fields import Field, TextField
from screens.widgets.safe import safe
from screens.widgets.sources import RowT, WholeSource
from screens.widgets.window_table import WindowTable


class BoxScreen(FormScreen[ResultT], Generic[ResultT, RowT]):
    """Follows what is typed; the keys that move in the list do so from the box."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    def __init__(self, box: TextField, columns: Sequence[Column[RowT]], *, empty: str, table_id: str) -> None:
        super().__init__()
        self.box = box
        self.table = WindowTable(columns, empty=empty, id=table_id)
        self.following = Following(self, self.table, self._search)

    @property
    def wanted(self) -> str:
        """What is to be typed."""
        raise NotImplementedError

    async def found(self, text: str) -> Sequence[RowT]:
        """All that the text may mean."""
        raise NotImplementedError

    def compose_form(self) -> ComposeResult:
        """The box, and all that it may mean."""
        yield self.box
        yield Static(safe(self.wanted, lines=True), id="ask")
        yield self.table

    def on_mount(self) -> None:
        """Begin to type at once."""
        self.box.focus_control()
        self._search()

    @property
    def dirty(self) -> bool:
        """Never: nothing that is typed here is stored."""
        return False

    @on(Field.Changed)
    def _typed(self) -> None:
        self.following.typed()
        self.refresh_bindings()

    def _search(self) -> None:
        self.table.set_source(WholeSource(partial(self.found, self.box.value)))

    @on(WindowTable.Selected)
    async def _selected(self) -> None:
        await self.run_action("confirm")

    def action_move(self, steps: int) -> None:
        """Move among what was found, wherever the cursor is."""
        self.table.action_move(steps)

    def action_page(self, pages: int) -> None:
        """Move by what is in view."""
        self.table.action_page(pages)
