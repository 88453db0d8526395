"""The program behind a real sshd, installed from deploy/: one can work through it, and do nothing else (X-30).

The server allows everybody all that it can, the key has no `restrict`, and in the account's home lies what an attacker
would have left there: what holds is the account's own part of the settings, and the launcher.
"""

import os
import re
import socket
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from oktui.demo import PASSWORD
from oktui.effects import Effects
from tests.support.effects import NO_FILES
from tests.support.shell import export, make_home
from tests.support.sshd import HOST, Sshd, sshd
from tests.support.terminal import PATIENCE

pytestmark = pytest.mark.slow

Attack = Callable[[Sshd], object]
APPEAR = ("audit.anchor", "files", "last-sign-in-", "oktui.log", "oktui.db-")
"""What the program itself makes while people work."""


@pytest.fixture(scope="module")
def server() -> Iterator[Sshd]:
    """The server with an installation of the demo's people."""
    with tempfile.TemporaryDirectory(prefix="oktui-ssh-") as name, sshd(Path(name)) as running:
        make_home(running.installation, Effects(files=NO_FILES))
        booby_trap(running)
        yield running


def booby_trap(server: Sshd) -> None:
    """Leave in the account's home what would run at the next connection, and what one could try to load."""
    home = server.folder / "home"
    for name in (".ssh/rc", ".bashrc", ".profile", ".bash_profile", ".zshenv", ".kshrc"):
        (home / name).write_text(f"touch {pwned(server)}\n")
        (home / name).chmod(0o700)
    (home / ".ssh" / "environment").write_text(f"PYTHONPATH={home}\nBASH_ENV={home}/.bashrc\nENV={home}/.bashrc\n")
    for name in ("sitecustomize.py", "usercustomize.py", "oktui.py", "evil.py"):
        (home / name).write_text(f"open({str(pwned(server))!r}, 'w')\n")
    (home / "other").mkdir()


def pwned(server: Sshd) -> Path:
    """What any code of the attacker's makes."""
    return server.folder / "pwned"


@pytest.fixture(autouse=True)
def _nothing_ran_and_nothing_was_written(server: Sshd) -> Iterator[None]:
    before = left(server)
    yield
    assert not pwned(server).exists()
    assert left(server) == before


def left(server: Sshd) -> dict[str, bytes]:
    """Every file of the account's but the installation's own database, log and files, and what is in it."""
    files = [path for path in (server.folder / "home").rglob("*") if path.is_file()]
    files += [server.launcher, *(server.folder / "etc").rglob("*.conf"), server.folder / "etc" / "authorized_keys"]
    files += [server.installation / "oktui.toml", server.installation / "keys" / "audit.key"]
    return {str(path): path.read_bytes() for path in files} | {
        str(path): b"" for path in server.installation.iterdir() if not path.name.startswith(APPEAR)
    }


def test_an_official_signs_in_and_works(server: Sshd) -> None:
    """What the rest would be worth nothing without: from the first connection to a list, and out again."""
    with server.terminal() as terminal:
        terminal.wait_for("Uživatelské jméno")
        terminal.type("homola\t")
        terminal.type(f"{PASSWORD}\r")
        terminal.wait_for("Hlavní menu")
        terminal.press("2")
        terminal.wait_for("1273434965: Jiří Homola")
        terminal.press("ctrl+q")
        terminal.wait_for("Ukončit program?")
        terminal.press("left", "enter")
        assert terminal.exit_status == 0


def test_an_official_works_line_by_line(server: Sshd) -> None:
    """X-30: the one other form of the program that may be asked for."""
    with server.terminal(command=["oktui", "--linear"]) as terminal:
        terminal.wait_for("slova [1]:")
        terminal.type("\r")
        terminal.wait_for("Uživatelské jméno")
        terminal.type("homola\r")
        terminal.wait_for("Heslo:")
        terminal.type(f"{PASSWORD}\r")
        terminal.wait_for("Co chcete udělat?")
        terminal.press("ctrl+d")
        terminal.wait_for("Konec programu.")
        assert terminal.exit_status == 0
        assert PASSWORD.encode() not in terminal.output


