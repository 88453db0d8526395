"""A table over one window of rows, read by key: as quick and as small over a million rows as over ten."""

from asyncio import Event
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import zip_longest
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from oktui.values import dataclass
from screens.tones import Tone
from screens.widgets.columns import GAP, Column, fit, share
from screens.widgets.failing import ReadingFailed
from screens.widgets.safe import literal
from screens.widgets.sources import END, Key, Page, RowT, Source
from screens.widgets.window import Window

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")
Around = tuple[Page[RowT], Page[RowT]]

_WHEEL = 3


class WindowTable(ScrollView, Generic[RowT], can_focus=True):
    """Rows of a `Source` with a cursor; its time and memory do not depend on how many rows there are."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "window-table--header",
        "window-table--cursor",
        "window-table--cursor-blurred",
        "window-table--empty",
        *(f"window-table--{tone.value}" for tone in Tone),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,ctrl+home", "first", show=False),
        Binding("end,ctrl+end", "last", show=False),
        Binding("enter", "select", show=False),
    ]

    @dataclass
    class Highlighted(Message, Generic[ItemT]):
        """Another row is under the cursor, or the same one changed; `row` is None when the table has become empty."""

        table: "WindowTable[Any]"
        row: ItemT | None

        @property
        def control(self) -> "WindowTable[Any]":
            """The table, for `@on` with a selector."""
            return self.table

    @dataclass
    class Selected(Message, Generic[ItemT]):
        """Enter, or a double click, on a row."""

        table: "WindowTable[Any]"
        row: ItemT

        @property
        def control(self) -> "WindowTable[Any]":
            """The table, for `@on` with a selector."""
            return self.table

    @dataclass
    class TitleClicked(Message):
        """A click on the title of a column, of which this is the place."""

        table: "WindowTable[Any]"
        column: int

        @property
        def control(self) -> "WindowTable[Any]":
            """The table, for `@on` with a selector."""
            return self.table

    def __init__(
        self,
        columns: Sequence[Column[RowT]],
        source: Source[RowT] | None = None,
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        """`empty` is shown when the source has no rows."""
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._titles = [column.title.split("\n") for column in columns]
        self._header = max(map(len, self._titles), default=1)
        self._marked: tuple[int, str] | None = None
        self._widths = share(self._columns, 0)
        self._source = source
        self._empty = empty
        self._window: Window[RowT] = Window()
        self._owed = 0
        self._turn = 0
        self._loaded = False
        self._read_out = Event()
        self._read_out.set()
        self._announced: RowT | None = None
        self._drawn: dict[int, Strip] = {}

    @property
    def row(self) -> RowT | None:
        """The row under the cursor; None when there is none, or while another query is being read."""
        return self._window.row if self._loaded else None

    async def row_read(self) -> RowT | None:
        """The row under the cursor as soon as what was asked for has been read; None when there is none."""
        await self._read_out.wait()
        return self.row

    @property
    def _loading(self) -> bool:
        return not self._read_out.is_set()

    @property
    def is_empty(self) -> bool:
        """Whether it has been read that there are no rows."""
        return self._loaded and not self._window.rows

    def on_mount(self) -> None:
        """Read the first page."""
        if self._source is not None:
            self.set_source(self._source)

    def set_source(self, source: Source[RowT]) -> None:
        """Show another query from its beginning; what the old one is still reading is dropped."""
        self._source = source
        self._loaded = False
        self.action_first()

    def reload(self, keep: Key | None = None) -> None:
        """Read the rows anew and leave the cursor on the row with this key, else on the one in its place."""
        keep = self.row.key if keep is None and self.row is not None else keep
        if self._source is None:
            return
        if keep is None:
            self.set_source(self._source)
        else:
            self._read(partial(self._around, self._source, keep), partial(self._show_around, keep))

    async def _around(self, source: Source[RowT], key: Key) -> "Around[RowT]":
        # The row itself may be gone or changed, so the second page starts at the last row that precedes it.
        before = await source.page(None, key, self._window.page)
        last = before.rows[-1].key if before.rows else None
        return before, await source.page(last, None, self._window.page)

    def _show_around(self, key: Key, pages: "Around[RowT]") -> None:
        before, after = pages
        rows = [*before.rows, *after.rows]
        place = next((place for place, row in enumerate(rows) if row.key == key), len(before.rows))
        self._show(rows, place, before=before.more, after=after.more)

    def _show(self, rows: Sequence[RowT], cursor: int, *, before: bool, after: bool) -> None:
        self._loaded = True
        self._window.replace(rows, cursor, before=before, after=after)

    def _read(self, fetch: Callable[[], Awaitable[ResultT]], use: Callable[[ResultT], None]) -> None:
        """Await `fetch` in a worker and `use` its result, unless something else was asked for meanwhile."""
        self._turn += 1
        self._read_out.clear()
        self._owed = 0
        finish: Callable[[], Awaitable[None]] = partial(self._finish, self._turn, fetch, use)
        self.run_worker(finish, group="window", exclusive=True)

    async def _finish(self, turn: int, fetch: Callable[[], Awaitable[ResultT]], use: Callable[[ResultT], None]) -> None:
        try:
            result = await fetch()
        except Exception as error:  # noqa: BLE001 - whatever it is, the screen that owns the table shows it
            if turn == self._turn:
                self._read_out.set()
                self.post_message(ReadingFailed(self, error))  # tried again at the next move
            return
        if turn == self._turn:
            self._read_out.set()
            use(result)
            owed, self._owed = self._owed, 0
            self.action_move(owed)

    def redraw(self) -> None:
        """Draw again those lines, and no others, that have come to say something else."""
        size = self.size
        changed = [y for y in range(size.height) if self._drawn.get(y) != self._line(y)]
        if changed:
            self.refresh(*(Region(0, y, size.width, 1) for y in changed))

    def _after_move(self) -> None:
        self.redraw()
        row = self._window.row
        if row != self._announced:
            self._announced = row
            self.post_message(self.Highlighted(self, row))
        self._read_ahead()

    def _read_ahead(self) -> None:
        window, source = self._window, self._source
        if self._loading or source is None or not window.rows:
            return
        if window.after and window.below < window.reach:
            self._read(
                partial(source.page, window.rows[-1].key, None, window.page),
                lambda page: window.append(page.rows, more=page.more),
            )
        elif window.before and window.top < window.reach:
            self._read(
                partial(source.page, None, window.rows[0].key, window.page),
                lambda page: window.prepend(page.rows, more=page.more),
            )

    def action_move(self, steps: int) -> None:
        """Move the cursor; steps beyond what has been read are made when it has."""
        if not self._loaded:
            self._owed += steps if self._loading else 0
            return
        beyond = self._window.move(steps)
        owed = self._owed + beyond if beyond else 0
        self._after_move()
        self._owed = owed if self._loading else 0

    def action_page(self, pages: int) -> None:
        """Move the cursor by as many rows as are in view."""
        self.action_move(pages * self._window.height)

    def action_first(self) -> None:
        """Go to the first row of all."""
        if self._loaded and not self._window.before:
            self.action_move(-self._window.cursor)
        elif self._source is not None:
            self._read(
                partial(self._source.page, None, None, self._window.page),
                lambda page: self._show(page.rows, 0, before=False, after=page.more),
            )

    def action_last(self) -> None:
        """Go to the last row of all."""
        if self._loaded and not self._window.after:
            self.action_move(len(self._window.rows) - 1 - self._window.cursor)
        elif self._source is not None:
            self._read(
                partial(self._source.page, None, END, self._window.page),
                lambda page: self._show(page.rows, len(page.rows), before=page.more, after=False),
            )

    def action_select(self) -> None:
        """Tell the screen that the row was chosen."""
        if self.row is not None:
            self.post_message(self.Selected(self, self.row))

    def mark_title(self, column: int, mark: str) -> None:
        """Put a mark after the title of one column, and none after any other."""
        self._marked = column, mark
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row clicked on; a double click chooses it. Tell the screen of a click on a title."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < self._header:
            self.post_message(self.TitleClicked(self, self._column_at(offset.x + self.scroll_offset.x)))
            return
        place = -1 if offset is None else self._window.top + offset.y - self._header
        if offset is None or place >= len(self._window.rows):
            return
        self.action_move(place - self._window.cursor)
        if event.chain == 2:
            self.action_select()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move by a few rows."""
        event.stop().prevent_default()
        self.action_move(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move by a few rows."""
        event.stop().prevent_default()
        self.action_move(-_WHEEL)

    def on_resize(self) -> None:
        """Share the width out anew, and read more rows if more can be seen."""
        size = self.scrollable_content_region.size
        self._widths = share(self._columns, size.width)
        self.virtual_size = Size(sum(self._widths) + len(GAP) * (len(self._widths) - 1), size.height)
        self._window.resize(size.height - self._header)
        self._read_ahead()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show whether the keys go here."""
        super().watch_has_focus(has_focus)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the screen: of the titles, of the rows in view, or the text of an empty table."""
        strip = self._drawn[y] = self._line(y)
        return strip

    def _line(self, y: int) -> Strip:
        place = self._window.top + y - self._header
        if y < self._header:
            style = self.get_component_rich_style("window-table--header")
            return self._strip([self._title(column, y) for column in range(len(self._titles))], style)
        if place < len(self._window.rows):
            return self._row_strip(place)
        if y == self._header and (self._loaded or self._source is None) and not self._window.rows:
            style = self.get_component_rich_style("window-table--empty")
            return Strip([Segment(fit(literal(self._empty), self.size.width), style)])
        return Strip.blank(self.size.width, self.rich_style)

    def _title(self, column: int, y: int) -> str:
        """A line of a title; the mark stands at the end of the last one, whatever has to make room for it."""
        titles = self._titles[column]
        title = titles[y] if y < len(titles) else ""
        if self._marked is None or self._marked[0] != column or y != len(titles) - 1:
            return title
        mark = f" {self._marked[1]}"
        room = max(self._widths[column] - len(mark), 0)
        return title[:room] + mark

    def _column_at(self, x: int) -> int:
        """The place of the column that stands there, or of the last one."""
        right = -len(GAP)
        for column, width in enumerate(self._widths):
            right += width + len(GAP)
            if x <= right:
                return column
        return len(self._widths) - 1

    def _row_strip(self, place: int) -> Strip:
        row = self._window.rows[place]
        cells = [column.render(row) for column in self._columns]
        if place == self._window.cursor:
            cursor = "window-table--cursor" if self.has_focus else "window-table--cursor-blurred"
            return self._strip(cells, self.get_component_rich_style(cursor))
        tones = [column.tone and column.tone(row) for column in self._columns]
        return self._strip(cells, self.rich_style, tones)

    def _strip(self, cells: Sequence[object], style: Style, tones: Sequence[Tone | None] = ()) -> Strip:
        segments: list[Segment] = []
        for cell, width, column, tone in zip_longest(cells, self._widths, self._columns, tones):
            toned = self.get_component_rich_style(f"window-table--{tone.value}") if tone else style
            segments += (Segment(fit(literal(cell), width, column.justify), toned), Segment(GAP, style))
        left = self.scroll_offset.x
        return Strip(segments[:-1]).simplify().crop_extend(left, left + self.size.width, style)
