"""What leaves the machine on the way to PostgreSQL is encrypted, and goes to the server that is meant (X-19)."""

import os
import shutil
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from oktui.domain.outages import ConnectionInClear, DatabaseUnavailable
from storage.database import close_database, database, open_database, transaction
from storage.postgresql import encrypting
from tests.support import postgres

ELSEWHERE = "127.0.0.2"
"""An address of this machine that the program takes for another one's."""


def certify(folder: Path, name: str, address: str, until: datetime = datetime(2116, 7, 25, tzinfo=UTC)) -> None:
    """Write a certificate of its own making, for the address, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2016, 7, 25, tzinfo=UTC))
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / f"{name}.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    unencrypted = serialization.NoEncryption()
    pkcs8 = serialization.PrivateFormat.PKCS8
    (folder / f"{name}.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, pkcs8, unencrypted))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((ELSEWHERE, 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Certificates: the server's, and one of somebody else."""
    for name in ("server", "other"):
        certify(tmp_path, name, ELSEWHERE)
    if os.geteuid() == 0:
        tmp_path.chmod(0o711)
        for file in tmp_path.glob("server.*"):
            shutil.chown(file, "postgres", "postgres")
            file.chmod(0o600)
    return tmp_path


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    """The port of a server that encrypts, if it is asked to, and takes connections in clear as well."""
    port = free_port()
    files = {"ssl_cert_file": f"{folder}/server.crt", "ssl_key_file": f"{folder}/server.key"}
    with postgres.server(listen_addresses=ELSEWHERE, port=str(port), ssl="on", **files):
        yield port


def is_encrypted(url: str) -> bool:
    """Whether the connection is, as the server says."""
    open_database(url)
    try:
        with transaction():
            asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            return bool(database.execute_sql(asked).fetchone()[0])
    finally:
        close_database()


def test_the_server_has_to_prove_who_it_is_where_the_address_says_nothing(folder: Path, port: int) -> None:
    """X-19: with the certificate that is trusted work goes on; with none, or another, not a byte is said in clear."""
    url = f"postgresql://postgres@{ELSEWHERE}:{port}/postgres"
    trusted = shutil.copy(folder / "server.crt", folder / "trusted.crt")
    assert is_encrypted(f"{url}?sslrootcert={trusted}")
    assert is_encrypted(f"{url}?sslmode=require")  # whoever writes this knows that the server proves nothing
    for refused in (url, f"{url}?sslrootcert={folder}/other.crt"):
        with pytest.raises(DatabaseUnavailable):
            is_encrypted(refused)


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer"])
@pytest.mark.parametrize(
    "host",
    [
        "db.mpsv.example",
        "192.0.2.7",
        "localhost,db.mpsv.example",
        "2001:db8::7",
        "localhost&hostaddr=192.0.2.7",
        "localhost,db.mpsv.example&hostaddr=127.0.0.1,",
    ],
)
def test_a_connection_in_clear_to_another_machine_is_refused(mode: str, host: str) -> None:
    """X-19: whatever an address says that would let one be made; one of several hosts is enough."""
    with pytest.raises(ConnectionInClear):
        open_database(f"postgresql:///oktui?host={host}&sslmode={mode}")
    assert encrypting(f"postgresql:///oktui?host={host}")["sslmode"] == "verify-full"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///oktui",
        "postgresql://localhost/oktui",
        "postgresql://127.0.0.1:5433/oktui?sslmode=disable",
        "postgresql://[::1]/oktui",
        "postgresql:///oktui?host=/run/postgresql",
    ],
)
def test_on_the_same_machine_nothing_is_demanded(url: str) -> None:
    """X-19: through a socket, or the loopback, nobody listens but root."""
    assert encrypting(url) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PGHOST", "db.mpsv.example"),
        ("PGHOSTADDR", "192.0.2.7"),
        ("PGHOST", "/run/postgresql,db"),
        ("PGSERVICE", "oktui"),
    ],
)
def test_the_environment_leads_to_another_machine_by_tls_only(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-19: libpq goes where it says; PGSSLMODE is no way to do without, for it is not in the address."""
    monkeypatch.setenv(name, value)
    monkeypatch.setenv("PGSSLMODE", "disable")
    assert encrypting("postgresql:///oktui")["sslmode"] == "verify-full"
    with pytest.raises(ConnectionInClear):
        encrypting("postgresql:///oktui?sslmode=prefer")


def test_the_environment_does_not_lead_away_from_what_the_address_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """X-19: a host of the address stays the one that is meant; PGHOSTADDR alone goes over it."""
    monkeypatch.setenv("PGHOST", "db.mpsv.example")
    assert encrypting("postgresql://localhost/oktui") == {}
    monkeypatch.setenv("PGHOSTADDR", "192.0.2.7")
    assert encrypting("postgresql://localhost/oktui")["sslmode"] == "verify-full"


def test_a_server_that_the_environment_names_is_spoken_to_by_tls(
    folder: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-19: for real: not in clear to one that would take it, and with its certificate trusted as ever."""
    monkeypatch.setenv("PGHOST", ELSEWHERE)
    url = f"postgresql:///postgres?user=postgres&port={port}"
    with pytest.raises(DatabaseUnavailable):
        is_encrypted(url)
    monkeypatch.setenv("PGSSLROOTCERT", str(folder / "server.pem"))
    shutil.copy(folder / "server.crt", folder / "server.pem")
    assert is_encrypted(url)
