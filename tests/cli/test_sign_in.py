"""`oktui sign-in`, as a script sees it (R1.1-2)."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from oktui import demo
from oktui.cli.invocation import REFUSED, UNUSABLE
from oktui.domain.modules import Module
from oktui.effects import Effects, utc_now
from oktui.installation import open_databases
from oktui.services.sign_in.get_own_account import get_own_account
from oktui.services.sign_in.sign_in import SignIn, sign_in
from tests.support.cast import PASSWORD
from tests.support.effects import NO_FILES
from tests.support.shell import make_home, oktui


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with the demo's people, whose passwords cost what real ones cost."""
    return make_home(tmp_path / "home", Effects(files=NO_FILES))


def test_scripts_check_a_sign_in(home: Path) -> None:
    """R1.1-2: `oktui sign-in` answers with the same service, exit status 0, and leaves no session behind (X-23)."""
    for _ in range(2):
        done = oktui("sign-in", "--module", "registr", "--username", "homola", "--home", home, stdin=f"{PASSWORD}\n")
        assert (done.returncode, done.stdout) == (0, "Přihlášeno: Jiří Homola\n")
    answer = oktui("--home", home, "sign-in", "--module", "registr", "--username", "homola", "--json", stdin=PASSWORD)
    assert answer.stderr == ""
    assert json.loads(answer.stdout) == {"signed_in": True, "username": "homola", "must_change_password": False}


def test_a_check_is_not_in_the_way_of_somebody_at_a_terminal(home: Path) -> None:
    """X-23: an application and the terminal program are different places."""
    open_databases(demo.make_home(home))
    signed_in = sign_in(SignIn(Module.REGISTR, "homola", PASSWORD), effects=Effects(files=NO_FILES))
    done = oktui("sign-in", "--module", "registr", "--username", "homola", "--home", home, stdin=f"{PASSWORD}\n")
    assert (done.returncode, done.stdout) == (0, "Přihlášeno: Jiří Homola\n")
    assert get_own_account(signed_in.actor, effects=Effects(files=NO_FILES)).username == "homola"


def test_scripts_get_the_documented_text_of_a_refusal(home: Path) -> None:
    """F1, X-12: exit status 1 and the form's own words, for people or as JSON."""
    command = ("sign-in", "--module", "registr", "--username", "homola")
    refused = oktui(*command, stdin="spatne\n", OKTUI_HOME=str(home))
    assert refused.returncode == REFUSED
    assert refused.stdout.startswith("Chyba\nNeplatné uživatelské jméno nebo heslo.")
    as_json = oktui(*command, "--json", stdin="spatne\n", OKTUI_HOME=str(home))
    assert json.loads(as_json.stdout)["reason"] == "BadCredentials"


def test_a_script_is_told_until_when_its_source_has_to_wait(home: Path) -> None:
    """X-31: in words and, as JSON, as a moment; here after the first failure."""
    (home / "oktui.toml").write_text("[policy]\nsource_failures = 1\n", encoding="utf-8")
    command = ("sign-in", "--module", "registr", "--home", home, "--username")
    assert "Neplatné" in oktui(*command, "nikdo", stdin="spatne\n").stdout
    refused = json.loads(oktui(*command, "homola", "--json", stdin=PASSWORD).stdout)
    assert (refused["signed_in"], refused["reason"]) == (False, "SourceSlowedDown")
    assert refused["text"].startswith("Z tohoto místa přišlo příliš mnoho neúspěšných pokusů o přihlášení.")
    assert timedelta(0) < datetime.fromisoformat(refused["until"]) - utc_now() <= timedelta(seconds=5)


def test_a_password_that_is_no_text_is_said(home: Path) -> None:
    """No traceback: whatever comes through the pipe, or nothing at all."""
    command = ("sign-in", "--module", "registr", "--username", "homola", "--home", home)
    done = oktui(*command, stdin=b"\xff\xfe\n")
    assert (done.returncode, done.stderr) == (UNUSABLE, "Heslo na standardním vstupu není v kódování UTF-8.\n")
    assert oktui(*command, stdin="").stdout == "Chyba\nZadejte heslo.\n"
