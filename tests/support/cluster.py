"""Three nodes of etcd, Patroni and PostgreSQL on loopback addresses, set up by the files in `deploy/cluster`."""

import os
import shutil
import signal
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPException, HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from string import Template
from typing import TypeVar

import psycopg
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).parents[2]
DEPLOYED = ROOT / "deploy" / "cluster"
ADDRESSES = ("127.0.1.1", "127.0.1.2", "127.0.1.3")
"""Addresses of this machine that the program takes for other ones'."""
PASSWORD = "Made-Up-By-The-Test"
PATIENCE = 60.0
FoundT = TypeVar("FoundT")


class Node:
    """One of the machines: its processes end together, as by pulling its plug."""

    def __init__(self, folder: Path, number: int) -> None:
        self.address = ADDRESSES[number]
        self.name = f"node{number + 1}"
        self.folder = folder / self.name
        self._values = _values(folder, number)
        self._etcd: subprocess.Popen[bytes] | None = None
        self._patroni: subprocess.Popen[bytes] | None = None
        for file in ("etcd.yml", "patroni.yml"):
            text = Template((DEPLOYED / file).read_text(encoding="utf-8")).substitute(self._values)
            (self.folder / file).write_text(text, encoding="utf-8")
            shutil.chown(self.folder / file, "postgres", "postgres")

    def start_etcd(self) -> None:
        """Start the node's vote."""
        self._etcd = self._run(["etcd", "--config-file", "etcd.yml"])

    def start(self) -> None:
        """Start Patroni, which starts PostgreSQL."""
        self._patroni = self._run(["patroni", "patroni.yml"])

    def is_primary(self) -> bool:
        """Whether it says so itself."""
        return self._says("primary")

    def is_synchronous(self) -> bool:
        """Whether it is the standby whose copy commits wait for."""
        return self._says("synchronous")

    def is_replica(self) -> bool:
        """Whether it follows the primary."""
        return self._says("replica")

    def crash_postgresql(self) -> None:
        """Kill the server's first process, whose children follow it."""
        os.kill(self.server(), signal.SIGKILL)

    def crash(self) -> None:
        """Kill Patroni and PostgreSQL: nobody is there who could restart it or hand over."""
        assert self._patroni is not None
        self._patroni.kill()
        self._patroni.wait(timeout=60)
        with suppress(FileNotFoundError, ProcessLookupError):
            self.crash_postgresql()

    def freeze(self) -> None:
        """Stop all of PostgreSQL and Patroni where they are; their kernel goes on taking connections."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Have them go on."""
        self._signal(signal.SIGCONT)

    def end(self) -> None:
        """End whatever of it is left."""
        self.thaw()
        for process in (self._patroni, self._etcd):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait(timeout=60)
        with suppress(FileNotFoundError, ProcessLookupError):
            os.kill(self.server(), signal.SIGQUIT)

    def log(self) -> str:
        """The end of what it said."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")[-3000:]

    def _signal(self, number: signal.Signals) -> None:
        found = []
        with suppress(FileNotFoundError):
            postmaster = self.server()
            children = Path(f"/proc/{postmaster}/task/{postmaster}/children")
            found = [postmaster, *map(int, children.read_text(encoding="ascii").split())]
        if self._patroni is not None and self._patroni.poll() is None:
            found.append(self._patroni.pid)
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def server(self) -> int:
        """The server's first process, as its folder says."""
        return int((self.folder / "postgresql" / "postmaster.pid").read_text(encoding="ascii").split()[0])

    def _says(self, role: str) -> bool:
        context = ssl.create_default_context(cafile=self._values["KEYS"] + "/authority.crt")
        try:
            with closing(HTTPSConnection(self.address, 8008, timeout=2, context=context)) as connection:
                connection.request("OPTIONS", f"/{role}")
                return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False

    def _run(self, command: list[str]) -> subprocess.Popen[bytes]:
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--pdeathsig=KILL", "--"]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                ["/usr/bin/nice", "-n", "5", *user, *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"},
            )


