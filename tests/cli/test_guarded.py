"""Commands on an installation that others could get at, or by an account that does not own it."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from oktui.cli import opening
from oktui.cli.invocation import OK, UNUSABLE, Invocation, Unusable
from oktui.cli.opening import machine_owner
from oktui.domain.modules import Module
from tests.support.shell import oktui

COMMANDS = (
    ["account", "reset", "homola"],
    ["db", "upgrade"],
    ["worker", "--once"],
    ["fetch", f"audit-20160725-100500-aaaa-{26 * 'a'}.csv"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_in_a_folder_that_a_group_shares_no_command_does_anything(home: Path, command: list[str]) -> None:
    """X-30: one Czech sentence names the path; what it says to type mends it."""
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    home.chmod(0o770)
    done = oktui(*command, "--home", home)
    assert (done.returncode, done.stdout) == (UNUSABLE, "")
    sentence, _, mend = done.stderr.rstrip("\n").rpartition(": ")
    assert sentence == f"K {home} mají přístup i jiní než jeho vlastník (práva 770)"
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before
    subprocess.run(shlex.split(mend), check=True)
    assert oktui("db", "check", "--home", home).returncode == OK


def test_a_link_is_said_to_be_one_and_mended_by_what_is_said(home: Path) -> None:
    """X-30: by a script, in JSON as well."""
    key = home / "keys" / "audit.key"
    key.rename(home / "key of another place")
    key.symlink_to(home / "key of another place")
    told = json.loads(oktui("db", "check", "--json", "--home", home).stdout)
    assert (told["reason"], told["exit_status"]) == ("Unusable", UNUSABLE)
    assert told["error"].startswith(f"{key} je odkaz, ")
    subprocess.run(["/bin/sh", "-c", told["error"].rpartition(": ")[2]], check=True)
    assert not key.is_symlink()
    assert oktui("db", "check", "--home", home).returncode == OK


def test_only_root_and_whoever_owns_the_settings_command_the_machine(home: Path) -> None:
    """X-3: not the account that sshd's forced command runs as, whose settings are root's."""
    assert machine_owner(Invocation(home), Module.REGISTR).module is Module.REGISTR
    with pytest.raises(Unusable, match="dává jen správce serveru"):
        machine_owner(Invocation(home, uid=4321), Module.REGISTR)


def test_the_audit_has_whom_the_system_knows_and_not_what_the_environment_says(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-19: LOGNAME is anybody's to set; of root, sudo tells who is behind it."""
    monkeypatch.setenv("LOGNAME", "ministr")
    monkeypatch.setenv("SUDO_USER", "jan.novak")
    assert machine_owner(Invocation(home, uid=0), Module.REGISTR).name == "jan.novak (sudo)"
    assert opening._name(4321, "jan.novak") == "uid 4321"
    for behind in ("", "root", "a b", "\x1b[2J", "x" * 40):
        assert opening._name(0, behind) == "root"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")
def test_root_hands_itself_down_to_the_installations_account(tmp_path: Path) -> None:
    """X-30: what it writes is that account's; and nobody else's."""
    probe = "import os; from pathlib import Path; from oktui import guarding; "
    probe += "guarding.is_temporary = lambda home: False; "
    probe += f"guarding.step_down(Path({str(tmp_path)!r})); "
    probe += "print(os.getresuid(), os.getresgid(), os.getgroups())"
    os.chown(tmp_path, 4321, 4322)
    done = subprocess.run(
        [sys.executable, "-c", probe],
        capture_output=True,
        text=True,
        check=True,
    )
    assert re.sub(r"\s", "", done.stdout) == "(4321,4321,4321)(4322,4322,4322)[]"
