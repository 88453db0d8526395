"""docs/provoz.md, played as it stands: from a bare Debian to an administrator who signs in, and on to removal.

One system is booted for all of it, so the tests follow each other as the page does. The package that it begins with
is an older one: the newer comes where the page says so.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.clean_root import CannotBoot, CleanRoot, clean_root

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "provoz.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
HOME = "/var/lib/oktui"
OBSOLETE = "/opt/oktui/lib/python3.11/site-packages/oktui/obsolete.py"

pytestmark = pytest.mark.slow
_played: list[str] = []


@pytest.fixture(scope="module")
def package() -> Path:
    """What `make deb` has made."""
    [made] = (ROOT / "build" / "deb").glob("oktui_*.deb")
    return made


@pytest.fixture(scope="module")
def server(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CleanRoot]:
    """The system, with the older package in root's home."""
    try:
        with clean_root() as root:
            root.put(older(package, tmp_path_factory.mktemp("older")), "oktui.deb")
            yield root
    except CannotBoot as reason:
        pytest.skip(f"no Debian of one's own can be booted here: {reason}")


def older(package: Path, folder: Path) -> Path:
    """The package as one of an earlier version, with a module that there is no more and another default setting."""
    tree = folder / "tree"
    subprocess.run(["/usr/bin/dpkg-deb", "--raw-extract", package, tree], check=True)
    control = tree / "DEBIAN" / "control"
    control.write_text(re.sub(r"^Version: .*$", "Version: 0.0.1", control.read_text(), flags=re.MULTILINE))
    (tree / OBSOLETE.removeprefix("/")).write_text('"""Gone since."""\n')
    settings = tree / "etc" / "oktui" / "oktui.toml"
    settings.write_text(settings.read_text() + "# as it was before\n")
    done = folder / "older.deb"
    subprocess.run(["/usr/bin/dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", tree, done], check=True)
    return done


def play(server: CleanRoot, first_words: str) -> str:
    """Run the block of the page that has these words; returns what it printed."""
    [block] = [block for block in BLOCKS if first_words in block]
    _played.append(block)
    done = server.run(block)
    assert done.returncode == 0, f"{block}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def run(server: CleanRoot, script: str, stdin: str = "", **environ: str) -> str:
    """What is not on the page: looked at from outside."""
    done = server.run(script, stdin, **environ)
    assert done.returncode == 0, f"{script}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def administrator(server: CleanRoot) -> dict[str, str]:
    """The first administrator, by the first six chapters of the page."""
    play(server, "apt-get install -y postgresql")
    assert run(server, "dpkg-query --show oktui").split() == ["oktui", "0.0.1"]
    play(server, "CREATE ROLE oktui_owner")
    assert "postgresql:///oktui" in play(server, "config check")
    examined = play(server, "oktui doctor")
    assert [line.split()[1] for line in examined.splitlines() if line.startswith("CHYBA")] == ["Sehrávání"]
    assert play(server, "systemctl enable").split() == ["active", "active"]
    play(server, "admin request")
    created = play(server, "create-first")
    name, password = (re.search(rf"{title}: (\S+)", created) for title in ("Uživatelské jméno", "heslo"))
    assert name
    assert password
    play(server, "worker --once")
    return {"username": name[1], "password": password[1]}


def signs_in(server: CleanRoot, administrator: dict[str, str]) -> dict[str, Any]:
    """What an application is told of the administrator."""
    asked = f"oktui sign-in --module oknouze --username {administrator['username']} --json --home {HOME}"
    told: dict[str, Any] = json.loads(run(server, asked, f"{administrator['password']}\n"))
    return told


def test_the_first_administrator_signs_in(server: CleanRoot, administrator: dict[str, str]) -> None:
    """R2.4-1: with the password that was printed once, to the office that asked, and has to change it."""
    told = signs_in(server, administrator)
    assert (told["signed_in"], told["workplace"], told["must_change_password"]) == (True, "Smiřice", True)
    assert [each["permission"] for each in told["permissions"]] == ["system_administration"]
    assert json.loads(run(server, f"oktui doctor --json --home {HOME}"))["healthy"]


def test_an_official_gets_the_form_by_ssh_and_nothing_else(server: CleanRoot, administrator: dict[str, str]) -> None:
    """X-30: with the key that the page has put there."""
    assert play(server, "ssh-keygen").strip() == "forcecommand /opt/oktui/bin/oktui-login"
    play(server, "oktui@127.0.0.1 id")
    run(server, SEE_THE_FORM, TERM="xterm-256color")