def test_a_file_made_in_the_program_is_fetched_once(server: Sshd) -> None:
    """X-30: with the name that only its maker was shown, and by no other road."""
    name = export(server.installation)
    fetched = server.ssh(HOST, "oktui", "fetch", name)
    assert (fetched.returncode, fetched.stderr) == (0, b"")
    assert fetched.stdout.startswith("Událost\r\n".encode())
    again = server.ssh(HOST, "oktui", "fetch", name)
    assert (again.returncode, again.stdout) == (1, b"")
    assert again.stderr.decode().startswith("Soubor tohoto názvu tu na vyzvednutí nečeká.")


def command(words: str) -> Attack:
    """Ask for a command; `{pwned}` is the file that shows that it ran."""

    def attack(server: Sshd) -> None:
        done = server.ssh(HOST, words.format(pwned=pwned(server), home=server.installation))
        assert (done.returncode, done.stdout) in [(1, b""), (2, b"")]

    return attack


def copying(program: str, *options: str, to: bool) -> Attack:
    """Copy a file there, or the database from there."""

    def attack(server: Sshd) -> None:
        mine = server.folder / "away" / "mine"
        mine.write_text("x")
        words = [mine, f"{HOST}:{pwned(server)}"] if to else [f"{HOST}:{server.installation}/oktui.db", mine]
        done = server.run([*server.client(program), *options, *map(str, words)])
        assert done.returncode != 0
        assert mine.read_text() == "x"

    return attack


def sftp(server: Sshd) -> None:
    """The subsystem, by its program."""
    away = server.folder / "away" / "got"
    batch = f"get {server.installation}/oktui.db {away}\nput {server.folder}/known {pwned(server)}\n"
    assert server.run([*server.client("sftp"), "-b", "-", HOST], batch.encode()).returncode != 0
    assert not away.exists()


def subsystem(server: Sshd) -> None:
    """The subsystem, asked for by hand."""
    done = server.ssh("-s", HOST, "sftp", stdin=b"\0\0\0\5\1\0\0\0\3")
    assert (done.returncode, done.stdout) == (1, b"")


def standard_forwarding(server: Sshd) -> None:
    """A tunnel from standard input to a port of the server's own."""
    done = server.ssh("-W", f"127.0.0.1:{server.port}", HOST, stdin=b"SSH-2.0-x\r\n")
    assert done.returncode != 0
    assert b"SSH-2.0" not in done.stdout


def forwarding(option: str) -> Attack:
    """A port here that should lead there: something listens, and nothing comes of it."""

    def attack(server: Sshd) -> None:
        path = str(server.folder / "away" / "socket")
        to = f":127.0.0.1:{server.port}" if option == "-L" else ""
        socks = b"" if option == "-L" else b"\5\1\0\5\1\0\1\x7f\0\0\1" + server.port.to_bytes(2, "big")
        command = [*server.client(), "-v", "-N", option, path + to, HOST]
        with subprocess.Popen(command, stderr=subprocess.PIPE, env={"PATH": os.environ["PATH"]}) as process:
            try:
                assert process.stderr is not None
                assert any(b"Entering interactive session" in line for line in process.stderr)
                with socket.socket(socket.AF_UNIX) as tunnel:
                    tunnel.settimeout(PATIENCE)
                    tunnel.connect(path)
                    with suppress(ConnectionError):
                        tunnel.sendall(socks + b"SSH-2.0-x\r\n")
                        while received := tunnel.recv(100):
                            assert b"SSH-2.0" not in received
            finally:
                process.kill()  # a milder signal can go under in ssh between two of its looks
                Path(path).unlink(missing_ok=True)

    return attack


def back(server: Sshd) -> None:
    """A port there that should lead here."""
    done = server.ssh("-o", "ExitOnForwardFailure=yes", "-N", "-R", "127.0.0.1:0:127.0.0.1:22", HOST)
    assert done.returncode == 255


