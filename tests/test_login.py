"""What the forced command makes of what a connection asks for and brings along (X-30)."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from oktui.domain.audit import SubjectKind
from oktui.domain.kept_files import Format, name_file
from oktui.login import asked, environment, words

LAUNCHER = "/opt/oktui/bin/oktui-login"


def test_nothing_or_one_file_may_be_asked_for() -> None:
    """X-30: any name that the program gives, and never an option, a path or a second word."""
    assert words("") == []
    assert words("oktui --linear") == ["--linear"]
    for what in (SubjectKind.AUDIT, SubjectKind.EMPLOYEES, SubjectKind.WORKPLACE):
        for kind in Format:
            name = name_file(what, kind, datetime(2016, 7, 25, tzinfo=UTC), lambda letters: letters[0])
            assert words(f"oktui fetch {name}") == ["fetch", name]
    for other in ("oktui", "fetch a.csv", "oktui fetch", "oktui fetch -a", "oktui fetch a b", "oktui fetch a/b", " "):
        assert words(other) is None
    for around in ("\n", " ", ";", "\0", "\u2028"):
        assert words(f"oktui fetch a.csv{around}") is words(f"{around}oktui fetch a.csv") is None


@pytest.mark.parametrize(
    ("arguments", "environ", "command"),
    [
        ([LAUNCHER, "-c", LAUNCHER], {}, ""),
        ([LAUNCHER, "-c", LAUNCHER], {"SSH_ORIGINAL_COMMAND": "id"}, "id"),
        ([LAUNCHER, "-c", LAUNCHER], {"SSH_ORIGINAL_COMMAND": LAUNCHER}, LAUNCHER),
        ([LAUNCHER], {}, ""),
        ([LAUNCHER, "-c", "id"], {}, "id"),
        ([LAUNCHER, "-l"], {}, ""),
    ],
    ids=(
        "forced",
        "forced instead",
        "itself",
        "as a shell",
        "as a shell with a command",
        "as a shell of other manners",
    ),
)
def test_what_is_asked_for_is_known_with_and_without_a_forced_command(
    arguments: list[str], environ: dict[str, str], command: str
) -> None:
    """X-30: the launcher is the account's shell as well, so where sshd forces nothing there is still no other."""
    assert asked(arguments, environ) == command


def test_only_what_looks_as_it_should_is_taken_from_the_environment() -> None:
    """X-31: the address stays, for the audit; a terminal that is a path does not."""
    kept = {"TERM": "xterm-256color", "SSH_CONNECTION": "2001:db8::1 5000 fe80::1%eth0 22", "USER": "oktui"}
    ours = {"HOME": "/", "LANG": "C.UTF-8", "OKTUI_HOME": "/var/lib/oktui", "PATH": "/usr/bin:/bin"}
    assert environment(kept, "/var/lib/oktui") == ours | kept
    wrong = {"TERM": "../x", "SSH_CONNECTION": "192.0.2.1", "LOGNAME": "Ministr\n", "HOME": "/x", "LD_PRELOAD": "/x"}
    assert environment(wrong, "/var/lib/oktui") == ours


def test_before_its_environment_is_its_own_it_loads_nothing_of_the_program() -> None:
    """X-30: no library that could be told something by a variable."""
    said = subprocess.run(
        [sys.executable, "-I", "-X", "importtime", "-c", "import oktui.login"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    loaded = {line.rpartition("|")[2].strip() for line in said.splitlines()}
    assert {name for name in loaded if name.startswith("oktui")} == {"oktui", "oktui.login"}


def test_what_is_deployed_says_what_it_says_it_does() -> None:
    """X-30: the account has the launcher for a shell and for its forced command, and no forwarding."""
    deploy = Path(__file__).parents[1] / "deploy"
    sshd = (deploy / "sshd_config.d" / "oktui.conf").read_text(encoding="utf-8")
    assert f"    ForceCommand {LAUNCHER}\n" in sshd
    assert "    DisableForwarding yes\n" in sshd
    assert "PermitUserEnvironment no\n" in sshd.partition("Match")[0]
    assert "AcceptEnv" not in sshd
    assert "Subsystem" not in sshd
    [account] = [line for line in (deploy / "sysusers.d" / "oktui.conf").read_text().splitlines() if line[:1] == "u"]
    assert account.endswith(f"/etc/oktui {LAUNCHER}")
    for unit in deploy.glob("systemd/*.service"):
        assert "NoNewPrivileges=yes\n" in unit.read_text(encoding="utf-8")
    assert (deploy / "oktui-login").read_text().startswith("#!/opt/oktui/bin/python -I\n")
