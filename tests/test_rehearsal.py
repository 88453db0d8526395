"""The day that the machine is lost, rehearsed: back up under load, destroy, restore, check, go on (X-19)."""

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from oktui.cli.invocation import OK, REFUSED
from tests.support import postgres
from tests.support.effects import make_effects
from tests.support.shell import make_home, oktui

pytestmark = pytest.mark.slow

Url = Callable[[], str]


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Url:
    """Makes the URL of a database that is not there yet, or has nothing in it."""
    made = 0

    def make() -> str:
        nonlocal made
        made += 1
        if request.param == "sqlite":
            return f"sqlite:///{tmp_path / f'{made}.db'}"
        server: postgres.Server = request.getfixturevalue("postgresql")
        return server.create(f"rehearsal_{made}")

    return make


def settle(home: Path, url: str) -> None:
    """Name the database in the home's settings."""
    home.mkdir(exist_ok=True)
    (home / "oktui.toml").write_text(f'[database]\nurl = "{url}"\n', encoding="utf-8")


def attempt(home: Path) -> None:
    """Somebody tries to sign in as nobody, which is an event."""
    done = oktui("sign-in", "--module", "registr", "--username", "nikdo", "--home", home, stdin="spatne\n")
    assert done.returncode == REFUSED


def told(home: Path, *command: str) -> dict[str, object]:
    """What a command says to a script."""
    done = oktui(*command, "--json", "--home", home)
    assert done.returncode == OK, done.stdout + done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_a_machine_is_lost_and_work_goes_on(fresh_url: Url, tmp_path: Path) -> None:
    """X-19: what was lost is named by the anchor that was kept; the chain is whole, and says so from then on."""
    home, key, file = tmp_path / "home", tmp_path / "backup.key", tmp_path / "backup"
    settle(home, fresh_url())
    make_home(home, make_effects())
    told(home, "backup", "--make-key", str(key))
    stop = threading.Event()

    def go_on() -> None:
        while not stop.is_set():
            attempt(home)

    crowd = [threading.Thread(target=go_on) for _ in range(2)]
    for one in crowd:
        one.start()
    try:
        told(home, "backup", str(file), "--key", str(key))
    finally:
        stop.set()
        for one in crowd:
            one.join()
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"homola" not in file.read_bytes()
    attempt(home)
    assert told(home, "audit", "verify")["whole"]

    kept = tmp_path / "kept"
    kept.mkdir()
    for name in ("keys", "audit.anchor"):
        shutil.move(home / name, kept / name)
    shutil.rmtree(home)
    settle(home, fresh_url())
    for name in ("keys", "audit.anchor"):
        shutil.move(kept / name, home / name)
    lost = told(home, "restore", str(file), "--key", str(key))
    assert isinstance(lost["lost_from"], int)
    assert isinstance(lost["lost_to"], int)
    assert lost["lost_from"] <= lost["lost_to"]

    assert told(home, "db", "check")["sound"]
    attempt(home)
    told(home, "worker", "--once")
    said = oktui("audit", "verify", "--home", home).stdout
    assert said.startswith("Auditní záznam je neporušený.")
    assert f"Ztratily se záznamy č. {lost['lost_from']} až {lost['lost_to']}." in said

    again = oktui("restore", file, "--key", key, "--home", home)
    assert (again.returncode, again.stdout) == (REFUSED, "")


def test_a_database_moves_to_the_other_engine_and_back(postgresql: postgres.Server, tmp_path: Path) -> None:
    """X-19: the chain is kept, and so is everything that is held against it."""
    home = tmp_path / "home"
    settle(home, f"sqlite:///{tmp_path / 'first.db'}")
    make_home(home, make_effects())
    attempt(home)
    for target in (postgresql.create("moved"), f"sqlite:///{tmp_path / 'back.db'}"):
        moved = told(home, "db", "copy", target)
        assert (moved["whole"], moved["breaches"]) == (True, [])
        settle(home, target)
        attempt(home)
        assert told(home, "audit", "verify")["whole"]
        assert told(home, "db", "check")["sound"]
