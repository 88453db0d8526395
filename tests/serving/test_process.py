"""`oktui serve` as systemd runs it: where it listens, how it ends, and what outlives it (X-4, X-32, X-33)."""

import json
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from oktui.cli.invocation import OK, UNUSABLE
from oktui.effects import Effects
from tests.storage.test_encrypted_connections import certify, free_port
from tests.support import postgres
from tests.support.cast import PASSWORD
from tests.support.door import ADDRESS, Answer, Client, serving
from tests.support.effects import NO_FILES
from tests.support.ldap import Opened, person
from tests.support.shell import make_home, oktui

pytestmark = pytest.mark.slow

USERS = ("homola", "klicpera", "dlouhy", "mpsv_radek")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An installation whose passwords cost what real ones cost, with an application; and its key."""
    home = make_home(tmp_path_factory.mktemp("served") / "home", Effects(files=NO_FILES))
    added = oktui("application", "add", "evidence", "--module", "registr", "--json", "--home", home)
    return home, json.loads(added.stdout)["key"]


@pytest.fixture
def home(installed: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(installed[0], tmp_path / "home"))


@pytest.fixture
def key(installed: tuple[Path, str]) -> str:
    """The application's key."""
    return installed[1]


def mode_of(path: Path) -> int:
    """Who may."""
    return path.stat().st_mode & 0o777


def test_the_socket_is_nobodys_but_its_owners_and_groups(home: Path, key: str, tmp_path: Path) -> None:
    """In the home, which nobody else gets into, the owner's alone; elsewhere the group's too; gone afterwards."""
    inside, outside = home / "oktui.sock", tmp_path / "run" / "oktui.sock"
    outside.parent.mkdir()
    for path, mode in ((inside, 0o600), (outside, 0o660)):
        with serving(home, *(() if path == inside else ("--socket", path)), at=path) as served:
            assert mode_of(path) == mode
            assert Client(path, key).sign_in("homola", end_other=True).status == 200
            assert oktui("account", "why", "homola", "--home", home).returncode == OK
            assert served.stop() == OK
        assert not path.exists()


def test_told_to_end_it_answers_what_was_begun(home: Path, key: str) -> None:
    """X-32: nobody is left without an answer."""
    path = home / "oktui.sock"
    with serving(home, at=path) as served, ThreadPoolExecutor(1) as together:
        client = Client(path, key)
        asked = together.submit(client.sign_in, "homola")
        while b'oktui_requests_total{path="/v1/sign-in"' not in client.ask("GET", "/metrics").told.encode():
            if asked.done():
                break
        status = served.stop()
        assert (status, asked.result().status) == (OK, 200)


def test_killed_in_the_middle_it_loses_nothing_that_was_answered(home: Path, key: str) -> None:
    """X-32: each token that was handed out is known after the restart; the socket that was left is in nobody's way."""
    path = home / "oktui.sock"
    client, answers = Client(path, key), list[Answer]()
    with serving(home, at=path) as served, ThreadPoolExecutor(len(USERS)) as together:

        def sign_in(username: str) -> None:
            while True:
                try:
                    answers.append(client.sign_in(username, address="192.0.2.1", end_other=True))
                except OSError:
                    return

        asked = [together.submit(sign_in, username) for username in USERS]
        while len(answers) < 10:
            assert not all(each.done() for each in asked)
        served.kill()
    assert path.exists()
    assert {answer.status for answer in answers} == {200}
    with serving(home, at=path):
        known = [client.session(answer.told["token"]) for answer in answers]
        assert {(each.status, each.told.get("end")) for each in known} <= {(200, None), (403, "signed_in_elsewhere")}
        assert client.sign_in("homola", end_other=True).status == 200
    assert oktui("db", "check", "--home", home).returncode == OK
    assert oktui("audit", "verify", "--home", home).returncode == OK


def test_one_server_has_a_socket(home: Path, tmp_path: Path) -> None:
    """A second one says so, and takes it from nobody; nor is a file that is none written over."""
    with serving(home, at=home / "oktui.sock"):
        second = oktui("serve", "--home", home)
        assert (second.returncode, second.stdout) == (UNUSABLE, "")
        assert second.stderr == f"Na {home / 'oktui.sock'} už čeká jiný oktui serve.\n"
        assert Client(home / "oktui.sock").ask("GET", "/health").status == 200
    file = tmp_path / "dopis"
    file.write_text("Vazeni")
    refused = oktui("serve", "--socket", file, "--home", home)
    assert (refused.returncode, file.read_text()) == (UNUSABLE, "Vazeni")
    assert "není soket" in refused.stderr


def test_whether_it_could_listen_is_tried(home: Path) -> None:
    """`--check`: and nothing is left behind."""
    done = oktui("serve", "--check", "--home", home)
    assert (done.returncode, done.stderr) == (OK, "")
    assert done.stdout == f"V pořádku. Aplikace se připojují na {home / 'oktui.sock'}.\n"
    assert not (home / "oktui.sock").exists()


