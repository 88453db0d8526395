"""The base of all lists: criteria if there are any, a table, the row under its cursor in full, and verbs."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final, Generic

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from oktui.domain.authority import Action, Denial, Forbidden, Subject, denial
from screens.form_screen import FormScreen
from screens.texts import refusals
from screens.texts.program import NOTHING_LISTED
from screens.widgets.columns import Column
from screens.widgets.safe import say
from screens.widgets.sources import RowT, Source
from screens.widgets.window_table import WindowTable

_ABOUT_A_ROW: Final = frozenset({"edit", "remove", "why"})


class ListScreen(FormScreen[None], Generic[RowT]):
    """Shows the rows of `source`; the keys that move in the table do so from the criteria too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("ctrl+home", "first", show=False),
        Binding("ctrl+end", "last", show=False),
    ]

    empty: ClassVar[str] = ""
    """What stands in the table when nothing is listed."""
    needs: ClassVar[Mapping[str, Action]] = {}
    """The permission that a verb asks for; without it its key and its button are greyed (X-1, X-3)."""
    on_no_row: ClassVar[frozenset[str]] = frozenset({"new", "export"})
    """The verbs that have nothing to do with the row under the cursor."""
    chosen: ClassVar[str | None] = None
    """The verb that Enter on a row stands for."""

    lines: ClassVar[int] = 0
    """How many lines tell of the row under the cursor."""

    def __init__(self, columns: Sequence[Column[RowT]]) -> None:
        super().__init__()
        self.table = WindowTable(columns, empty=self.empty, id="rows")
        self.detail = Static(id="detail", classes=f"lines-{self.lines}")

    def source(self) -> Source[RowT]:
        """What is to be listed now."""
        raise NotImplementedError

    def describe(self, row: RowT) -> str:  # noqa: ARG002 - most lists say more of a row than its cells
        """Say in full what the row under the cursor is."""
        return ""

    def compose_form(self) -> ComposeResult:
        """The criteria, the table, and the row under its cursor."""
        yield from self.compose_criteria()
        yield self.table
        yield self.detail

    def compose_criteria(self) -> ComposeResult:
        """What to look for; nothing unless the list says so."""
        yield from ()

    def on_mount(self) -> None:
        """List what there is."""
        self.begin()
        self.search()

    def begin(self) -> None:
        """Put the cursor where the work begins: into the table, unless the list says otherwise."""
        self.table.focus()

    @property
    def dirty(self) -> bool:
        """Criteria are nothing to lose."""
        return False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey what the actor may not do, at all or to the row under the cursor (R2.1-1, X-1, X-3)."""
        return None if self.denied(action) is not None else super().check_action(action, parameters)

    @property
    def row(self) -> RowT | None:
        """The row that a verb is about."""
        return self.table.row

    def subject(self, row: RowT) -> Subject | None:  # noqa: ARG002 - most verbs are allowed on all rows or on none
        """Whom a verb on the row is about, where whether it is allowed depends on that."""
        return None

    def denied(self, action: str) -> Denial | None:
        """Why the actor may not do this, at all or to the row under the cursor; None when they may."""
        needed = self.needs.get(action)
        if needed is None:
            return None
        row = None if action in self.on_no_row else self.row
        return denial(self.signed_in.principal, needed, None if row is None else self.subject(row))

    def why_not(self, action: str) -> str:
        """The permission that is missing, or that nothing is listed."""
        reason = self.denied(action)
        if reason is not None:
            return refusals.refusal(Forbidden(self.needs[action], reason)).text
        about_row = action in _ABOUT_A_ROW and action not in self.on_no_row
        return NOTHING_LISTED if about_row and self.table.is_empty else ""

    def search(self) -> None:
        """List what is to be listed now, from its beginning."""
        self.table.set_source(self.source())

    def action_refresh(self) -> None:
        """Read the list anew, with the cursor where it is (Obnovit)."""
        self.table.reload()

    def action_move(self, steps: int) -> None:
        """Move in the table, wherever the cursor is."""
        self.table.action_move(steps)

    def action_page(self, pages: int) -> None:
        """Move in the table by what is in view."""
        self.table.action_page(pages)

    def action_first(self) -> None:
        """Go to the first row."""
        self.table.action_first()

    def action_last(self) -> None:
        """Go to the last row."""
        self.table.action_last()

    @on(WindowTable.Selected)
    async def _selected(self) -> None:
        if self.chosen is not None:
            await self.run_action(self.chosen)

    @on(WindowTable.Highlighted)
    def show_detail(self) -> None:
        """Show the row under the cursor in full."""
        row = self.table.row
        say(self.detail, "" if row is None else self.describe(row), lines=True)