SEE_THE_FORM = """
ssh -tt -i zkouska oktui@127.0.0.1 </dev/null >form 2>/dev/null &
for tenth in $(seq 600); do grep --text --quiet Uživatelské form && break; sleep 0.1; done
kill %1
grep --text --quiet Uživatelské form
"""


def test_the_system_verifies_and_runs_the_units(server: CleanRoot, administrator: dict[str, str]) -> None:
    """The nightly check too, in the little that it is let have; logs are where the page says."""
    assert run(server, "systemd-analyze verify /lib/systemd/system/oktui-* 2>&1") == ""
    run(server, "systemctl start oktui-check.service")
    assert "Auditní záznam je neporušený." in run(server, "journalctl --no-pager --unit oktui-check")
    exposure = run(server, "systemd-analyze security --no-pager oktui-worker.service | tail -1")
    assert "OK" in exposure, exposure


def test_the_worker_waits_for_a_database_that_starts_after_it(server: CleanRoot, administrator: dict[str, str]) -> None:
    """X-7: as after the machine has started."""
    run(server, "systemctl stop postgresql && systemctl restart oktui-worker")
    waits = "journalctl --no-pager --unit oktui-worker | grep --quiet 'žádný server databáze není'"
    server.until(waits)
    run(server, "systemctl is-active oktui-worker && systemctl start postgresql")
    server.until(f"tail -1 {HOME}/oktui.log | grep 'INFO audit: head'")


def test_the_log_is_rotated_while_it_is_written_to(server: CleanRoot, administrator: dict[str, str]) -> None:
    """The new file is the account's alone."""
    run(server, "logrotate --force /etc/logrotate.d/oktui")
    run(server, f"oktui worker --once --home {HOME}")
    owned = run(server, f"stat --format '%U %a %n' {HOME}/oktui.log*").splitlines()
    assert owned == [f"oktui 600 {HOME}/oktui.log", f"oktui 600 {HOME}/oktui.log.1"]


def test_the_manual_and_completion_are_there(server: CleanRoot, administrator: dict[str, str]) -> None:
    """Where man and the shells look for them."""
    run(server, "test -f /usr/share/man/man1/oktui-account.1.gz -a -f /usr/share/man/man5/oktui.toml.5.gz")
    run(server, "source /usr/share/bash-completion/completions/oktui && complete -p oktui")
    run(server, "head -1 /usr/share/zsh/vendor-completions/_oktui | grep '#compdef oktui'")


def test_a_new_version_takes_the_data_and_the_settings_over(
    server: CleanRoot, administrator: dict[str, str], package: Path
) -> None:
    """From an older package to this one, with a backup before it; nothing of the old program is left."""
    run(server, f"test -f {OBSOLETE}")
    play(server, "--make-key")
    server.put(package, "oktui.deb")
    assert "Auditní záznam je neporušený." in play(server, "pred-prevodem")
    run(server, f"! test -e {OBSOLETE}")
    assert run(server, "stat --format '%U:%G %a' /etc/oktui/oktui.toml").strip() == "root:oktui 640"
    assert "postgresql:///oktui" in run(server, f"oktui config check --home {HOME}")
    assert signs_in(server, administrator)["signed_in"]
    assert run(server, "systemctl is-active oktui-worker").strip() == "active"


def test_all_of_the_page_has_been_played(server: CleanRoot, administrator: dict[str, str]) -> None:
    """A block that nobody has tried may be wrong."""
    assert [block for block in BLOCKS if block not in _played] == []


def test_it_is_removed_without_what_nobody_may_lose(server: CleanRoot, administrator: dict[str, str]) -> None:
    """Removed, the program has gone; purged, its settings too; data, keys and account stay, and it can come back."""
    run(server, "systemctl start oktui-serve")
    server.until("test -S /run/oktui/oktui.sock")
    run(server, "apt-get remove -y oktui")
    for unit in ("oktui-worker.service", "oktui-serve.service", "oktui-check.timer"):
        run(server, f"! systemctl is-active {unit}")
    run(server, "! test -e /usr/bin/oktui && test -f /etc/oktui/oktui.toml")
    assert HOME in run(server, "apt-get purge -y oktui")
    run(server, "! test -e /etc/oktui && ! test -e /opt/oktui && ! test -e /etc/ssh/sshd_config.d/oktui.conf")
    run(server, f"test -f {HOME}/keys/audit.key && getent passwd oktui")
    run(server, "apt-get install -y ./oktui.deb && oktui --version")
    run(server, "dpkg-reconfigure oktui && stat --format '%U' /etc/oktui/authorized_keys")