def test_a_port_is_behind_tls(home: Path, key: str, tmp_path: Path) -> None:
    """Whoever speaks in clear, or does not know the certificate, gets nothing."""
    certify(tmp_path, "server", "127.0.0.1")
    port, trusting = free_port(), ssl.create_default_context(cafile=tmp_path / "server.crt")
    tls = ("--certificate", tmp_path / "server.crt", "--private-key", tmp_path / "server.key")
    with serving(home, "--host", "127.0.0.1", "--port", str(port), *tls, at=port) as served:
        assert Client(port, key, trusting).sign_in("homola").status == 200
        for path in ("/health", "/metrics"):
            assert Client(port, "", trusting).ask("GET", path).status == 401
            assert Client(port, f"{key}x", trusting).ask("GET", path).status == 401
            assert Client(port, key, trusting).ask("GET", path).status == 200
        with pytest.raises(ssl.SSLError):
            Client(port, key, ssl.create_default_context()).sign_in("klicpera")
        with socket.create_connection(("127.0.0.1", port)) as clear:
            clear.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b"HTTP" not in clear.recv(1000)
        assert served.stop() == OK


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--host", "127.0.0.1"], "Port je jen šifrovaný"),
        (["--certificate", "{folder}/server.crt"], "Certifikát a klíč patří k --host"),
        (["--host", "127.0.0.1", "--socket", "x", "--certificate", "a", "--private-key", "b"], "Buď --socket, nebo"),
        (["--host", "127.0.0.1", "--certificate", "{folder}/none", "--private-key", "{folder}/none"], "neexistuje"),
        (["--host", "127.0.0.1", *("--certificate", "{home}/oktui.toml", "--private-key", "{home}/oktui.toml")], "PEM"),
        (["--socket", f"/{'dlouhe' * 30}"], "Cesta k soketu je příliš dlouhá"),
        (["--socket", "/nikde/oktui.sock"], "neexistuje"),
        (["--port", "99999", "--host", "::1"], "--port"),
    ],
)
def test_what_cannot_be_listened_at_is_said(home: Path, arguments: list[str], said: str) -> None:
    """Exit status 2 and a sentence."""
    (home / "oktui.toml").touch(mode=0o600)
    given = [each.format(home=home, folder=home.parent) for each in arguments]
    done = oktui("serve", *given, "--home", home)
    assert (done.returncode, done.stdout) == (UNUSABLE, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("missing", ["uvicorn", "starlette", "prometheus_client"])
def test_without_the_extra_there_is_a_sentence(home: Path, missing: str) -> None:
    """As for PostgreSQL's driver: what to install, and exit status 2."""
    program = f"import sys; sys.modules['{missing}'] = None; from oktui.cli.entry import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "serve", "--home", str(home)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == UNUSABLE
    assert "pip install 'oktui[serve]'" in done.stderr.decode()


def test_an_outage_of_the_database_is_no_refusal_and_passes(home: Path, key: str) -> None:
    """X-4: status 503 while PostgreSQL is stopped, without a word of why; then it goes on by itself."""
    with postgres.server() as server:
        url = server.create("served")
        assert oktui("db", "copy", url, "--home", home).returncode == OK
        (home / "oktui.toml").write_text(f'[database]\nurl = "{url}"\n', encoding="utf-8")
        (home / "oktui.toml").chmod(0o600)
        path = home / "oktui.sock"
        with serving(home, at=path) as served:
            client = Client(path, key)
            token = client.sign_in("homola").told["token"]
            with server.stopped():
                answers = [each(client, token) for each in REQUESTS]
                assert {(each.status, each.told["code"]) for each in answers} == {(503, "database_unavailable")}
                assert {each.headers["retry-after"] for each in answers} == {"5"}
                assert not any("psycopg" in str(each.told) or "oktui-pg" in str(each.told) for each in answers)
            assert client.session(token).told["username"] == "homola"
            assert client.ask("GET", "/health").status == 200
            assert client.sign_in("klicpera").status == 200
            assert served.stop() == OK


REQUESTS: tuple[Callable[[Client, str], Answer], ...] = (
    lambda client, _: client.sign_in("klicpera"),
    lambda client, token: client.session(token),
    lambda client, token: client.ask("POST", "/v1/session/touch", token=token),
    lambda client, token: client.ask("GET", "/v1/session/permissions", token=token),
    lambda client, token: client.ask(
        "POST", "/v1/session/password", {"original": PASSWORD, "password": PASSWORD, "address": ADDRESS}, token=token
    ),
    lambda client, _: client.ask("GET", "/health"),
)


def test_the_directory_waits_at_its_socket_and_ends_when_told(home: Path, tmp_path: Path) -> None:
    """`oktui ldap`: the passwords on the socket are for its owner alone, and for slapd's group elsewhere."""
    inside, outside = home / "ldap.sock", tmp_path / "run" / "ldap.sock"
    outside.parent.mkdir()
    for path, mode in ((inside, 0o600), (outside, 0o660)):
        chosen = () if path == inside else ("--socket", path)
        with serving(home, *chosen, at=path, command="ldap") as served:
            assert mode_of(path) == mode
            assert Opened(path, Effects(files=NO_FILES)).bind(person("homola")) == (0, "")
            again = oktui("ldap", *chosen, "--check", "--home", home)
            assert (again.returncode, "už čeká jiný oktui ldap" in again.stderr) == (UNUSABLE, True)
            assert served.stop() == OK
        assert not path.exists()
