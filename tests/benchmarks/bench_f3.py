"""F3 through its real screen, in a process of its own, so that its memory can be told.

The pause after the last key is left out: it is the same always and would flatter the ratios.
"""

import asyncio
import json
import resource
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from textual import events
from textual.widgets import Static

from oktui.app import OktuiApp
from oktui.domain.listing import Criteria, Listed
from oktui.domain.modules import Module
from oktui.domain.offices import OfficeKind
from oktui.services.sign_in.sign_in import SignIn, sign_in
from screens import following
from screens.employees.employee_list import EmployeesScreen
from screens.widgets.case_source import CaseSource
from screens.widgets.choices import CompactSelect
from screens.widgets.window_table import WindowTable
from storage.database import close_database
from tests.benchmarks.crowd import RARE_GIVEN_NAME
from tests.benchmarks.measuring import TIMES, Figures, Installation
from tests.support.cast import PASSWORD, VYSOCINA
from tests.support.effects import make_effects

ADMINISTRATOR = "mpsv_radek"
"""Who reaches every region."""

_LOOK_EVERY = 0.0005
_PATIENCE = 60.0

Step = Callable[[], Awaitable[None]]


def measure(installation: Installation) -> Figures:
    """Milliseconds from the last key until the rows and the count are shown, and the memory it takes."""
    command = [sys.executable, "-m", __name__, installation.url, str(installation.folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: Figures = json.loads(done.stdout)
    return figures


class Used:
    """The screen under somebody's fingers: keys come as the terminal sends them, nothing waits for anything."""

    def __init__(self, form: EmployeesScreen) -> None:
        self.form = form
        self.table: WindowTable[Listed] = form.query_one(WindowTable)
        self.count = form.query_one("#count", Static)

    def press(self, *keys: str) -> None:
        """Send keys."""
        driver = self.form.app._driver
        assert driver is not None
        for key in keys:
            driver.send_message(events.Key(key, key if len(key) == 1 else None))

    async def until(self, happened: Callable[[], object]) -> None:
        """Let the screen and the threads that it asks work until then."""
        async with asyncio.timeout(_PATIENCE):
            while not happened():  # noqa: ASYNC110 - an event would be one more thing to measure
                await asyncio.sleep(_LOOK_EVERY)

    def answered(self, **asked: object) -> bool:
        """Whether the rows and the count of this are in view, or else of whatever was asked for last."""
        source = self.table._source
        ask = source._ask if isinstance(source, CaseSource) else None
        criteria = self.form.criteria
        wanted = replace(criteria, **asked)  # type: ignore[arg-type]  # the names are of Criteria
        shown = isinstance(ask, partial) and ask.args[0] == criteria == wanted
        return shown and self.table._loaded and not self.table._loading and bool(str(self.count.content))

    async def anew(self) -> None:
        """List everybody from the first one on."""
        self.form._clear()
        self.form.search()
        await self.until(lambda: self.answered(**asdict(Criteria())))

    async def typed(self, name: str, text: str) -> None:
        """Ask by typing into a field."""
        self.press(*text)
        await self.until(lambda: self.answered(**{name: text}))

    async def chosen(self, name: str, title: str) -> None:
        """Ask by choosing in a list."""
        select = self.form.query_one(f"#field-{name} CompactSelect", CompactSelect)
        select.value = value = next(value for label, value in select._options if str(label) == title)
        await self.until(lambda: self.answered(**{name: value}))

    async def ticked(self, name: str) -> None:
        """Ask by ticking."""
        self.press("space")
        await self.until(lambda: self.answered(**{name: True}))

    async def moved(self, key: str, times: int = 1) -> None:
        """Move in the list."""
        for _ in range(times):
            left = {None, self.table.row}
            self.press(key)
            await self.until(partial(self._is_at_another, left))

    def _is_at_another(self, left: set[Listed | None]) -> bool:
        return self.table.row not in left

    async def timed(self, name: str, step: Step) -> float:
        """How long a step takes with the cursor in that field and everybody listed, the best of several times."""
        taken = []
        for _ in range(TIMES):
            await self.anew()
            self.form.field(name).focus_control()
            await self.until(lambda: self.form.field(name).has_focus_within)
            began = time.perf_counter()
            await step()
            taken.append(time.perf_counter() - began)
        return 1000 * min(taken)


async def _run() -> Figures:
    effects = make_effects()
    signed_in = sign_in(SignIn(Module.REGISTR, ADMINISTRATOR, PASSWORD, end_other=True), effects=effects)
    close_database()
    app = OktuiApp(effects)
    async with app.run_test(size=(80, 24)):
        app.signed_in = signed_in
        form = EmployeesScreen()
        await app.push_screen(form)
        figures = {"opens": await _opening(app)}
        for asked, (name, step) in _steps(Used(form)).items():
            figures[asked] = await Used(form).timed(name, step)
        figures["memory of the whole program, MB"] = _peak()
    return figures


async def _opening(app: OktuiApp) -> float:
    taken = []
    for _ in range(TIMES):
        form = EmployeesScreen()
        began = time.perf_counter()
        await app.push_screen(form)
        opened = Used(form)
        await opened.until(opened.answered)
        taken.append(time.perf_counter() - began)
        await app.pop_screen()
    return 1000 * min(taken)


def _steps(form: Used) -> dict[str, tuple[str, Step]]:
    return {
        "cern": ("surname", partial(form.typed, "surname", "cern")),
        "c": ("surname", partial(form.typed, "surname", "c")),
        "ch": ("surname", partial(form.typed, "surname", "ch")),
        "page down": ("surname", partial(form.moved, "pagedown")),
        "page down twelve times": ("surname", partial(form.moved, "pagedown", 12)),
        "to the last row": ("surname", partial(form.moved, "ctrl+end")),
        "frequent given name": ("given_name", partial(form.typed, "given_name", "jiri")),
        "rare given name": ("given_name", partial(form.typed, "given_name", RARE_GIVEN_NAME)),
        "second surname": ("second_surname", partial(form.typed, "second_surname", "si")),
        "IK of five digits": ("ik", partial(form.typed, "ik", "10079")),
        "kind of office": ("office_kind", partial(form.chosen, "office_kind", OfficeKind.OU_SZ.title)),
        "workplace": ("workplace_id", partial(form.chosen, "workplace_id", VYSOCINA)),
        "the retired too": ("with_invalid", partial(form.ticked, "with_invalid")),
    }


def _peak() -> float:
    """The most memory that the process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    following.PAUSE = 0.001
    with Installation(sys.argv[1], Path(sys.argv[2])).opened():
        print(json.dumps(asyncio.run(_run())))