class Cluster:
    """The three nodes, and how a program reaches whichever of them is the primary."""

    def __init__(self, folder: Path) -> None:
        self.authority = folder / "trusted.crt"
        self.nodes = [Node(folder, number) for number in range(len(ADDRESSES))]

    def url(self, user: str, name: str = "oktui") -> str:
        """The address for a role."""
        hosts = ",".join(f"{address}:5432" for address in ADDRESSES)
        return f"postgresql://{user}:{PASSWORD}@{hosts}/{name}?target_session_attrs=read-write&sslrootcert={self.authority}"

    @property
    def primary(self) -> Node:
        """The node that is the primary now."""
        return self.wait_for(lambda: next((node for node in self.nodes if node.is_primary()), None))

    def wait_until_whole(self) -> None:
        """Wait until there is a primary, a synchronous standby, and the third follows."""
        self.wait_for(
            lambda: (
                any(node.is_primary() for node in self.nodes)
                and any(node.is_synchronous() for node in self.nodes)
                and sum(node.is_replica() for node in self.nodes) == len(self.nodes) - 1
            )
        )

    def wait_for(self, happened: Callable[[], FoundT | None]) -> FoundT:
        """Wait for it; says what the nodes said where it does not come."""
        deadline = time.monotonic() + PATIENCE
        while not (found := happened()):
            assert time.monotonic() < deadline, "\n\n".join(f"{node.name}: {node.log()}" for node in self.nodes)
            time.sleep(0.2)
        return found

    def start(self) -> None:
        """Start it for the first time, with the program's two roles and its empty database."""
        for node in self.nodes:
            node.start_etcd()
        for node in self.nodes:
            node.start()
        self.wait_until_whole()
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            for role in ("oktui_owner", "oktui_run"):
                connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'".encode())
            connection.execute("CREATE DATABASE oktui OWNER oktui_owner")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start three nodes in a new folder; end them and delete it afterwards."""
    with tempfile.TemporaryDirectory(prefix="oktui-cluster-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        _certify(folder)
        made = Cluster(folder)
        try:
            made.start()
            yield made
        finally:
            for node in made.nodes:
                node.end()
            time.sleep(1)  # the last of PostgreSQL's processes leave their folder


def _values(folder: Path, number: int) -> dict[str, str]:
    nodes = {f"NODE_{place}": f"node{place}" for place in (1, 2, 3)}
    addresses = {f"ADDRESS_{place}": ADDRESSES[place - 1] for place in (1, 2, 3)}
    own = folder / f"node{number + 1}"
    here = {"NODE": own.name, "ADDRESS": ADDRESSES[number], "DATA": str(own), "KEYS": str(own / "keys")}
    passwords = {f"PASSWORD_{role}": PASSWORD for role in ("SUPERUSER", "REPLICATION", "REWIND")}
    return nodes | addresses | here | passwords


def _certify(folder: Path) -> None:
    key, authority = _certificate("OKtui's authority", None, None)
    pem = authority.public_bytes(serialization.Encoding.PEM)
    (folder / "trusted.crt").write_bytes(pem)
    (folder / "trusted.crt").chmod(0o644)
    for number, address in enumerate(ADDRESSES):
        keys = folder / f"node{number + 1}" / "keys"
        keys.mkdir(parents=True)
        own, certificate = _certificate(f"node{number + 1}", address, (key, authority))
        (keys / "authority.crt").write_bytes(pem)
        (keys / "node.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        (keys / "node.key").write_bytes(
            own.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        for path in (keys.parent, keys, *keys.iterdir()):
            shutil.chown(path, "postgres", "postgres")
            path.chmod(0o700 if path.is_dir() else 0o600)


def _certificate(
    name: str, address: str | None, issuer: tuple[ec.EllipticCurvePrivateKey, x509.Certificate] | None
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer[1].subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2016, 7, 25, tzinfo=UTC))
        .not_valid_after(datetime(2116, 7, 25, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if address is not None:
        # etcd looks where its peers come from, too: on loopback all do from the same address.
        names = [x509.IPAddress(ip_address(each)) for each in (address, "127.0.0.1")]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return key, builder.sign(key if issuer is None else issuer[0], hashes.SHA256())
