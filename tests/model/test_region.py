"""The model and the services go the same way, on either engine, whatever happens in whatever order."""

import itertools
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from storage.database import close_database
from storage.sealing_key import use_sealing_key
from tests.model.administrators import Region
from tests.model.machine import Installation
from tests.support import postgres

pytestmark = pytest.mark.slow

STEPS = 120
"""Steps of one example: a locked account needs some ten, an office a dozen more; to begin one costs some forty."""
SOAK = int(os.environ.get("OKTUI_SOAK_STEPS", "0"))
"""How many steps in all, of new ones each time; without, a few that are the same in every run."""
FEW = {"sqlite": 4_200, "postgresql": 1_200}

MET = {"", "forbidden", "session_over", "bad_credentials", "already_signed_in", "not_synchronised", "wrong_password"}
"""Answers that so few steps come upon; a model that meets none of them compares nothing."""

_numbers = itertools.count()


@pytest.fixture(params=FEW)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return str(request.param)


@pytest.fixture
def make(
    engine: str, _templates: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Installation]]:
    """Makes the databases of an example; those of the one before are gone then."""
    server: postgres.Server | None = None
    if engine == "postgresql":
        request.getfixturevalue("_postgresql_templates")
        server = request.getfixturevalue("postgresql")
    made: list[str] = []

    def fresh() -> Installation:
        close_database()
        shutil.rmtree(tmp_path / "example", ignore_errors=True)
        (tmp_path / "example").mkdir()
        krk = shutil.copy(_templates / "krk-populated", tmp_path / "example" / "krk.db")
        if server is None:
            url = f"sqlite:///{shutil.copy(_templates / 'populated', tmp_path / 'example' / 'oktui.db')}"
        else:
            for name in made:
                server.drop(name)
            made[:] = [f"model_{next(_numbers)}"]
            url = server.create(made[0], "populated")
        return Installation(url, f"sqlite:///{krk}", tmp_path / "example")

    yield fresh
    close_database()
    use_sealing_key(None)
    for name in made:
        request.getfixturevalue("postgresql").drop(name)


@pytest.mark.timeout(0 if SOAK else 300)
def test_whatever_officials_do_ends_as_the_rules_say(make: Callable[[], Installation], engine: str) -> None:
    """R2.1-1 … R2.8-1, X-7 … X-17, X-19, X-21, X-26, X-27: answers, accounts, sessions and events agree."""
    steps = SOAK or FEW[engine]
    bounds: dict[str, Any] = {
        "max_examples": max(steps // STEPS, 1),
        "stateful_step_count": STEPS,
        "derandomize": not SOAK,
        "deadline": None,
        "database": None,
        "suppress_health_check": list(HealthCheck),
    }
    answers: Counter[str] = Counter()
    machine = type("Example", (Region,), {"make": staticmethod(make), "answers": answers})
    run_state_machine_as_test(machine, settings=settings(**bounds))
    assert SOAK or answers.keys() >= MET
