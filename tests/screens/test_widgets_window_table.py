"""The table that all lists are shown in."""

import asyncio
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events, on
from textual.binding import Binding

from oktui.values import dataclass
from screens.widgets.columns import Column, fit, share
from screens.widgets.failing import ReadingFailed
from screens.widgets.safe import literal
from screens.widgets.sources import END, Edge, Key, ListSource, Page
from screens.widgets.window_table import WindowTable
from tests.support.hosts import SIZE, HostApp
from tests.support.waiting import settled, until


@dataclass(frozen=True)
class Person:
    """A row that needs nothing but its number."""

    key: int

    @property
    def name(self) -> str:
        return f"Osoba {self.key}"


class Register:
    """As many persons as one likes, none of them in memory; some may be missing, and it may be slow or fail."""

    def __init__(self, count: int = 1_000_000) -> None:
        self.count = count
        self.gone: set[int] = set()
        self.gate = asyncio.Event()
        self.gate.set()
        self.failure: Exception | None = None
        self.asked = 0

    async def page(self, after: Key | None, before: Key | Literal[Edge.END] | None, limit: int) -> Page[Person]:
        self.asked += 1
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        keys = [key for key in self._keys(after, before, limit) if key not in self.gone]
        more = bool(keys) and (keys[-1] < self.count - 1 if before is None else keys[0] > 0)
        return Page([Person(key) for key in keys], more)

    def _keys(self, after: Key | None, before: Key | Literal[Edge.END] | None, limit: int) -> range:
        if before is None:
            first = after + 1 if isinstance(after, int) else 0
            return range(first, min(self.count, first + limit))
        stop = before if isinstance(before, int) else self.count
        return range(max(0, stop - limit), stop)


COLUMNS: list[Column[Person]] = [
    Column("IK\nMPSV", lambda person: person.key, 9, "right"),
    Column("Osoba", lambda person: person.name),
]


ACTIONS = {
    key: binding.action
    for binding in WindowTable.BINDINGS
    if isinstance(binding, Binding)
    for key in binding.key.split(",")
}


class TableApp(HostApp):
    """Keeps what the table says."""

    def __init__(self, source: Register | ListSource[Person] | None = None) -> None:
        self.table: WindowTable[Person] = WindowTable(COLUMNS, source, empty="Nikdo nevyhovuje.")
        super().__init__(self.table)
        self.highlighted: list[Person | None] = []
        self.selected: list[Person] = []
        self.failures: list[Exception] = []

    @on(WindowTable.Highlighted)
    def _highlighted(self, event: WindowTable.Highlighted[Person]) -> None:
        self.highlighted.append(event.row)

    @on(WindowTable.Selected)
    def _selected(self, event: WindowTable.Selected[Person]) -> None:
        self.selected.append(event.row)

    @on(ReadingFailed)
    def _failed(self, event: ReadingFailed) -> None:
        self.failures.append(event.error)


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["down"] * 300, 300),
        (["down"] * 3 + ["up"], 2),
        (["up"], 0),
        (["pagedown"] * 20, 440),
        (["pagedown"] * 20 + ["pageup"] * 5, 330),
        (["end"], 999_999),
        (["end", "down"], 999_999),
        (["end"] + ["pageup"] * 20, 999_559),
        (["end"] + ["up"] * 150, 999_849),
        (["end", "home"], 0),
        (["pagedown"] * 20 + ["home"], 0),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else f"{value[0]}-{len(value)}-{value[-1]}",
)
async def test_the_keys_reach_every_row_of_a_million(keys: list[str], place: int) -> None:
    """F3: any number of employees, and only a few in memory."""
    app = TableApp(Register())
    async with app.run_test(size=SIZE) as pilot:
        app.table.focus()
        for key in keys:
            await app.run_action(ACTIONS[key], app.table)
            await asyncio.sleep(0)
        await settled(pilot)
        assert app.table.row == Person(place)
        assert f"Osoba {place}" in app.shown()
        assert app.highlighted[-1] == Person(place)
        assert len(app.table._window.rows) <= 500


async def test_the_keyboard_moves_the_cursor() -> None:
    """F3: the keyboard alone is enough."""
    app = TableApp(Register(50))
    async with app.run_test(size=SIZE) as pilot:
        app.table.focus()
        await pilot.press("down", "down", "up", "enter")
        assert app.selected == [Person(1)]
        await pilot.press("end", "enter")
        assert app.selected[-1] == Person(49)
        await pilot.press("pageup", "enter", "home", "enter", "pagedown", "enter")
        assert app.selected[2:] == [Person(27), Person(0), Person(22)]


