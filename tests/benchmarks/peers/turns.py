"""How a peer takes its turn: it is told an act on its input, and says on its output how long that took.

Nothing but Python's own library, since a peer may run in a Python that has nothing of ours.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

Act = Callable[[], Callable[[], object]]
"""Gets things ready, which is not timed, and returns what is; what that returns is said beside the figure."""

ACTS = {
    "open": "the users' list: the first page, sorted, and how many there are",
    "find": "«smitko» for Smítko",
    "create": "create with two permissions",
    "good": "verify: a good password",
    "bad": "verify: a bad password",
    "locked": "verify: a good password, the account locked",
    "reset": "reset, unlock and must-change",
}

PASSWORD, OTHER, WRONG = "Zelenina-Na-Trhu-1", "Dikobraz-Ve-Vrzi-16", "Skobrtnuti-U-Prahu-7"
"""What everybody has, what a new one has, and nobody."""

People = list[tuple[str, str, str]]
"""Username, given name, surname."""


def people_in(folder: Path) -> People:
    """Those whom OKtui has, written down for its peers."""
    rows = (line.split("\t") for line in (folder / "people").read_text("utf-8").splitlines())
    return [(username, given, surname) for username, given, surname in rows]


def take_turns(acts: Mapping[str, Act]) -> None:
    """Say that all is loaded, then do as told until nothing more is."""
    _say({"acts": list(acts)})
    for line in sys.stdin:
        timed = acts[line.strip()]()
        began = time.perf_counter()
        told = timed()
        _say({"ms": 1000 * (time.perf_counter() - began), "told": str(told)})


def _say(told: dict[str, object]) -> None:
    print(json.dumps(told), flush=True)