def back_by_a_socket(server: Sshd) -> None:
    """A file there that should lead here."""
    done = server.ssh("-o", "ExitOnForwardFailure=yes", "-N", "-R", f"{pwned(server)}:127.0.0.1:22", HOST)
    assert done.returncode == 255


def network(server: Sshd) -> None:
    """A whole network."""
    done = server.ssh("-o", "ExitOnForwardFailure=yes", "-N", "-w", "0:0", HOST)
    assert done.returncode == 255


ATTACKS: dict[str, Attack] = {
    "a command": command("touch {pwned}"),
    "a shell": command("/bin/sh -c 'touch {pwned}'"),
    "an owner's command": command("oktui account reset homola"),
    "another installation": command("oktui --home /tmp fetch a.csv"),
    "a command after the one that is allowed": command("oktui fetch a.csv; touch {pwned}"),
    "a command within it": command("oktui fetch $(touch {pwned}).csv"),
    "a second line": command("oktui fetch a.csv\ntouch {pwned}"),
    "an option in the place of a name": command("oktui fetch --help"),
    "a path in the place of a name": command("oktui fetch ../oktui.db"),
    "the server's own program for copying": command("scp -t {pwned}"),
    "rsync": command("rsync --server -e.Lsfx . {pwned}"),
    "sftp": sftp,
    "the subsystem sftp": subsystem,
    "scp there": copying("scp", to=True),
    "scp from there": copying("scp", to=False),
    "scp of old there": copying("scp", "-O", to=True),
    "-D": forwarding("-D"),
    "-W": standard_forwarding,
    "-L": forwarding("-L"),
    "-R": back,
    "-R with a socket": back_by_a_socket,
    "-w": network,
}


def hostile(server: Sshd) -> dict[str, str]:
    """Variables by which some program or library can be made to run, read, write or show something."""
    home = server.folder / "home"
    return {
        **dict.fromkeys(
            ("PYTHONPATH", "PYTHONUSERBASE", "PYTHONHOME", "PYTHONPYCACHEPREFIX", "PYTHONPLATLIBDIR"), str(home)
        ),
        **dict.fromkeys(
            ("PYTHONINSPECT", "PYTHONVERBOSE", "PYTHONPROFILEIMPORTTIME", "PYTHONDEVMODE", "PYTHONDEBUG"), "1"
        ),
        **dict.fromkeys(("PYTHONSTARTUP", "BASH_ENV", "ENV"), f"{home}/evil.py"),
        **dict.fromkeys(("TEXTUAL_LOG", "SSLKEYLOGFILE", "LD_DEBUG_OUTPUT", "LD_PROFILE_OUTPUT"), str(pwned(server))),
        **dict.fromkeys(
            ("PGSERVICEFILE", "PGPASSFILE", "OPENSSL_CONF", "SSL_CERT_FILE", "TERMINFO"), f"{home}/evil.py"
        ),
        **dict.fromkeys(("OKTUI_HOME", "XDG_DATA_HOME", "TMPDIR", "TEXTUAL_SCREENSHOT_LOCATION"), f"{home}/other"),
        "PYTHONBREAKPOINT": "evil.main",
        "PYTHONWARNINGS": "error",
        "TEXTUAL": "debug,devtools",
        "TEXTUAL_DRIVER": "evil:Driver",
        "TEXTUAL_PRESS": "ctrl+q",
        "TEXTUAL_SCREENSHOT": "1",
        "OKTUI_DATABASE_URL": f"sqlite:///{home}/other.db",
        "OKTUI_KRK_URL": f"sqlite:///{home}/other.db",
        "OKTUI_AUDIT_KEY": f"{home}/other.key",
        "OKTUI_LOG_LEVEL": "DEBUG",
        "_OKTUI_COMPLETE": "bash_source",
        "PGHOST": "127.0.0.1",
        "PGOPTIONS": "-csession_replication_role=replica",
        "LD_PRELOAD": f"{home}/evil.so",
        "LD_LIBRARY_PATH": str(home),
        "LD_AUDIT": f"{home}/evil.so",
        "LD_DEBUG": "libs",
        "LC_ALL": "cs_CZ.ISO-8859-2",
        "COLUMNS": "5",
        "LINES": "5",
        "NO_COLOR": "../..",
    }


