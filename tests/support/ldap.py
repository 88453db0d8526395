"""What slapd is to the directory: plain requests on its socket, and a real slapd in front of it."""

import asyncio
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from oktui.domain.modules import Module
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.services.applications.add_application import add_application
from oktui.serving.ldap.server import answer_until
from oktui.values import dataclass
from tests.storage.test_encrypted_connections import certify
from tests.support.cast import PASSWORD

BASE = "dc=oktui"
OWNER = MachineOwner(name="root")
CONFIGURATION = Path(__file__).parents[2] / "deploy" / "ldap" / "slapd.conf"
SLAPD = shutil.which("slapd") or "/usr/sbin/slapd"


def person(username: str, module: Module = Module.REGISTR) -> str:
    """The name of a person."""
    return f"uid={username},ou=lide,ou={module.value},{BASE}"


def application(name: str) -> str:
    """The name of an application."""
    return f"cn={name},ou=aplikace,{BASE}"


@dataclass(frozen=True)
class Opened:
    """A directory that is open in this process, and the socket at which it is asked."""

    path: Path
    effects: Effects

    def add(self, name: str = "evidence", module: Module = Module.REGISTR) -> str:
        """The key of an application that was added just now."""
        return add_application(OWNER, name, module, effects=self.effects)

    def send(self, request: bytes) -> str:
        """What is answered to these bytes."""
        with socket.socket(socket.AF_UNIX) as asking:
            asking.settimeout(60)
            asking.connect(str(self.path))
            asking.sendall(request)
            answer = b""
            while more := asking.recv(65536):
                answer += more
        return answer.decode()

    def ask(
        self, operation: str, *lines: str, peer: str = "PATH=/run/slapd/ldapi", ssf: int = 128, by: str = ""
    ) -> str:
        """Ask as slapd does."""
        said = [operation, "msgid: 1", f"binddn: {by}", f"peername: {peer}", f"ssf: {ssf}", f"suffix: {BASE}", *lines]
        return self.send("".join(f"{line}\n" for line in [*said, ""]).encode())

    def bind(self, name: str, password: str = PASSWORD, **more: object) -> tuple[int, str]:
        """The code and the sentence for a bind with a password."""
        lines = (f"dn: {name}", "method: 128", f"credlen: {len(password.encode())}", f"cred: {password}")
        return ended(self.ask("BIND", *lines, **more))  # type: ignore[arg-type]  # what `ask` takes

    def search(self, by: str, found: str = "(objectClass=*)", base: str = BASE, scope: int = 2, most: int = 0) -> str:
        """What is found."""
        lines = (f"base: {base}", f"scope: {scope}", "deref: 0", f"sizelimit: {most}", "timelimit: 0")
        return self.ask("SEARCH", *lines, f"filter: {found}", "attrsonly: 0", "attrs: all", by=by)


def ended(answer: str) -> tuple[int, str]:
    """The code and the sentence that an answer ends with."""
    found = re.search(r"RESULT\ncode: (\d+)\n(?:info: (.*)\n)?\Z", answer)
    assert found is not None, answer
    return int(found[1]), found[2] or ""


def names(answer: str) -> list[str]:
    """The names of the entries that were found."""
    return re.findall(r"^dn: (.*)$", answer, re.MULTILINE)


@contextmanager
def open_directory(folder: Path, effects: Effects) -> Iterator[Opened]:
    """The directory on a socket in the folder, over the database that is open, answering from a thread."""
    path, loop, ended = folder / "ldap.sock", asyncio.new_event_loop(), asyncio.Event()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()
        thread = threading.Thread(target=lambda: loop.run_until_complete(answer_until(ended, effects, listening)))
        thread.start()
        try:
            yield Opened(path, effects)
        finally:
            loop.call_soon_threadsafe(ended.set)
            thread.join()
            loop.close()


@dataclass(frozen=True)
class Slapd:
    """A server that software speaks LDAP to."""

    url: str
    """On a socket of this machine."""
    clear: str
    encrypted: str
    certificate: Path

    def run(
        self, program: str, *arguments: str, by: str = "", password: str = "", url: str = "", said: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run one of OpenLDAP's own clients; without a name it is nobody's."""
        whose = ("-D", by, "-w", password) if by else ()
        return run(program, "-x", "-H", url or self.url, *whose, *arguments, said=said)


def run(program: str, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    """Run a client."""
    line = [shutil.which(program) or program, *arguments]
    return subprocess.run(line, input=said, capture_output=True, text=True, timeout=60, check=False)


@contextmanager
def slapd(folder: Path, behind: Path, ports: tuple[int, int]) -> Iterator[Slapd]:
    """A real slapd by the configuration that is shipped, but for where its files are; in clear and by TLS."""
    certify(folder, "oktui", "127.0.0.1")
    written, socket_file = CONFIGURATION.read_text(), folder / "ldapi"
    for before, after in (
        ("/run/slapd/slapd.pid", folder / "slapd.pid"),
        ("/run/oktui-ldap/ldap.sock", behind),
        ("#TLSCertificate", "TLSCertificate"),
        ("/etc/ldap/oktui.", f"{folder}/oktui."),
    ):
        assert before in written
        written = written.replace(before, str(after))
    configuration = folder / "slapd.conf"
    configuration.write_text(written)
    url = f"ldapi://{str(socket_file).replace('/', '%2f')}"
    clear, encrypted = f"ldap://127.0.0.1:{ports[0]}", f"ldaps://127.0.0.1:{ports[1]}"
    command = [SLAPD, "-f", str(configuration), "-h", f"{url} {clear} {encrypted}", "-d", "0"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        try:
            _wait_until_it_listens(running, ports[1])
            yield Slapd(url, clear, encrypted, folder / "oktui.crt")
        finally:
            running.terminate()


def _wait_until_it_listens(running: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 60
    while running.poll() is None and time.monotonic() < until:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.02)
    raise AssertionError(running.stderr.read().decode() if running.stderr and running.poll() is not None else "silent")
