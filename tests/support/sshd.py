"""A real sshd on loopback, set up from the files of deploy/ under a folder of its own."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from oktui.values import dataclass
from tests.support.terminal import PATIENCE, Terminal

DEPLOY = Path(__file__).parents[2] / "deploy"
ACCOUNT = "oktui"
INDULGENT = """\
AcceptEnv LANG LC_* COLUMNS LINES BASH* ENV NO_COLOR
AcceptEnv PYTHON* TEXTUAL* OKTUI_* _OKTUI_* PG* SSL* OPENSSL_* XDG_* TMPDIR TERM*
PermitRootLogin yes
PermitUserEnvironment yes
PermitUserRC yes
AllowAgentForwarding yes
AllowTcpForwarding yes
AllowStreamLocalForwarding yes
GatewayPorts yes
PermitTunnel yes
X11Forwarding yes
X11UseLocalhost yes
MaxSessions 10
Subsystem sftp internal-sftp
UsePAM no
StrictModes no
PidFile none
"""
"""What an administrator may have allowed to everybody; the account's own settings must hold against it."""


WATCH = """
import json, os

execve = os.execve

def watched(path, arguments, environment):
    with open("{folder}/environment", "w") as file:
        json.dump(environment, file)
    execve(path, arguments, environment)

os.execve = watched
"""
"""What the tests put into the launcher."""


@dataclass(frozen=True)
class Sshd:
    """The server, what of it is where, and how an official's computer reaches it."""

    folder: Path
    port: int

    @property
    def installation(self) -> Path:
        """The program's folder."""
        return self.folder / "oktui"

    @property
    def launcher(self) -> Path:
        """What the account has for a shell and for its forced command."""
        return self.folder / "bin" / "oktui-login"

    def client(self, program: str = "ssh") -> list[str]:
        """The command line of an official's program, without the host."""
        options = [f"UserKnownHostsFile={self.folder}/known", "BatchMode=yes", "ConnectTimeout=20"]
        port = "-p" if program == "ssh" else "-P"
        words = [program, "-F", "none", "-i", f"{self.folder}/key", port, str(self.port)]
        return [*words, *(word for option in options for word in ("-o", option))]

    def ssh(self, *words: str, stdin: bytes = b"", **environ: str) -> "subprocess.CompletedProcess[bytes]":
        """Run ssh with options, the host and what follows it."""
        return self.run([*self.client(), *words], stdin, **environ)

    def run(self, words: Sequence[str], stdin: bytes = b"", **environ: str) -> "subprocess.CompletedProcess[bytes]":
        """Run a program on the official's computer."""
        env = {"PATH": os.environ["PATH"], "HOME": str(self.folder / "away"), **environ}
        return subprocess.run(words, input=stdin, capture_output=True, timeout=PATIENCE, env=env, check=False)

    def last_environment(self) -> dict[str, str]:
        """What the launcher gave to the program that it started last, which does not let itself be looked into."""
        found: dict[str, str] = json.loads((self.folder / "environment").read_text())
        return found

    def terminal(self, *options: str, command: Sequence[str] = (), **environ: str) -> Terminal:
        """Sign in by ssh on a terminal, and ask for the command."""
        return Terminal([*self.client(), "-tt", *options, HOST, *command], self.folder / "away", environ=environ)


HOST = f"{ACCOUNT}@127.0.0.1"


@contextmanager
def sshd(folder: Path) -> Iterator[Sshd]:
    """Set the server up in the folder and run it; the installation itself is for the caller to make.

    The account is this process's own under another name, so that no machine's list of users has to be touched.
    """
    server = _lay_out(folder)
    environ = {
        "LD_PRELOAD": str(_library()),
        "NSS_WRAPPER_PASSWD": str(folder / "etc" / "passwd"),
        "NSS_WRAPPER_GROUP": str(folder / "etc" / "group"),
    }
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # what Debian's unit makes
    command = ["/usr/sbin/sshd", "-D", "-e", "-f", str(folder / "etc" / "sshd_config")]
    with (folder / "log").open("w+b") as log:
        process = subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, stdout=log)
        assert process.stderr is not None
        try:
            first = process.stderr.readline()
            assert b"listening" in first, first + process.stderr.read()
            yield server
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def _lay_out(folder: Path) -> Sshd:
    for name in ("bin", "etc/sshd_config.d", "home/.ssh", "away"):
        (folder / name).mkdir(parents=True)
    server = Sshd(folder, _free_port())
    places = {"/opt/oktui/bin/python": sys.executable, "/opt/oktui/bin": str(folder / "bin")}
    places |= {"/etc/oktui": str(folder / "etc"), "/var/lib/oktui": str(server.installation)}
    for name, target in (
        ("oktui-login", server.launcher),
        ("sshd_config.d/oktui.conf", folder / "etc/sshd_config.d/oktui.conf"),
    ):
        text = (DEPLOY / name).read_text(encoding="utf-8")
        for there, here in places.items():
            text = text.replace(there, here)
        target.write_text(text.replace("\nmain(", f"\n{WATCH.format(folder=folder)}\nmain("), encoding="utf-8")
    server.launcher.chmod(0o700)
    for key in ("host", "key"):
        subprocess.run(["/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / key], check=True)
    host, key = ((folder / f"{name}.pub").read_text() for name in ("host", "key"))
    (folder / "known").write_text(f"[127.0.0.1]:{server.port} {host}")
    (folder / "etc" / "authorized_keys").write_text(key)  # without `restrict`, as somebody may forget it
    own = f"Port {server.port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\n"
    include = f"Include {folder}/etc/sshd_config.d/*.conf\n"
    (folder / "etc" / "sshd_config").write_text(include + own + INDULGENT)
    (folder / "etc" / "passwd").write_text(
        f"root:x:0:0::/root:/bin/sh\nsshd:x:22:22::/run/sshd:/bin/false\n"
        f"{ACCOUNT}:x:{os.getuid()}:{os.getgid()}::{folder}/home:{server.launcher}\n"
    )
    (folder / "etc" / "group").write_text(f"root:x:0:\nsshd:x:22:\n{ACCOUNT}:x:{os.getgid()}:\n")
    return server


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _library() -> Path:
    found = next(Path("/usr/lib").glob("*/libnss_wrapper.so"), None)
    if found is None or not Path("/usr/sbin/sshd").exists():
        raise RuntimeError("sshd is missing; on Debian: apt-get install openssh-server libnss-wrapper")
    return found
