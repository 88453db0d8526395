"""OKtui again: its list F3 from the key to the rows and their count on the screen, frames and all.

python -m tests.benchmarks.peers.oktui_screen FOLDER SIZE
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from oktui import demo
from oktui.app import OktuiApp
from oktui.domain.modules import Module
from oktui.services.sign_in.sign_in import SignIn, sign_in
from screens.employees.employee_list import EmployeesScreen
from storage.database import close_database
from tests.benchmarks.bench_f3 import Used
from tests.benchmarks.measuring import Installation
from tests.benchmarks.peers.oktui_services import ADMINISTRATOR, EFFECTS, make


async def _take_turns(installation: Installation) -> None:
    """As `turns.take_turns` does, with a program that goes on between two turns."""
    signed_in = sign_in(SignIn(Module.REGISTR, ADMINISTRATOR, demo.PASSWORD, end_other=True), effects=EFFECTS)
    close_database()
    app = OktuiApp(EFFECTS)
    with installation.opened():
        async with app.run_test(size=(80, 24)):
            app.signed_in = signed_in
            acts: dict[str, Callable[[], Awaitable[float]]] = {"open": lambda: _open(app), "find": lambda: _find(app)}
            print(json.dumps({"acts": list(acts)}), flush=True)
            while line := await asyncio.to_thread(sys.stdin.readline):
                print(json.dumps({"ms": await acts[line.strip()](), "told": "on the screen"}), flush=True)
                await app.pop_screen()


async def _open(app: OktuiApp) -> float:
    form = EmployeesScreen()
    began = time.perf_counter()
    await app.push_screen(form)
    opened = Used(form)
    await opened.until(opened.answered)
    return 1000 * (time.perf_counter() - began)


async def _find(app: OktuiApp) -> float:
    """From the first letter on, with the pause after which the list follows (0.15 s)."""
    await _open(app)
    form = Used(app.screen)  # type: ignore[arg-type]  # the form that was opened just now
    form.form.field("surname").focus_control()
    await form.until(lambda: form.form.field("surname").has_focus_within)
    began = time.perf_counter()
    await form.typed("surname", "smitko")
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    _installation = make(Path(sys.argv[1]), int(sys.argv[2]))
    with _installation.opened():
        asyncio.run(_take_turns(_installation))