async def test_steps_made_while_rows_are_being_read_are_not_lost() -> None:
    """F3: a held key arrives where it would have with rows at hand."""
    source = Register()
    app = TableApp(source)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        source.gate.clear()
        for _ in range(10):
            app.table.action_page(1)
        source.gate.set()
        await settled(pilot)
        assert app.table.row == Person(220)


async def test_rows_are_read_before_they_are_needed() -> None:
    """F3: with a page at hand in the direction of going, going on does not wait."""
    source = Register()
    app = TableApp(source)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        app.table.action_move(60)
        await settled(pilot)
        assert app.table._window.below >= app.table._window.height * 2


async def test_rows_of_a_superseded_query_are_dropped() -> None:
    """F3: what was typed last is what is shown."""
    slow, quick = Register(), Register(3)
    slow.gate.clear()
    app = TableApp(slow)
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_source(quick)
        await settled(pilot)
        slow.gate.set()
        await settled(pilot)
        assert "Osoba 2" in app.shown()
        assert "Osoba 3" not in app.shown()


async def test_a_row_of_the_old_query_cannot_be_chosen_while_the_new_one_is_read() -> None:
    """F3: Enter never acts on a row that is about to go; Down is made when the new ones are there."""
    slow = Register()
    slow.gate.clear()
    app = TableApp(Register())
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        app.table.focus()
        app.table.set_source(slow)
        await pilot.press("down", "enter")
        assert app.table.row is None
        assert app.selected == []
        slow.gate.set()
        await settled(pilot)
        assert app.table.row == Person(1)


@pytest.mark.parametrize(("gone", "place"), [(set(), 400), ({400}, 401), (set(range(380, 420)), 420)])
async def test_reloading_stays_at_the_row_or_in_its_place(gone: set[int], place: int) -> None:
    """F3: after an employee is changed, and after one has gone."""
    source = Register()
    app = TableApp(source)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        for _ in range(8):
            app.table.action_move(50)
            await settled(pilot)
        source.gone = gone
        app.table.reload()
        await settled(pilot)
        assert app.table.row == Person(place)


async def test_reloading_finds_a_row_by_its_key() -> None:
    """F5: the new employee is the one under the cursor."""
    app = TableApp(Register())
    async with app.run_test(size=SIZE) as pilot:
        app.table.reload(keep=77_777)
        await settled(pilot)
        assert app.table.row == Person(77_777)
        app.table.action_move(-100)
        await settled(pilot)
        assert app.table.row == Person(77_677)


async def test_reloading_an_empty_table_shows_what_has_come() -> None:
    """F3: the first employee of an office."""
    source = Register(0)
    app = TableApp(source)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        source.count = 3
        app.table.reload()
        await settled(pilot)
        assert app.table.row == Person(0)


async def test_an_empty_table_says_so_only_when_it_is_known_to_be_empty() -> None:
    """F4: not found, and not «not yet found»."""
    source = Register(0)
    source.gate.clear()
    app = TableApp(source)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "Nikdo nevyhovuje." not in app.shown()
        source.gate.set()
        await settled(pilot)
        assert "Nikdo nevyhovuje." in app.shown()
        await pilot.press("down", "pagedown", "end", "home", "enter")
        assert app.selected == []


async def test_a_source_that_fails_tells_the_screen_and_is_tried_again() -> None:
    """X-4: no stack trace, no freeze, and what is shown stays."""
    source = Register()
    app = TableApp(source)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        source.failure = OSError("no answer")
        app.table.action_move(60)
        await settled(pilot)
        assert app.failures == [source.failure]
        assert app.table.row == Person(60)
        source.failure = None
        app.table.action_move(60)
        await settled(pilot)
        assert app.table.row == Person(120)


async def test_the_mouse_moves_chooses_and_scrolls() -> None:
    """F3: the mouse works too."""
    app = TableApp(Register())
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.click(WindowTable, offset=(3, 2 + 4))
        assert app.table.row == Person(4)
        await pilot.click(WindowTable, offset=(3, 0))
        assert (app.table.row, app.selected) == (Person(4), [])
        await pilot.double_click(WindowTable, offset=(3, 2 + 5))
        assert app.selected == [Person(5)]
        await pilot._post_mouse_events([events.MouseScrollDown], WindowTable, (3, 3))
        assert app.table.row == Person(8)


