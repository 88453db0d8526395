"""What forms do again and again: in front only, and no more than is to be seen."""

from collections.abc import Callable
from functools import partial

import pytest
from textual.app import ComposeResult
from textual.geometry import Region
from textual.screen import Screen
from textual.widgets import Static
from textual.widgets._footer import FooterKey

from oktui.values import dataclass
from screens.form_screen import FormScreen
from screens.widgets.columns import Column
from screens.widgets.dialogs import MessageDialog
from screens.widgets.footer import FormFooter
from screens.widgets.safe import say
from screens.widgets.window_table import WindowTable
from tests.support.cast import Cast
from tests.support.hosts import SIZE, HostApp
from tests.support.program import running
from tests.support.waiting import settled, until


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    key: int


class Counting(FormScreen[None]):
    """Counts every two seconds."""

    form_title = "Počítání"

    def __init__(self) -> None:
        super().__init__()
        self.counted = 0

    def compose_form(self) -> ComposeResult:
        yield Static(id="text")

    def on_mount(self) -> None:
        self.every(2, self.count)

    def count(self) -> None:
        self.counted += 1


@pytest.mark.parametrize("cover", [Counting, lambda: MessageDialog("Zpráva", "Text")], ids=["form", "dialog"])
async def test_a_covered_form_waits_and_does_once_what_became_due(cover: Callable[[], Screen[None]]) -> None:
    """Design: with a form or a dialog above it, what is repeated stands still until the form is in front again."""
    app, form = HostApp(), Counting()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(form)
        form.beat()
        form.beat()
        await until(pilot, lambda: form.counted)
        await app.push_screen(cover())
        before = form.counted
        for _ in range(9):
            form.beat()
        await pilot.pause()
        assert form.counted == before
        await app.pop_screen()
        await until(pilot, lambda: form.counted == before + 1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_cannot_be_seen_is_not_drawn(cast: Cast) -> None:
    """Design: beneath what covers it whole a form draws nothing, nor is what covers it drawn anew on its account."""
    async with running(cast) as (app, pilot):
        menu = app.screen
        await app.push_screen(Counting())
        await pilot.pause()
        app.screen.styles.background = "black 50%"
        assert app._background_screens == [menu]
        app.screen.styles.background = "black"
        await pilot.pause()
        assert app._background_screens == []
        drawn: list[object] = []
        app.screen.refresh = lambda *regions, **_: drawn.append(regions)  # type: ignore[method-assign,assignment]
        menu.query_one("#sync", Static).update("za 1:00")
        await pilot.pause()
        assert drawn == []


async def test_the_same_text_again_is_not_drawn_again() -> None:
    """Design: only what changes is sent."""
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(Counting())
        text = app.screen.query_one("#text", Static)
        say(text, "za 1:00")
        await pilot.pause()
        drawn = _drawn(text)
        say(text, "za 1:00")
        assert drawn == []
        say(text, "za 0:59")
        assert drawn == [()]


async def test_a_table_draws_only_the_lines_that_have_changed() -> None:
    """Design: a reading that brought nothing new sends nothing."""
    said = ["first", "second"]
    table: WindowTable[Row] = WindowTable([Column[Row]("Řádek", lambda row: said[row.key])])
    app = HostApp(table)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Řádek" in app.shown())
        table._show([Row(0), Row(1)], 0, before=False, after=False)
        table.refresh()
        await until(pilot, lambda: "second" in app.shown())
        drawn = _drawn(table)
        table.redraw()
        assert drawn == []
        said[1] = "other"
        table.redraw()
        assert drawn == [(Region(0, 2, table.size.width, 1),)]


def _drawn(widget: Static | WindowTable[Row]) -> list[tuple[Region, ...]]:
    """What the widget asks to be drawn from now on, one entry each time."""
    asked: list[tuple[Region, ...]] = []
    widget.refresh = lambda *regions, **_: asked.append(regions)  # type: ignore[method-assign,assignment]
    return asked


def _others(footer: FormFooter, keys: set[FooterKey]) -> bool:
    """Whether the footer shows others than these keys."""
    return bool(footer.query(FooterKey)) and not keys & set(footer.query(FooterKey))


async def test_a_footer_lets_go_of_the_keys_it_showed() -> None:
    """Design: a list that stays open while forms come and go does not grow."""
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(Counting())
        footer = app.screen.query_one(FormFooter)
        for _ in range(3):
            keys = set(footer.query(FooterKey))
            footer._shown = ()  # as when other keys are of use
            footer.refresh(recompose=True)
            await until(pilot, partial(_others, footer, keys))
        await pilot.pause()
        watchers = [watcher for watcher, _ in getattr(footer, "__watchers")["compact"]]
        assert set(watchers) == set(footer.query(FooterKey))


async def test_a_footer_keeps_its_keys_while_they_are_the_same() -> None:
    """Design: moving the cursor makes nothing anew that is in view already."""
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(Counting())
        footer = app.screen.query_one(FormFooter)
        await until(pilot, lambda: bool(footer.query(FooterKey)))
        keys = set(footer.query(FooterKey))
        app.screen.refresh_bindings()
        await settled(pilot)
        assert set(footer.query(FooterKey)) == keys
