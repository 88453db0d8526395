"""How long after the command something is there: F1 beside a bare Textual app, `oktui sign-in` beside a bare Argon2.

By turns, and by the processor's time until the first frame is in the terminal: neighbours on the machine add to both.
"""

import os
import resource
import select
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from argon2 import PasswordHasher
from argon2.profiles import RFC_9106_LOW_MEMORY

from oktui.demo import PASSWORD
from oktui.domain.modules import Module
from oktui.effects import Effects
from tests.benchmarks.measuring import TIMES
from tests.support.effects import NO_FILES
from tests.support.shell import make_home

_BARE_APP: Final = """
from textual.app import App
from textual.widgets import Input, Static
class Bare(App):
    def compose(self):
        yield Static("Uživatelské")
        yield Input()
Bare().run()
"""
_BARE_VERIFY: Final = """
import sys
from argon2 import PasswordHasher
from argon2.profiles import RFC_9106_LOW_MEMORY
PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY).verify(sys.argv[1], sys.argv[2])
"""
_SHOWN: Final = "Uživatelské".encode()
_PATIENCE: Final = 60.0


def compare_starts(folder: Path) -> None:
    """Print the milliseconds of each, of what it cannot be quicker than, and the ratio."""
    home = make_home(folder, Effects(files=NO_FILES))
    python, oktui = sys.executable, [sys.executable, "-m", "oktui", "--home", str(home)]
    print(f"\n{'starts, ms of the processor':44}{'bare':>10}{'OKtui':>10}{'ratio':>8}")
    _compare("the first frame of F1", lambda: _frame([python, "-c", _BARE_APP]), lambda: _frame(oktui))
    asked = [*oktui, "sign-in", "--module", Module.REGISTR.value, "--username", "homola"]
    hashed = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY).hash(PASSWORD)
    bare = [python, "-c", _BARE_VERIFY, hashed, PASSWORD]
    _compare("the answer of oktui sign-in", lambda: _answer(bare), lambda: _answer(asked, PASSWORD))


def _compare(name: str, bare: Callable[[], float], ours: Callable[[], float]) -> None:
    for once in (bare, ours):
        once()  # byte code is written, files are read
    pairs = [(bare(), ours()) for _ in range(TIMES)]
    ratio = median(b / a for a, b in pairs)
    print(f"  {name:42}{median(a for a, _ in pairs):10.0f}{median(b for _, b in pairs):10.0f}{ratio:8.2f}")


def _frame(command: Sequence[str]) -> float:
    """Milliseconds that all threads of the command have worked when its first frame has come."""
    ours, its = os.openpty()
    environ = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    with subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=environ, start_new_session=True) as running:
        os.close(its)
        drawn, until = b"", time.monotonic() + _PATIENCE
        while _SHOWN not in drawn:
            if not select.select([ours], [], [], until - time.monotonic())[0]:
                raise TimeoutError(drawn.decode())
            drawn += os.read(ours, 65536)
        threads = Path(f"/proc/{running.pid}/task").glob("*/schedstat")
        worked = sum(int(thread.read_text().split()[0]) for thread in threads)
        running.kill()
    os.close(ours)
    return worked / 1e6


def _answer(command: Sequence[str], said: str = "") -> float:
    """Milliseconds that the command has worked when it has ended."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, input=f"{said}\n", text=True, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
