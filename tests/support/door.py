"""The applications' door: a client of it, and the door itself in this process or in one of its own."""

import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from oktui.domain.modules import Module
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.services.applications.add_application import add_application
from oktui.serving.door import Door
from oktui.serving.server import config_for
from oktui.values import dataclass
from tests.support.cast import PASSWORD

ADDRESS = "192.0.2.7"
OWNER = MachineOwner(name="root")


class UnixConnection(http.client.HTTPConnection):
    """HTTP on a Unix socket."""

    def __init__(self, path: Path, timeout: float = 60) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    told: Any
    headers: dict[str, str]


@dataclass(frozen=True)
class Client:
    """An application that holds a key; over TLS where it has a context."""

    place: Path | int
    key: str = ""
    tls: ssl.SSLContext | None = None

    def ask(self, method: str, path: str, body: object = None, *, token: str = "", **headers: str) -> Answer:
        """Ask once; bytes are sent as they are."""
        connection: http.client.HTTPConnection
        if isinstance(self.place, Path):
            connection = UnixConnection(self.place)
        else:
            connection = http.client.HTTPSConnection("127.0.0.1", self.place, context=self.tls, timeout=60)
        given = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        if token:
            given["OKtui-Session"] = token
        try:
            sent = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
            connection.request(method, path, sent, given | headers)
            response = connection.getresponse()
            read = response.read()
            told = json.loads(read) if response.headers.get_content_type() == "application/json" else read.decode()
            return Answer(response.status, told, {name.lower(): value for name, value in response.getheaders()})
        finally:
            connection.close()

    def sign_in(self, username: str, password: str = PASSWORD, address: str = ADDRESS, **more: object) -> Answer:
        """Sign somebody in."""
        said = {"username": username, "password": password, "address": address, **more}
        return self.ask("POST", "/v1/sign-in", said)

    def session(self, token: str) -> Answer:
        """Whether the session is still good."""
        return self.ask("GET", "/v1/session", token=token)


@dataclass(frozen=True)
class Opened:
    """A door that is open in this process."""

    path: Path
    effects: Effects

    def application(self, name: str = "evidence", module: Module = Module.REGISTR) -> Client:
        """An application that was added just now."""
        return Client(self.path, add_application(OWNER, name, module, effects=self.effects))


@contextmanager
def open_door(folder: Path, effects: Effects) -> Iterator[Opened]:
    """The door on a socket in the folder, over the database that is open, answering from a thread."""
    door, path = Door(effects), folder / "door"
    server = uvicorn.Server(config_for(door))
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen(256)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield Opened(path, effects)
        finally:
            server.should_exit = True
            thread.join()
            door.close()
            for each in threading.enumerate():  # which close their connections, before the database is dropped
                if each.name.startswith(("quick_", "hashing_")):
                    each.join()


@dataclass(frozen=True)
class Served:
    """`oktui serve` in a process of its own."""

    process: "subprocess.Popen[bytes]"

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Have it end as systemd does; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


@contextmanager
def serving(
    home: Path, *arguments: str | Path, at: Path | int, command: str = "serve", **environ: str
) -> Iterator[Served]:
    """`oktui serve`, or another command that waits at a socket, over the home, once it answers."""
    line = [sys.executable, "-m", "oktui", command, "--home", str(home), *map(str, arguments)]
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environ}
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    try:
        _wait_until_it_listens(process, at)
        yield Served(process)
    finally:
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


def _wait_until_it_listens(process: "subprocess.Popen[bytes]", at: Path | int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            if isinstance(at, Path):
                with socket.socket(socket.AF_UNIX) as trying:
                    trying.connect(str(at))
            else:
                socket.create_connection(("127.0.0.1", at)).close()
        except OSError:
            assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
            assert time.monotonic() < deadline, "it does not listen"
            time.sleep(0.02)
        else:
            return
