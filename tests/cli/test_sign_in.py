"""`oktui sign-in`, as a script sees it (R1.1-2)."""

import json
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from oktui import demo
from oktui.cli.invocation import OK, OUTAGE, REFUSED, UNUSABLE
from oktui.domain.modules import Module
from oktui.effects import Effects, utc_now
from oktui.installation import open_databases
from oktui.services.sign_in.get_own_account import get_own_account
from oktui.services.sign_in.sign_in import SignIn, sign_in
from tests.support.cast import PASSWORD
from tests.support.effects import NO_FILES
from tests.support.forks import run_all
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
    assert json.loads(answer.stdout)["signed_in"] is True


def test_an_application_is_told_who_it_is_and_what_they_may_do(home: Path) -> None:
    """R1.1-2, R2.3-10: what is in force in this module today, with levels and days; of other modules nothing."""
    answer = oktui("sign-in", "--module", "registr", "--username", "homola", "--home", home, "--json", stdin=PASSWORD)
    told = json.loads(answer.stdout)
    permissions = told.pop("permissions")
    assert told == {
        "signed_in": True,
        "username": "homola",
        "name": "Jiří Homola",
        "ik": "1273434965",
        "module": "registr",
        "workplace": "Kraj Vysočina – referát SS",
        "office": "KÚ",
        "region": "Kraj Vysočina",
        "must_change_password": False,
        "password_valid_until": None,
    }
    since_2010 = {"level": "update", "valid_from": "2010-01-01", "valid_to": None}
    assert permissions == [
        {"permission": "social_services_records", "title": "Evidence sociálních služeb", **since_2010},
        {"permission": "system_administration", "title": "Správa systému", **since_2010},
    ]


def test_failures_of_an_end_user_slow_down_the_end_user_alone(home: Path) -> None:
    """X-31: an application speaks for all who use it; whose address it names waits, whoever sits elsewhere does not."""
    (home / "oktui.toml").write_text("[policy]\nsource_failures = 1\n", encoding="utf-8")
    command = ("sign-in", "--module", "registr", "--home", home, "--json", "--username")
    oktui(*command, "nikdo", "--origin", "192.0.2.7", stdin="spatne\n")
    slowed = json.loads(oktui(*command, "homola", "--origin", "::ffff:192.0.2.7", stdin=PASSWORD).stdout)
    assert (slowed["signed_in"], slowed["code"]) == (False, "source_slowed_down")
    assert json.loads(oktui(*command, "homola", "--origin", "192.0.2.8", stdin=PASSWORD).stdout)["signed_in"] is True


@pytest.mark.parametrize(
    "origin",
    ["", "pocitac.kraj.cz", "192.0.2.7\nroot", "192.0.2.7/24", "\u202e192.0.2.7", "fe80::1%\x1b[2J", "fe80::1%eth0"],
)
def test_an_origin_is_an_address(home: Path, origin: str) -> None:
    """X-19, X-22: what is on record as the place says nothing else."""
    command = ("sign-in", "--module", "registr", "--username", "homola", "--home", home)
    done = oktui(*command, "--origin", origin, stdin=PASSWORD)
    assert (done.returncode, done.stdout) == (UNUSABLE, "")
    assert "není IP adresa" in done.stderr


def test_the_address_is_on_record(home: Path) -> None:
    """X-19: where they sit, and not where the application runs."""
    command = ("sign-in", "--module", "registr", "--username", "homola", "--home", home)
    assert oktui(*command, "--origin", "2001:DB8::7", stdin=PASSWORD).returncode == OK
    with sqlite3.connect(home / "oktui.db") as db:
        rows = db.execute("SELECT kind, origin FROM audit_event ORDER BY id DESC LIMIT 2").fetchall()
    assert rows == [("sign_out", "2001:db8::7"), ("sign_in", "2001:db8::7")]


@pytest.mark.parametrize("file", ["oktui.db", "keys/audit.key"])
def test_an_outage_is_not_like_a_wrong_password(home: Path, file: str) -> None:
    """X-4: exit status 3, in JSON too, before the account was looked at."""
    (home / file).chmod(0)
    command = ("sign-in", "--module", "registr", "--username", "homola", "--home", home)
    done = run_all([(["--json", *map(str, command)], PASSWORD)], {})[0]
    told = json.loads(done[1])
    assert (done[0], told["exit_status"]) == (OUTAGE, OUTAGE)
    assert "signed_in" not in told


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
