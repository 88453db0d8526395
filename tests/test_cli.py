"""The command `oktui`, as a shell or a script sees it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from oktui import demo
from oktui.commands import REFUSED, UNUSABLE
from oktui.installation import make_effects, open_databases
from tests.support.cast import PASSWORD
from tests.support.effects import make_effects as quick_effects


def oktui(*arguments: str | Path, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "oktui", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environ},
        check=False,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with the demo's people, whose passwords cost what real ones cost."""
    settings = demo.make_home(tmp_path / "home")
    open_databases(settings)
    demo.prepare(effects=make_effects(settings))
    return settings.home


def test_scripts_check_a_sign_in(home: Path) -> None:
    """R1.1-2: `oktui sign-in` answers with the same service, exit status 0, and leaves no session behind (X-23)."""
    for _ in range(2):
        done = oktui("sign-in", "--module", "registr", "--username", "homola", "--home", home, stdin=f"{PASSWORD}\n")
        assert (done.returncode, done.stdout) == (0, "Přihlášeno: Jiří Homola\n")
    answer = oktui("--home", home, "sign-in", "--module", "registr", "--username", "homola", "--json", stdin=PASSWORD)
    assert answer.stderr == ""
    assert json.loads(answer.stdout) == {"signed_in": True, "username": "homola", "must_change_password": False}


def test_scripts_get_the_documented_text_of_a_refusal(home: Path) -> None:
    """F1, X-12: exit status 1 and the form's own words, for people or as JSON."""
    command = ("sign-in", "--module", "registr", "--username", "homola")
    refused = oktui(*command, stdin="spatne\n", OKTUI_HOME=str(home))
    assert refused.returncode == REFUSED
    assert refused.stdout.startswith("Chyba\nNeplatné uživatelské jméno nebo heslo.")
    as_json = oktui(*command, "--json", stdin="spatne\n", OKTUI_HOME=str(home))
    assert json.loads(as_json.stdout)["reason"] == "BadCredentials"


def test_without_a_terminal_the_program_says_so(home: Path) -> None:
    """Where nobody can type, it neither hangs nor spins: a sentence, and exit status 2."""
    done = oktui("--home", home)
    assert (done.returncode, done.stderr) == (UNUSABLE, "Tento příkaz potřebuje terminál.\n")


def test_databases_are_made_by_db_upgrade_and_not_before(tmp_path: Path) -> None:
    """X-4: a database that is not there is an outage with a sentence, never a new empty one."""
    home = tmp_path / "new"
    home.mkdir()
    missing = oktui("worker", "--once", "--home", home)
    assert (missing.returncode, missing.stderr) == (
        REFUSED,
        "Databáze neodpovídá. Nic se neuložilo, zkuste to prosím znovu.\n",
    )
    assert oktui("db", "upgrade", "--home", home).stdout.splitlines() == ["0001_accounts", "0001_persons"]
    assert oktui("db", "upgrade", "--home", home).stdout == "Databáze je aktuální.\n"
    assert oktui("worker", "--once", "--home", home).returncode == 0
    assert {path.name: path.stat().st_mode & 0o777 for path in home.iterdir()} == {
        "oktui.db": 0o600,
        "krk.db": 0o600,
        "oktui.log": 0o600,
        "keys": 0o700,
    }


def test_a_slip_in_the_settings_is_said_at_once(tmp_path: Path) -> None:
    """A setting that cannot be meant stops every command with exit status 2."""
    (tmp_path / "oktui.toml").write_text("[policy]\nlock_afer = 5\n", encoding="utf-8")
    done = oktui("db", "upgrade", "--home", tmp_path)
    assert (done.returncode, done.stderr) == (UNUSABLE, "[policy]: unknown setting lock_afer\n")


def test_the_demo_goes_on_with_what_is_there(tmp_path: Path) -> None:
    """`demo --home` makes a demo once; on a database with other people it names nobody and adds nothing."""
    settings = demo.make_home(tmp_path)
    open_databases(settings)
    first = demo.prepare(effects=quick_effects())
    assert "homola" in first
    assert demo.prepare(effects=quick_effects()) == first
