"""Whether the time of a refusal tells what it is of (R2.6-1, X-12): unknown, wrong, locked, retired, pending, ended."""

import random
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

from oktui import demo
from oktui.domain.modules import Module
from oktui.domain.sign_in import SignInRefused
from oktui.domain.sync import SyncState
from oktui.effects import Effects
from oktui.installation import open_databases
from oktui.services.sign_in.sign_in import SignIn, sign_in
from storage.database import close_database, transaction
from storage.models import AccountRow, EmployeeRow, SlowedNameRow
from tests.support.effects import NO_FILES
from tests.support.shell import make_home

SAMPLES = 300
_STATES = {
    "unknown": "nikdo",
    "wrong": "homola",
    "locked": "dlouhy",
    "retired": "klicpera",
    "pending": "sz_smitko",
    "ended": "mpsv_radek",
}
"""Of each kind somebody whom the demo has."""


def measure(home: Path, module: Module = Module.REGISTR) -> Mapping[str, tuple[float, float]]:
    """Of each kind the median in ms, and the chance that one of it takes longer than one of an unknown name (AUC)."""
    make_home(home, Effects(files=NO_FILES))
    open_databases(demo.make_home(home))
    effects = Effects(files=NO_FILES)
    effects = replace(effects, policy=replace(effects.policy, source_failures=10 * SAMPLES * len(_STATES)))
    took: dict[str, list[float]] = {kind: [] for kind in _STATES}
    order = [kind for kind in _STATES for _ in range(SAMPLES)]
    random.Random(0).shuffle(order)
    for kind in order:
        _bring_about(effects)
        begun = time.perf_counter()
        try:
            sign_in(SignIn(module, _STATES[kind], "spatne heslo"), effects=effects)
        except SignInRefused:
            took[kind].append((time.perf_counter() - begun) * 1000)
    close_database()
    return {kind: (median(times), _auc(times, took["unknown"])) for kind, times in took.items()}


def _bring_about(effects: Effects) -> None:
    """Put everybody into the state that they stand for, whatever the last attempt has made of it."""
    now = effects.now()
    with transaction():
        SlowedNameRow.delete().execute()
        AccountRow.update(failures=0, locked_at=None, sync_state=SyncState.ACTIVE).execute()
        AccountRow.update(failures=3, locked_at=now).where(AccountRow.username == "dlouhy").execute()
        AccountRow.update(sync_state=SyncState.NEW).where(AccountRow.username == "sz_smitko").execute()
        _set("klicpera", retired_at=now)
        _set("mpsv_radek", valid_from=date(2014, 1, 1), valid_to=date(2015, 1, 1))


def _set(username: str, **values: object) -> None:
    of = AccountRow.select(AccountRow.employee).where(AccountRow.username == username)
    EmployeeRow.update(**values).where(EmployeeRow.id.in_(of)).execute()


def _auc(these: list[float], others: list[float]) -> float:
    """The chance that one of these is larger than one of the others; 0.5 is none."""
    larger = sum((this > other) + (this == other) / 2 for this in these for other in others)
    return larger / (len(these) * len(others))


def compare_kinds(home: Path) -> None:
    """Print them."""
    print(f"refusals on SQLite, {SAMPLES} of each: median ms, AUC against an unknown name")
    for kind, (milliseconds, auc) in measure(home).items():
        print(f"  {kind:<10}{milliseconds:8.1f}{auc:8.3f}")