async def test_titles_have_two_lines_and_cells_their_widths() -> None:
    """F3, F10: many columns at 80 characters."""
    app = TableApp(ListSource([Person(7)]))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert app.lines()[:3] == ["       IK Osoba", "     MPSV", "        7 Osoba 7"]


async def test_the_cursor_is_seen_without_colours() -> None:
    """NO_COLOR terminals: the row with the cursor is in reverse, and only while the table has the focus."""
    app = TableApp(Register(5))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        for focus, reverse in ((True, True), (False, False)):
            app.set_focus(app.table if focus else None)
            await pilot.pause()
            styles = [next(iter(app.table.render_line(2 + place))).style for place in (0, 1)]
            assert [bool(style and style.reverse) for style in styles] == [reverse, False]


async def test_hostile_cells_are_shown_as_text() -> None:
    """X-22."""
    columns: list[Column[Person]] = [
        Column("[x]", lambda _: "Novák [/x]\x1b[2J\nJan"),
        Column("Platnost do", lambda _: None),
    ]
    table: WindowTable[Person] = WindowTable(columns, ListSource([Person(1)]))
    app = HostApp(table)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert app.lines()[0].startswith("[x]")
        assert app.lines()[1] == "Novák [/x]\ufffd[2J\ufffdJan"


async def test_a_table_too_wide_for_the_terminal_scrolls_sideways() -> None:
    """F10: at 80 characters nothing is out of reach."""
    wide: list[Column[Person]] = [
        Column("Osoba", lambda person: person.name, 75),
        Column("Odkud", lambda _: "údaj 3", 20),
    ]
    table: WindowTable[Person] = WindowTable(wide, ListSource([Person(1)]))
    app = HostApp(table)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert "údaj 3" not in app.shown()
        table.focus()
        await pilot.press("ctrl+pagedown")
        await until(pilot, lambda: "údaj 3" in app.shown())


async def test_a_larger_terminal_shows_more_rows() -> None:
    """Every form is better on a larger terminal."""
    app = TableApp(Register())
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        app.table.action_last()
        await settled(pilot)
        await pilot.resize_terminal(120, 50)
        await until(pilot, lambda: "Osoba 999952" in app.shown())
        assert app.table.row == Person(999_999)


@given(st.integers(0, 30), st.integers(1, 7))
def test_a_list_is_read_in_pages_both_ways(count: int, limit: int) -> None:
    """F4, F5: a short list is read as a query is."""
    people = [Person(key) for key in range(count)]
    source = ListSource(people)

    async def read() -> tuple[list[Person], list[Person]]:
        forward: list[Person] = []
        backward: list[Person] = []
        page = await source.page(None, None, limit)
        forward.extend(page.rows)
        while page.more:
            page = await source.page(forward[-1].key, None, limit)
            forward.extend(page.rows)
        page = await source.page(None, END, limit)
        backward[:0] = page.rows
        while page.more:
            page = await source.page(None, backward[0].key, limit)
            backward[:0] = page.rows
        return forward, backward

    assert asyncio.run(read()) == (people, people)


@given(st.text(max_size=20), st.integers(2, 12), st.sampled_from(["left", "right"]))
def test_a_cell_is_exactly_as_wide_as_its_column(text: str, width: int, justify: Literal["left", "right"]) -> None:
    """F3: letters two cells wide and those without any width included."""
    assert cell_len(fit(literal(text), width, justify)) == width


def test_what_is_cut_ends_with_an_ellipsis() -> None:
    """F3: nobody takes half a name for a name."""
    assert fit("Martinková", 6) == "Marti…"
    assert fit("Černý", 6, "right") == " Černý"


@pytest.mark.parametrize(("available", "widths"), [(40, [10, 15, 13]), (41, [10, 15, 14]), (20, [10, 8, 8])])
def test_flexible_columns_share_what_is_left(available: int, widths: list[int]) -> None:
    """F3: at 80 characters and more."""
    columns = [Column("a", str, 10), Column("b", str), Column("c", str)]
    assert sum(share(columns, 40)) + 2 == 40
    assert share(columns, available)[0] == widths[0]
    assert min(share(columns, available)) >= 8
