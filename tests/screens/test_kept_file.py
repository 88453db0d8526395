"""A file that waits: the command, the text on screen, and what is copied (X-30)."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui.domain.audit import AuditCriteria, Recorded
from oktui.domain.kept_files import Excerpt, Format, KeptFile
from oktui.services.audit.export_events import export_events
from oktui.services.exporting import Target
from oktui.services.files import read_file
from oktui.services.files.fetch_file import fetch_file
from screens import clipboard
from screens.file_text import FileTextScreen
from screens.kept_file import KeptFileScreen
from tests.support.cast import Cast
from tests.support.effects import MONDAY
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until

# Fetching and reading are proven on both engines.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Compare = Callable[..., bool]
NAME = f"zamestnanci-20160725-100500-abcd-{26 * 'e'}"


def export(cast: Cast, kind: Format = Format.CSV) -> KeptFile:
    """What homola has just exported."""
    target = Target[Recorded](kind, (("Událost", lambda row: row.event.kind.value),))
    return export_events(cast.actor("homola"), AuditCriteria(), target, effects=cast.effects)


@asynccontextmanager
async def opened(cast: Cast, file: KeptFile) -> AsyncIterator[tuple[FormApp, Pilot[None]]]:
    """The form, shown to whoever made the file."""
    app = FormApp(cast, KeptFileScreen(file), "homola")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        yield app, pilot


async def test_the_command_is_copied_only_when_asked(cast: Cast) -> None:
    """X-30: with the whole name, and into a file with a short one."""
    file = export(cast, Format.XLSX)
    async with opened(cast, file) as (app, pilot):
        assert app.copied == []
        await pilot.press("f6")
        await until(pilot, lambda: "Zkopírováno" in app.shown())
    assert app.copied == [f"oktui fetch {file.name} > audit.xlsx"]


async def test_a_list_as_text_is_read_and_copied_here(cast: Cast) -> None:
    """X-30: and is fetched afterwards all the same."""
    file = export(cast)
    async with opened(cast, file) as (app, pilot):
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, FileTextScreen))
        assert "sign_in" in app.shown()
        await pilot.press("f6")
        await until(pilot, lambda: "celý obsah souboru. Znaků: 18." in app.shown())
    assert app.copied == ["Událost\r\nsign_in\r\n"]
    fetch_file(file.name, effects=cast.effects).close()


async def test_what_is_too_long_for_terminals_is_not_copied(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-30: neither in part without a word nor whole, which terminals drop."""
    file = export(cast)
    monkeypatch.setattr(read_file, "MOST", 12)
    monkeypatch.setattr(clipboard, "MOST", 12)
    async with opened(cast, file) as (app, pilot):
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, FileTextScreen))
        assert "Soubor pokračuje." in app.shown()
        await pilot.press("f6")
        await until(pilot, lambda: "příliš dlouhý" in app.shown())
        await pilot.press("enter", "escape", "f6")
        await until(pilot, lambda: "příliš dlouhý" in app.shown())
    assert app.copied == []


async def test_a_workbook_is_not_read_here(cast: Cast) -> None:
    """X-30: it is no text; there is neither the key nor the button."""
    async with opened(cast, export(cast, Format.XLSX)) as (app, pilot):
        await pilot.press("f4")
        await settled(pilot)
        assert isinstance(app.screen, KeptFileScreen)
        assert "Číst" not in app.shown()


async def test_a_file_that_was_fetched_meanwhile_is_not_read_any_more(cast: Cast) -> None:
    """X-30: and that is said."""
    file = export(cast)
    fetch_file(file.name, effects=cast.effects).close()
    async with opened(cast, file) as (app, pilot):
        await pilot.press("f4")
        await until(pilot, lambda: "na vyzvednutí nečeká" in app.shown())


def test_it_looks_so(cast: Cast, snap_compare: Compare) -> None:
    """X-30: at 80x24, the name whole on its line."""

    async def ready(pilot: Pilot[Any]) -> None:
        await settled(pilot)

    file = KeptFile(f"{NAME}.csv", 4096, MONDAY, 2000)
    assert snap_compare(FormApp(cast, KeptFileScreen(file), "homola"), terminal_size=SIZE, run_before=ready)


async def test_what_is_copied_ends_no_paste_and_types_nothing(cast: Cast) -> None:
    """X-22: a text with the end of a bracketed paste in it would be typed into the shell that it is pasted to."""
    text = "první\r\nA\x1b[201~\rrm -rf ~\u202e\n"
    app = FormApp(cast, FileTextScreen(Excerpt(text, whole=True)), "homola")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f6")
        await until(pilot, lambda: "Zkopírováno" in app.shown())
    assert app.copied == ["první\r\nA\ufffd[201~\ufffdrm -rf ~\ufffd\n"]
