"""Nobody waits for ever for a database that hangs, and leaving the program waits for nobody (X-33)."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from oktui import app as program
from oktui import demo
from oktui.domain.outages import OutcomeUnknown
from oktui.installation import make_effects, open_databases
from oktui.services import answering
from storage.database import close_database
from tests.support import postgres
from tests.support.cast import PASSWORD, Cast, begin_with_the_menu
from tests.support.program import running
from tests.support.terminal import Terminal


async def test_a_use_case_that_does_not_come_back_is_left_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-32, X-33: on a disk that hangs, too; what it has done is not known, and work goes on on other threads."""
    never = threading.Event()
    async with running(cast) as (app, _):
        with monkeypatch.context() as hurried:  # once signed in, which takes longer on a busy machine
            hurried.setattr(answering, "ANSWER_WITHIN", 0.1)
            hurried.setattr(program, "_GRACE", 0.1)
            for _ in range(3):
                with pytest.raises(OutcomeUnknown):
                    await app.call(never.wait)
            assert await app.work(never.wait, 0.3) is False  # long work may take long
        assert await app.call(lambda: "answered") == "answered"
        never.set()


@pytest.fixture
def url(postgresql: postgres.Server, tmp_path: Path) -> Iterator[str]:
    """The document's people on a server."""
    url = postgresql.create("hangs")
    home = tmp_path / "oktui"
    home.mkdir()
    (home / "oktui.toml").write_text(f'{demo.SETTINGS}\n[database]\nurl = "{url}"\n', encoding="utf-8")
    settings = demo.make_home(home)
    open_databases(settings)
    demo.prepare(effects=make_effects(settings))
    begin_with_the_menu()
    close_database()
    yield url
    postgresql.drop("hangs")


@contextmanager
def frozen(url: str) -> Iterator[None]:
    """Stop all processes of the server, as a machine that hangs; its connections stay as they are."""
    with psycopg.connect(url) as connection:
        here = Path(f"/proc/{connection.info.backend_pid}/stat")
        master = int(here.read_text().rpartition(")")[2].split()[1])
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    processes = [master, *map(int, children)]

    def tell_all(signum: signal.Signals) -> None:
        for process in processes:
            with suppress(ProcessLookupError):  # the one that has just looked
                os.kill(process, signum)

    tell_all(signal.SIGSTOP)
    try:
        yield
    finally:
        tell_all(signal.SIGCONT)


@pytest.mark.slow
def test_a_server_that_hangs_is_said_and_the_program_can_be_left(url: str, tmp_path: Path) -> None:
    """X-33: the form says so within ten seconds and keeps what was typed; ^Q and a cut line end the program at once."""
    command = [sys.executable, "-m", "oktui"]
    with Terminal(command, tmp_path) as left, Terminal(command, tmp_path) as cut:
        for terminal, username in ((left, "homola"), (cut, "dlouhy")):
            terminal.wait_for("Uživatelské jméno:")
            terminal.type(username)
            terminal.press("tab")
            terminal.type(PASSWORD)
            terminal.press("enter")
            terminal.wait_for("Hlavní menu")
        left.press("2")
        left.wait_for("kritériím: 1")
        with frozen(url):
            cut.hang_up()
            begun = time.monotonic()
            left.type("Dlouh")
            said = left.wait_for("Databáze neod", timeout=30)
            assert time.monotonic() - begun < 25  # ten, and what a busy machine adds
            assert "Pracuji" not in said
            left.press("enter")
            left.wait_until_gone("Databáze neod")
            assert "Dlouh" in left.text
            begun = time.monotonic()
            left.send(b"\x11")
            left.wait_for("Ukončit program?")
            left.press("left", "enter")
            assert left.exit_status == 0
            assert time.monotonic() - begun < 25
            assert cut.exit_status != 0
