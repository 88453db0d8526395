"""What comes to the door that is no request: hostile, too large, too slow, or nothing at all (X-22, X-33)."""

import json
import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest

from oktui.serving import patience, requests
from tests.support.cast import PASSWORD, Cast
from tests.support.door import ADDRESS, Opened
from tests.support.journal import everything_audited

WHOLE = {"username": "homola", "password": PASSWORD, "address": ADDRESS}
MALFORMED: dict[str, object] = {
    "nothing": b"",
    "no JSON": b"username=homola",
    "not UTF-8": b'{"username": "\xff"}',
    "half": json.dumps(WHOLE).encode()[:-1],
    "a list": [WHOLE],
    "a text": "homola",
    "nested": b"[" * 10_000,
    "a number of many digits": b'{"username": ' + b"9" * 10_000 + b"}",
    "a name twice": b'{"username": "homola", "username": "dlouhy", "password": "x", "address": "192.0.2.7"}',
    "no password": {"username": "homola", "address": ADDRESS},
    "no address": {"username": "homola", "password": PASSWORD},
    "a number for a name": {**WHOLE, "username": 7},
    "null for a password": {**WHOLE, "password": None},
    "a text for a flag": {**WHOLE, "end_other": "yes"},
    "a module": {**WHOLE, "module": "oknouze"},
    "a name for an address": {**WHOLE, "address": "pocitac.kraj.cz"},
    "two lines for an address": {**WHOLE, "address": "192.0.2.7\nroot"},
    "a network for an address": {**WHOLE, "address": "192.0.2.0/24"},
    "a zone behind an address": {**WHOLE, "address": "fe80::1%\x1b[2J"},
    "no address in it": {**WHOLE, "address": ""},
}


@pytest.mark.parametrize("what", MALFORMED)
def test_what_is_no_request_is_told_so(cast: Cast, door: Opened, what: str) -> None:
    """X-22: status 422 in JSON, before anything was looked at, counted or put on record."""
    client, before = door.application(), everything_audited()
    hashed = len(cast.hashing.verified)
    answer = client.ask("POST", "/v1/sign-in", MALFORMED[what])
    assert (answer.status, answer.told["code"]) == (422, "malformed_request")
    assert len(cast.hashing.verified) == hashed
    assert len(everything_audited()) - len(before) < 400  # the application's own, which was added


@pytest.mark.parametrize("name", ["\ud800", "\x00", "\x1b[2J", "' OR 1=1 --", "homola\n", "\u202ealomoh", "a" * 5000])
def test_whatever_is_typed_is_refused_and_no_more(door: Opened, name: str) -> None:
    """X-22: as a name and as a password; in the same words as any other wrong one, or that it is no text."""
    client = door.application()
    for typed in ({"username": name}, {"password": name}):
        answer = client.ask("POST", "/v1/sign-in", {**WHOLE, **typed})
        assert answer.status in (200, 403)
        assert set(answer.told) >= {"code", "title", "text"} or name.strip() == "homola"


def test_a_session_is_named(door: Opened) -> None:
    """A request about none cannot be answered."""
    answer = door.application().ask("GET", "/v1/session")
    assert (answer.status, answer.told["text"]) == (422, "Chybí hlavička OKtui-Session s tokenem sezení.")


def test_what_is_too_large_is_not_read(door: Opened) -> None:
    """X-33: 16 kB are enough for any password."""
    client = door.application()
    answer = client.ask("POST", "/v1/sign-in", {**WHOLE, "password": "x" * requests.MOST_BYTES})
    assert (answer.status, answer.told["code"]) == (413, "too_large")
    assert client.sign_in("homola").status == 200


def opened(path: Path, sent: bytes) -> socket.socket:
    """A connection on which this was sent."""
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(30)
    try:
        connection.connect(str(path))
        connection.sendall(sent)
    except OSError:
        connection.close()
        raise
    return connection


def heard(connection: socket.socket) -> bytes:
    """All that comes until the other end closes."""
    with connection:
        read = b""
        try:
            while part := connection.recv(65536):
                read += part
        except ConnectionResetError:
            pass
        return read


def test_what_is_not_http_is_said_in_json(door: Opened) -> None:
    """And the connection is closed."""
    for sent in (
        b"Vazeni,\r\n\r\n",
        b"\x16\x03\x01" + b"\x00" * 50 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"a" * 100_000,
    ):
        head, _, body = heard(opened(door.path, sent)).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 ")
        assert json.loads(body)["code"] == "not_http"


def test_a_slow_client_is_dropped_and_keeps_nobody_waiting(door: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-33: those who say nothing, half a head, or half a body; meanwhile others are answered."""
    monkeypatch.setattr(patience, "HEAD_WITHIN", 1.0)
    monkeypatch.setattr(requests, "READ_WITHIN", 1.0)
    client = door.application()
    head = f"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {client.key}\r\nContent-Length: 99\r\n\r\n"
    slow = [opened(door.path, sent) for sent in (b"", b"POST /v1/sig", head.encode()[:-2], head.encode() + b'{"us')]
    begun = time.monotonic()
    assert client.sign_in("homola").status == 200
    quickly = time.monotonic() - begun
    told = [heard(each) for each in slow]
    assert told[:3] == [b"", b"", b""]
    assert told[3].startswith(b"HTTP/1.1 408 ")
    assert quickly < 10


def test_a_client_who_sends_byte_by_byte_is_dropped_as_well(door: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-33: the time is the whole head's, not the next byte's."""
    monkeypatch.setattr(patience, "HEAD_WITHIN", 0.5)
    with opened(door.path, b"G") as connection:
        connection.settimeout(0.05)
        sent = 1
        while is_open(connection):
            connection.sendall(b"E")
            sent += 1
    assert sent < 100


def is_open(connection: socket.socket) -> bool:
    """Whether the other end has not closed, looked at for a moment."""
    try:
        return connection.recv(1) != b""
    except TimeoutError:
        return True
    except ConnectionResetError:
        return False


def test_one_client_too_many_is_turned_away(door: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-33: at once, in JSON, and the next one is answered when another has gone."""
    monkeypatch.setattr(patience, "MOST_CONNECTIONS", 2)
    held = [opened(door.path, b"GET ") for _ in range(2)]
    head, _, body = turned_away(door.path).partition(b"\r\n\r\n")
    assert (head.partition(b"\r\n")[0], json.loads(body)["code"]) == (b"HTTP/1.1 503 Service Unavailable", "overloaded")
    for each in held:
        each.close()
    asked = b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert answered(door.path, asked).startswith(b"HTTP/1.1 200 ")


def turned_away(path: Path) -> bytes:
    """What somebody hears who has not been hung up on before they could listen."""
    while True:
        with suppress(BrokenPipeError):
            return heard(opened(path, b""))


def answered(path: Path, sent: bytes) -> bytes:
    """What is answered once there is room."""
    while True:
        try:
            told = heard(opened(path, sent))
        except BrokenPipeError:
            continue
        if not told.startswith(b"HTTP/1.1 503 "):
            return told
