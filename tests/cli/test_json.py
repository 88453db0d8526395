"""`--json` of every command: one JSON object on standard output, and nothing else there."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest

from oktui.cli.invocation import OK, REFUSED, UNUSABLE
from oktui.effects import Effects
from tests.cli.test_admin import PERSON
from tests.cli.test_employees import GOOD as EMPLOYEES
from tests.cli.test_krk import GOOD
from tests.support.cast import PASSWORD
from tests.support.effects import NO_FILES
from tests.support.shell import export, make_home, oktui, propose
from tests.support.walk import commands

REQUEST = [word for name, value in PERSON.items() for word in (f"--{name}", value)]
WALK: dict[str, tuple[list[str], str, set[str]]] = {
    "worker": (["--once"], "", {"processed", "activated", "failed"}),
    "serve": (["--check"], "", {"checked"}),
    "ldap": (["--check"], "", {"checked"}),
    "config init": ([], "", {"file"}),
    "config check": ([], "", {"settings"}),
    "doctor": ([], "", {"healthy", "checks"}),
    "db upgrade": ([], "", {"applied"}),
    "db check": ([], "", {"sound", "invariants", "breaches", "audit_exposed"}),
    "db copy": (["sqlite:///{folder}/copy.db"], "", {"whole", "events", "breaches"}),
    "backup": (["{folder}/backup", "--key", "{key}"], "", {"file", "register"}),
    "restore": (["{folder}/kept", "--key", "{key}"], "", {"made_at", "lost_from", "lost_to"}),
    "demo": (["--walkthrough"], "", {"screens"}),
    "sign-in": (
        ["--module", "registr", "--username", "homola"],
        PASSWORD,
        {
            *("signed_in", "username", "name", "ik", "module", "workplace", "office", "region"),
            *("permissions", "must_change_password", "password_valid_until"),
        },
    ),
    "application add": (["evidence", "--module", "registr"], "", {"name", "module", "key"}),
    "application list": ([], "", {"applications"}),
    "application renew": (["podatelna"], "", {"name", "key"}),
    "application remove": (["spisovna"], "", {"name", "sessions_ended"}),
    "account why": (["homola"], "", {"username", "module", "can_sign_in", "conditions", "next_sync", "administrators"}),
    "account unlock": (["sz_smitko"], "", {"username", "unlocked"}),
    "account reset": (["sz_smitko"], "", {"username", "password", "unlocked", "opens_at", "valid_until"}),
    "account retire": (["klicpera", "--yes"], "", {"username", "retired"}),
    "account restore": (["gollova"], "", {"username", "retired"}),
    "account confirm": (["{proposal}"], "", {"number", "confirmed"}),
    "admin request": (REQUEST, "", {"request", "file"}),
    "admin create-first": (["-", "--yes"], "{request}", {"username", "password", "revived"}),
    "employees import": (["-"], EMPLOYEES, {"stored", "number", "employees", "faults"}),
    "employees undo": ([], "", {"undone", "employees"}),
    "krk import": (
        ["-"],
        GOOD.replace("900806/5121", "900807/5120"),
        {"persons", "written", "first_ik", "last_ik", "faults", "warnings"},
    ),
    "krk check": (["1284384629"], "", {"register", "sound", "checks"}),
    "krk upgrade": ([], "", {"applied"}),
    "audit head": ([], "", {"number", "head"}),
    "audit verify": ([], "", {"whole", "events", "flaw", "number", "restorations"}),
    "alarms": ([], "", {"alarms"}),
    "notices": ([], "", {"on", "counts", "waiting", "failed"}),
    "report": (["ending"], "", {"module", "list", "rows"}),
    "fetch": (["{file}"], "", {"file", "base64"}),
    "completion": (["bash"], "", {"shell", "script"}),
}
"""What each command is given, on its line and on standard input, and what it tells."""


def test_the_walk_knows_every_command() -> None:
    """A new command is walked, too."""
    assert set(WALK) == {words for words, command, _ in commands() if not isinstance(command, click.Group)}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One installation for the whole walk: no command is in another one's way."""
    return make_home(tmp_path_factory.mktemp("walk") / "home", Effects(files=NO_FILES))


@pytest.fixture(scope="module")
def key(home: Path) -> Path:
    """A key for its backups."""
    made = home.parent / "backup.key"
    oktui("backup", "--make-key", made, "--home", home)
    return made


def lost(home: Path, key: Path) -> Path:
    """An installation that was lost but for its backup and the key of its audit."""
    oktui("backup", home.parent / "kept", "--key", key, "--home", home)
    left = home.parent / "left"
    (left / "keys").mkdir(mode=0o700, parents=True)
    shutil.copy(home / "keys" / "audit.key", left / "keys")
    return left


BEFORE = {
    "application renew": ("application add podatelna --module registr", ""),
    "application remove": ("application add spisovna --module registr", ""),
    "employees undo": ("employees import -", EMPLOYEES),
}
"""What a command needs to have been done, in whatever order the tests are run."""


@pytest.mark.parametrize("words", WALK)
def test_a_command_answers_in_json(home: Path, key: Path, words: str) -> None:
    """Names of what is told stay: scripts read them."""
    arguments, stdin, names = WALK[words]
    arguments = [each.replace("{folder}", str(home.parent)).replace("{key}", str(key)) for each in arguments]
    if words == "restore":
        home = lost(home, key)
    if words == "config init":
        home = home.parent / "without settings"
        home.mkdir(mode=0o700)
    if words == "employees undo":
        home = make_home(home.parent / "undone", Effects(files=NO_FILES))
    if words in BEFORE:
        command, given = BEFORE[words]
        assert oktui(*command.split(), "--home", home, stdin=given).returncode == OK
    if "{file}" in arguments:
        arguments = [export(home)]
    if "{proposal}" in arguments:
        arguments = [str(propose(home))]
    if "{request}" in stdin:
        stdin = oktui("admin", "request", *REQUEST, "--home", home).stdout
    place: list[str | Path] = (
        [] if words == "demo" else ["--home", home]
    )  # the chapter is played where nobody has played it yet
    done = oktui(*words.split(), *arguments, "--json", *place, stdin=stdin)
    assert (done.returncode, done.stderr) == (OK, "")
    assert set(_object(done)) == names


@pytest.mark.parametrize(
    "words", sorted({*WALK, ""} - {"completion", "config check", "config init", "demo", "doctor", "sign-in"})
)
def test_a_command_that_cannot_work_says_so_in_json(tmp_path: Path, words: str) -> None:
    """With the exit status in it, on standard output as well."""
    (tmp_path / "oktui.toml").write_text("nic = 1\n", encoding="utf-8")
    arguments = WALK[words][0] if words else []
    done = oktui(*words.split(), *arguments, "--json", "--home", tmp_path)
    assert (done.returncode, done.stderr) == (UNUSABLE, "")
    told = _object(done)
    assert (set(told), told["exit_status"]) == ({"error", "reason", "exit_status"}, UNUSABLE)


def test_a_refusal_is_json_with_its_reason(home: Path) -> None:
    """The sentence that a person reads, and a name that a script can look for."""
    done = oktui("account", "why", "nikdo", "--json", "--home", home)
    assert (done.returncode, done.stderr) == (REFUSED, "")
    assert _object(done) == {
        "error": "Účet nikdo neexistuje.",
        "reason": "UnknownUsername",
        "exit_status": REFUSED,
    }


def _object(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    told = json.loads(done.stdout)
    assert isinstance(told, dict)
    return told
