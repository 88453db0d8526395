"""Pictures of screens, each a file that was looked at once, and compared with from then on."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.app import App
from textual.pilot import Pilot

FOLDER = Path(__file__).parents[2] / "build" / "snapshots"
"""Where a picture is put that is not the one which was looked at."""


class Svg(SingleFileSnapshotExtension):
    """A file for each picture, as browsers and reviewers show it."""

    file_extension = "svg"
    _write_mode = WriteMode.TEXT


def picture(
    app: App[Any], size: tuple[int, int], run_before: Callable[[Pilot[Any]], Awaitable[None]] | None = None
) -> str:
    """Run the program, have it led to what is to be seen, and return that as SVG."""

    async def take() -> str:
        async with app.run_test(size=size) as pilot:
            if run_before is not None:
                await run_before(pilot)
            await pilot.pause()
            return app.export_screenshot(simplify=True)

    # Rich numbers its pictures, by their content and the moment.
    return re.sub(r"\bterminal-\d+-([\w-]+)", r"terminal-\1", asyncio.run(take()))


def compared(snapshot: SnapshotAssertion, name: str) -> Callable[..., bool]:
    """What compares a program's picture with the test's, and says where both are if they differ."""

    def compare(
        app: App[Any],
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[Any]], Awaitable[None]] | None = None,
    ) -> bool:
        seen = picture(app, terminal_size, run_before)
        if snapshot.use_extension(Svg) == seen:
            return True
        FOLDER.mkdir(parents=True, exist_ok=True)
        other = (FOLDER / re.sub(r"[^-\w]+", "_", name)).with_suffix(".svg")
        other.write_text(seen, encoding="utf-8")
        pytest.fail(f"The picture differs: look at {other}; it is taken over by --snapshot-update.", pytrace=False)

    return compare