def test_the_program_finds_in_its_environment_what_the_launcher_lets_through(server: Sshd) -> None:
    """X-22, X-30: of more than thirty variables that arrive none; nor does an agent or a display."""
    sent = hostile(server)
    variables = " ".join(f"{name}={value}" for name, value in sent.items())
    agent = ("-o", "IdentityAgent=none", "-o", f"ForwardAgent={server.folder}/away/agent")
    with server.terminal(*agent, "-X", "-o", f"SetEnv {variables}", DISPLAY=":99") as terminal:
        terminal.wait_for("Uživatelské jméno")
        found = server.last_environment()
        assert found.pop("SSH_CONNECTION").startswith("127.0.0.1 ")
        assert found == {
            "HOME": "/",
            "LANG": "C.UTF-8",
            "LOGNAME": "oktui",
            "OKTUI_HOME": str(server.installation),
            "PATH": "/usr/bin:/bin",
            "TERM": "xterm-256color",
            "USER": "oktui",
        }
        terminal.type(f"dlouhy\t{PASSWORD}\r")
        terminal.wait_for("Hlavní menu")


NAMES = (
    "\x1b]0;owned\x07\x1b]2;owned\x1b\\\x9d0;owned\x9c",
    "[@click=app.screenshot]Novák[/]",
    "[@click=app.bell]\x1b]52;c;QQ==\x07[/] [/x]",
    "\x1bP+q544e\x1b\\\x1b[6n\x1b]8;;file:///etc/passwd\x07odkaz\x1b]8;;\x07",
)


def test_no_key_click_or_name_leads_out_of_the_program(server: Sshd) -> None:
    """X-22, X-29, X-30: no stop, no shell, no palette, no picture, no saved file, no title, no link, no clipboard."""
    with sqlite3.connect(server.installation / "oktui.db") as database:
        for username, given_name, surname in (("dlouhy", *NAMES[:2]), ("klicpera", *NAMES[2:])):
            database.execute(
                "UPDATE employee SET given_name = ?, surname = ?, refreshed_at = (SELECT max(created_at) FROM account) "
                "WHERE id = (SELECT employee_id FROM account WHERE username = ?)",
                (given_name, surname, username),
            )
    database.close()
    with server.terminal() as terminal:
        terminal.wait_for("Uživatelské jméno")
        terminal.send(KEYS)
        terminal.type(f"mpsv_radek\t{PASSWORD}\r")
        terminal.wait_for("Hlavní menu")
        terminal.press("2")
        terminal.wait_for("[@click=")
        for row in range(12, 16):
            for column in range(2, 30, 3):
                terminal.send(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m".encode())
        terminal.send(KEYS)
        terminal.wait_for("nezměnili nic")  # that there is nothing, for Ctrl+Z has been meant for the program
        terminal.press("enter", "ctrl+q")
        terminal.wait_for("Ukončit program?")
        sent = terminal.output
    # But for the shape of the mouse, which Textual sets.
    assert re.findall(rb"\x1b(?!\]22;[a-z]+\x07)[]P_^X][^\x1b]{0,30}|\x1b\\[6n|\xc2[\x80-\x9f]", sent) == []


KEYS = b"\x1a\x1c\x03\x10\x13\x04\x0f\x07\x1b[44;6u\x1b[115;5u\x1b[83;6u"
"""Ctrl with z, \\, c, p, s, d, o, g, and what a newer terminal sends for Ctrl with Shift."""


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_official_gets_nothing_but_the_program(server: Sshd, attack: Attack) -> None:
    """X-30: no shell, no file, no tunnel."""
    attack(server)
