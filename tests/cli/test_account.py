"""`oktui account`: help for one account by the owner of the machine."""

import getpass
import io
import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from oktui.cli import main
from oktui.cli.invocation import OK, REFUSED
from oktui.config import load_settings
from oktui.domain.audit import AuditEvent, EventKind
from oktui.domain.modules import Module
from oktui.domain.sign_in import BadCredentials
from oktui.installation import make_effects
from oktui.services.sign_in.sign_in import SignIn, sign_in
from storage.database import close_database
from tests.support import programs
from tests.support.cast import PASSWORD
from tests.support.journal import audited

OWNER = f"owner:{getpass.getuser()}"
NEW_PASSWORD = "Zelenina-Na-Trhu-2016"


@pytest.fixture(autouse=True)
def _close_databases() -> Iterator[None]:
    yield
    close_database()


def command(arguments: list[str], typed: str, pipe: Connection) -> None:
    """Give the command in this process, and report its exit status and what it said."""
    out, err = io.StringIO(), io.StringIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(typed.encode()))
    with redirect_stdout(out), redirect_stderr(err):
        status = main(arguments)
    pipe.send((status, out.getvalue(), err.getvalue()))


class Shell:
    """Gives commands in an installation, each in a process of its own, and keeps what was said."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.out = self.err = ""

    def account(self, *words: str, typed: str = "") -> int:
        """The exit status of `oktui account`."""
        program = programs.start(command, ["--home", str(self._home), "account", *words], typed)
        status, self.out, self.err = program.report()
        assert program.end() == 0
        return int(status)

    def asked(self, *words: str) -> dict[str, Any]:
        """The answer of `oktui account … --json`."""
        self.account(*words, "--json")
        answer: dict[str, Any] = json.loads(self.out)
        return answer


@pytest.fixture
def shell(home: Path) -> Shell:
    """A shell on the machine."""
    return Shell(home)


def last_event() -> AuditEvent:
    """What the audit was told last."""
    return audited()[-1]


def test_why_tells_what_hinders_an_account(shell: Shell) -> None:
    """F13: exit status 1 and the sentence; 0 once nothing does."""
    assert shell.account("why", "sz_smitko") == REFUSED
    assert "NESPLNĚNO  zámek přihlášení: zablokován od" in shell.out
    assert "zablokován, protože bylo opakovaně zadáno chybné heslo." in shell.out
    answer = shell.asked("why", "SZ_SMITKO")
    assert (answer["can_sign_in"], answer["module"]) == (False, "oknouze")
    assert [each["condition"] for each in answer["conditions"] if not each["met"]] == ["unlocked"]
    assert shell.account("why", "homola") == OK
    assert "Účtu nic nebrání." in shell.out


def test_unlock_unlocks(shell: Shell) -> None:
    """R2.6-3: and says so when there was nothing to do."""
    assert shell.asked("unlock", "sz_smitko") == {"username": "sz_smitko", "unlocked": True}
    assert shell.asked("unlock", "sz_smitko") == {"username": "sz_smitko", "unlocked": False}
    assert shell.account("why", "sz_smitko") == OK


def test_reset_prints_a_password_that_opens_once(shell: Shell) -> None:
    """R2.8-1, X-16: also for the last administrator, locked as well; only here is it ever shown."""
    answer = shell.asked("reset", "sz_smitko")
    assert answer["unlocked"]
    assert answer["valid_until"]
    assert len(answer["password"]) == 24
    assert str(answer["password"]) not in repr(audited())
    assert shell.account("why", "sz_smitko") == OK


def test_reset_reads_a_password_that_is_never_printed(shell: Shell) -> None:
    """X-15, X-16: from a pipe; the rules are the same for the owner of the machine."""
    for typed, status in ((f"{NEW_PASSWORD}\n", OK), ("kratke\n", REFUSED)):
        assert shell.account("reset", "homola", "--password-stdin", typed=typed) == status
        assert typed.strip() not in shell.out + shell.err
    assert shell.err.startswith("Heslo nelze použít: je příliš krátké")


def test_retire_and_restore(shell: Shell) -> None:
    """R2.5-1, X-10: the last administrator of an office only with --yes."""
    assert shell.account("retire", "homola") == REFUSED
    assert "nebude mít Kraj Vysočina – referát SS" in shell.err
    assert shell.account("retire", "homola", "--yes") == OK
    assert shell.account("why", "homola") == REFUSED
    assert shell.asked("restore", "homola") == {"username": "homola", "retired": False}
    assert shell.account("why", "homola") == OK


def test_a_name_that_both_realms_have_needs_the_module(shell: Shell) -> None:
    """R1.1-1, R1.3-1: mpsv_radek is two accounts."""
    assert shell.account("unlock", "mpsv_radek") == REFUSED
    assert shell.err == "Účet mpsv_radek je v OKslužby i v OKnouze/OKslužby, určete ho volbou --module.\n"
    assert shell.account("unlock", "mpsv_radek", "--module", "oknouze") == OK
    assert shell.asked("why", "klicpera", "--module", "poskytovatel")["module"] == "poskytovatel"


@pytest.mark.parametrize("name", ["nikdo", "", "homola'; --", "ž" * 40])
def test_a_name_that_nobody_has(shell: Shell, name: str) -> None:
    """X-22: said so, whatever it is."""
    assert shell.account("why", name) == REFUSED
    assert shell.err == f"Účet {name} neexistuje.\n"


def test_every_command_is_on_record_as_the_machine_owners(shell: Shell) -> None:
    """X-19: who, from where, what, on whom."""
    for words, kind in (
        (("why", "sz_smitko"), EventKind.DIAGNOSED),
        (("unlock", "sz_smitko"), EventKind.UNLOCKED),
        (("reset", "sz_smitko"), EventKind.PASSWORD_RESET),
        (("retire", "sz_smitko", "--yes"), EventKind.RETIRED),
        (("restore", "sz_smitko"), EventKind.RESTORED),
    ):
        shell.account(*words)
        event = last_event()
        assert (event.kind, event.subject_name) == (kind, "1206548926: Josef Smítko")
        assert (event.who.account_id, event.who.name) == (None, OWNER)


def test_the_password_that_was_printed_signs_in(shell: Shell, home: Path) -> None:
    """R2.8-1, X-16: with the real hashing, and the change is demanded; the old one is dead."""
    password = str(shell.asked("reset", "klicpera")["password"])
    effects = make_effects(load_settings(home, environ={}))
    with pytest.raises(BadCredentials):
        sign_in(SignIn(Module.REGISTR, "klicpera", PASSWORD), effects=effects)
    assert sign_in(SignIn(Module.REGISTR, "klicpera", password), effects=effects).must_change
