"""The web service's adapter: what can be wrong between it and the service, each told by its cause (X-4, X-20, X-32)."""

import json
import logging
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar

import pytest

from oktui import demo
from oktui.domain.birth_number import BirthNumber
from oktui.domain.corrections import Correction
from oktui.domain.krk import Answer, KrkReadOnly, PersonUnreadable
from oktui.domain.modules import Category
from oktui.domain.outages import Cause, KrkOutcomeUnknown, KrkUnavailable
from oktui.domain.people import Person, PersonalData
from oktui.domain.register import Consent, NewPerson, PersonKnown
from screens.texts.causes import to_mend
from storage import krk
from storage.krk_credentials import Credentials
from storage.krk_sql import SqlKrk
from storage.krk_web import MOST_BYTES, WebKrk
from tests.krk_contract.conftest import PAGE
from tests.storage.test_encrypted_connections import certify
from tests.support.krk_service import PREFIX, handler_of, serving

HERE = "127.0.0.1"
IK = demo.MARTINKA.ik
WORD = "tajne"
CONSENT = Consent(datetime(2016, 7, 1, tzinfo=UTC).date(), "MPSV-2016/1")
DLOUHY = NewPerson(
    PersonalData("Robert", "Dlouhý", "", "Krátký", "Ing.", "", birth_number=BirthNumber("9008065121")),
    frozenset({Category.SS}),
    CONSENT,
)


class Scripted(BaseHTTPRequestHandler):
    """Answers each request with what comes next, and remembers what it was asked."""

    replies: list[tuple[int, bytes]]
    asked: list[tuple[str, Any]]

    def do_POST(self) -> None:
        """The last reply is given for ever."""
        self.asked.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
        status, body = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if status == 0:  # not a word
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the library calls it so
        """Write nothing down."""


@contextmanager
def answering(*replies: tuple[int, bytes], patience: float = 5.0) -> Iterator[list[tuple[str, Any]]]:
    """A service that answers so, and that the program asks; what it was asked."""
    asked: list[tuple[str, Any]] = []
    with serving(type("Handler", (Scripted,), {"replies": list(replies), "asked": asked})) as address:
        krk.use(WebKrk(address, timeout=patience), patience=patience)
        yield asked


def failure(call: Callable[[], object] = lambda: krk.find_by_ik(IK)) -> KrkUnavailable:
    """How it fails; there are always words for it."""
    with pytest.raises(KrkUnavailable) as failed:
        call()
    assert to_mend(failed.value)
    return failed.value


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        ((401, b""), Cause.UNAUTHORISED),
        ((403, b"{}"), Cause.UNAUTHORISED),
        ((404, b"<html>"), Cause.NO_SERVICE),
        ((405, b""), Cause.NO_SERVICE),
        ((302, b""), Cause.REDIRECTED),
        ((500, b"Traceback"), Cause.FAULTY),
        ((503, b""), Cause.NOT_READY),
        ((0, b""), Cause.BROKEN_OFF),
        ((200, b"<html>"), Cause.NOT_UNDERSTOOD),
        ((200, b"\xff{}"), Cause.NOT_UNDERSTOOD),
        ((200, b"[]"), Cause.NOT_UNDERSTOOD),
        ((200, b"{}"), Cause.NOT_UNDERSTOOD),
        ((200, b'{"persons": [{"ik": 1284384629}]}'), Cause.NOT_UNDERSTOOD),
        ((200, b'{"persons": [null]}'), Cause.NOT_UNDERSTOOD),
        ((200, b"[" * 100_000), Cause.NOT_UNDERSTOOD),
        ((200, b'{"persons": ' + b"1" * 10_000 + b"}"), Cause.NOT_UNDERSTOOD),
        ((200, b'{"persons": [], "more": "' + b"a" * MOST_BYTES + b'"}'), Cause.TOO_LARGE),
        ((200, b'{"persons": [], "unreadable": ["1291416423"]}'), Cause.OTHERS),
    ],
)
def test_whatever_is_answered_instead_of_an_answer_is_an_outage_with_its_cause(
    reply: tuple[int, bytes], cause: Cause
) -> None:
    """X-4: and it is no traceback, however odd it is."""
    with answering(reply):
        assert failure().cause is cause


def person(**changed: Any) -> bytes:
    """An answer about MARTINKA, but for what is said otherwise."""
    [told] = json.loads(examples()["persons"][1])["persons"]
    return json.dumps({"persons": [{**told, **changed}]}).encode()


@pytest.mark.parametrize(
    "changed",
    [
        {"surname": None},
        {"surname": 7},
        {"given_name": ["Radomír"]},
        {"surname": "\ud800"},
        {"birth_number": None},
        {"birth_number": 5908141767},
        {"birth_number": "991399999"},
        {"birth_number": "٥٩٠٨١٤١٧٦٧"},
        {"categories": "SS"},
        {"categories": None},
    ],
)
def test_a_person_with_fields_that_say_nothing_is_that_persons_affair(changed: dict[str, Any]) -> None:
    """X-4, X-7: no outage."""
    with answering((200, person(**changed))):
        with pytest.raises(PersonUnreadable):
            krk.find_by_ik(IK)
        assert krk.persons([IK]) == Answer(unreadable=frozenset({IK}))


@pytest.mark.parametrize("changed", [{"title_before": None}, {"more": 1}, {"birth_number": "590814/1767"}])
def test_what_may_be_missing_or_is_more_than_is_asked_for_is_read(changed: dict[str, Any]) -> None:
    """X-28: a register may know more than the program wants to."""
    with answering((200, person(**changed))):
        found = krk.find_by_ik(IK)
    assert found is not None
    assert found.data.birth_number == demo.MARTINKA.data.birth_number


def test_a_question_is_put_once_more_after_a_broken_connection_and_never_a_third_time() -> None:
    """X-4: a gateway that is being started again costs nobody an answer."""
    with answering((0, b""), (200, person())) as asked:
        assert krk.find_by_ik(IK) == demo.MARTINKA
        assert len(asked) == 2
    with answering((503, b""), (503, b""), (200, person())) as asked:
        assert failure().cause is Cause.NOT_READY
        assert len(asked) == 2
    with answering((500, b"")) as asked:
        failure()
        assert len(asked) == 1


@pytest.mark.parametrize(
    "reply",
    [
        (0, b""),
        (500, b""),
        (502, b""),
        (504, b""),
        (201, b""),
        (200, b"<html>"),
        (200, b"{}"),
        (200, b'{"iks": ["1"]}'),
    ],
)
def test_a_change_is_never_asked_for_twice_and_its_outcome_may_be_unknown(reply: tuple[int, bytes]) -> None:
    """X-32: whoever asks a second time might have two persons written."""
    with answering(reply) as asked:
        with pytest.raises(KrkOutcomeUnknown):
            krk.register([DLOUHY])
        assert len(asked) == 1


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        ((401, b""), Cause.UNAUTHORISED),
        ((404, b""), Cause.NO_SERVICE),
        ((307, b""), Cause.REDIRECTED),
        ((503, b""), Cause.NOT_READY),
        ((429, b""), Cause.NOT_READY),
        ((409, b"<html>"), Cause.NOT_UNDERSTOOD),
        ((409, b'{"refusal": "person_known"}'), Cause.NOT_UNDERSTOOD),
        ((409, b'{"refusal": "why not"}'), Cause.FAULTY),
    ],
)
def test_a_change_that_the_service_did_not_begin_is_not_made(reply: tuple[int, bytes], cause: Cause) -> None:
    """X-4: so it can be told that nothing was written."""
    with answering(reply) as asked:
        assert failure(lambda: krk.register([DLOUHY])).cause is cause
        assert len(asked) == 1


@pytest.mark.parametrize("status", [405, 501])
def test_a_service_that_takes_no_changes_is_only_read(status: int) -> None:
    """X-4: it need not know the words of changes at all."""
    with answering((status, b"")), pytest.raises(KrkReadOnly):
        krk.change_categories(IK, added={Category.HN}, removed=(), consent=None)


def test_nobody_is_asked_in_vain_where_nobody_listens() -> None:
    """X-4: a change was not made then, for certain."""
    with socket.create_server((HERE, 0)) as listener:
        port = listener.getsockname()[1]
    krk.use(WebKrk(f"http://{HERE}:{port}", timeout=5))
    assert failure().cause is Cause.CLOSED
    assert failure(lambda: krk.register([DLOUHY])).cause is Cause.CLOSED
    krk.use(WebKrk("https://krk.invalid", timeout=5))
    assert failure().cause is Cause.NO_HOST


class Dripping(Scripted):
    """Sends a byte now and then, so that no wait for the next one is long."""

    def do_POST(self) -> None:
        """Until nobody listens any more."""
        self.asked.append((self.path, None))
        self.send_response(200)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b" ")
            time.sleep(0.02)


class DrippingHead(Scripted):
    """Sends its head for ever, a byte now and then."""

    gone: ClassVar[threading.Event]

    def do_POST(self) -> None:
        """Until nobody listens any more."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-More: ")
        try:
            while True:
                self.wfile.write(b"x")
                time.sleep(0.02)
        except OSError:
            self.gone.set()


def test_a_head_that_never_ends_holds_no_thread() -> None:
    """X-33: the connection is cut in time, and whoever waited on it is free again."""
    gone = threading.Event()
    with serving(type("Handler", (DrippingHead,), {"replies": [], "asked": [], "gone": gone})) as address:
        adapter = WebKrk(address, timeout=0.3)
        begun = time.monotonic()
        with pytest.raises(KrkUnavailable) as failed:
            adapter.ping()
        with pytest.raises(KrkOutcomeUnknown):
            adapter.register([DLOUHY])
        assert failed.value.cause is Cause.SILENT
        assert time.monotonic() - begun < 2
        assert gone.wait(60)


@pytest.mark.parametrize("timeout", [0.3, 60])
def test_one_time_out_covers_all_of_an_answer(timeout: float) -> None:
    """X-33: whether the adapter or whoever asks it gives up first; a change may have been made by then."""
    with serving(type("Handler", (Dripping,), {"replies": [], "asked": []})) as address:
        krk.use(WebKrk(address, timeout=timeout), patience=0.4)
        begun = time.monotonic()
        assert failure().cause is Cause.SILENT
        with pytest.raises(KrkOutcomeUnknown):
            krk.register([DLOUHY])
        assert time.monotonic() - begun < 2
    for thread in threading.enumerate():
        if thread.name == "krk":
            thread.join(timeout=60)


def test_no_birth_number_and_no_name_is_in_an_address_or_a_log(krk_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """X-20: neither ours nor, as far as it is for us to say, the service's."""
    caplog.set_level(logging.DEBUG)
    behind = SqlKrk(krk_url, timeout=5)
    behind.store(demo.PERSONS)
    handler = handler_of(behind)
    with serving(handler) as address:
        krk.use(WebKrk(address, timeout=5))
        krk.find_by_birth_number(demo.MARTINKA.data.birth_number)
        krk.find_by_personal_data("Radomír", "Martinka", None)
        with pytest.raises(PersonKnown):
            krk.register([replace(DLOUHY, data=demo.MARTINKA.data)])
    words = {line.split()[1].removeprefix(PREFIX) for line in handler.seen}
    assert words == {"/persons-by-birth-number", "/search", "/register"}
    for told in ("5908141767", "590814/1767", "Martinka", "Radom"):
        assert not [record for record in caplog.records if record.name != "peewee" and told in record.getMessage()]


@pytest.mark.parametrize(
    "url",
    [
        "http://krk.mpsv.example/",
        "http://127.0.0.1.example/",
        "https://",
        f"https://user:{WORD}@krk.example/",
        "https://krk.example/?ik=1",
        "https://krk.example/#a",
        "https://krk.example:port/",
        "https://[::1/",
    ],
)
def test_an_address_that_nobody_could_mean_is_refused_at_once(url: str) -> None:
    """X-4, X-20: in clear to another machine, with a password, with a question of its own."""
    with pytest.raises(KrkUnavailable) as refused:
        krk.open_krk(url)
    assert refused.value.cause is Cause.ADDRESS
    assert WORD not in str(to_mend(refused.value))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Certificates: the service's, ours, and somebody else's."""
    for name in ("service", "ours", "other"):
        certify(tmp_path, name, HERE)
    return tmp_path


@contextmanager
def encrypted(folder: Path, krk_url: str) -> Iterator[str]:
    """A service that lets in whoever proves to be us; its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "service.crt", folder / "service.key")
    context.load_verify_locations(folder / "ours.crt")
    context.verify_mode = ssl.CERT_REQUIRED
    with serving(handler_of(SqlKrk(krk_url, timeout=5)), context) as address:
        yield address.replace("localhost", HERE)


def credentials(folder: Path, ours: str | None = "ours", authority: str | None = "service") -> Credentials:
    """Files of those names."""
    return Credentials(
        folder / f"{ours}.crt" if ours else None,
        folder / f"{ours}.key" if ours else None,
        folder / f"{authority}.crt" if authority else None,
    )


def test_both_sides_prove_who_they_are(folder: Path, krk_url: str) -> None:
    """X-19: a register is asked over mutual TLS, as the settings have it."""
    SqlKrk(krk_url, timeout=5).store([demo.MARTINKA])
    with encrypted(folder, krk_url) as address:
        krk.open_krk(address, credentials=credentials(folder))
        assert krk.find_by_ik(IK) == demo.MARTINKA


@pytest.mark.parametrize(
    ("ours", "authority", "cause"),
    [
        ("ours", "other", Cause.CERTIFICATE),
        ("ours", None, Cause.CERTIFICATE),
        (None, "service", Cause.UNAUTHORISED),
        ("other", "service", Cause.UNAUTHORISED),
        ("missing", "service", Cause.CREDENTIALS),
        ("ours", "missing", Cause.CREDENTIALS),
    ],
)
def test_nobody_talks_to_a_stranger(
    folder: Path, krk_url: str, ours: str | None, authority: str | None, cause: Cause
) -> None:
    """X-19: nor is anything sent; what was wrong is said, of a change too."""
    with encrypted(folder, krk_url) as address:
        krk.open_krk(address, credentials=credentials(folder, ours, authority))
        assert failure().cause is cause
        assert failure(lambda: krk.register([DLOUHY])).cause is cause


def test_a_key_of_another_certificate_and_one_that_is_encrypted_cannot_be_used(folder: Path, krk_url: str) -> None:
    """X-4: and nobody is asked for a password at a terminal."""
    with encrypted(folder, krk_url) as address:
        for key in (folder / "other.key", _encrypted_key(folder)):
            krk.open_krk(address, credentials=Credentials(folder / "ours.crt", key, folder / "service.crt"))
            assert failure().cause is Cause.CREDENTIALS


def _encrypted_key(folder: Path) -> Path:
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_pem_private_key((folder / "ours.key").read_bytes(), None)
    path = folder / "encrypted.key"
    secret = serialization.BestAvailableEncryption(b"word")
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, secret))
    return path


def test_a_service_that_speaks_in_clear_is_no_encrypted_one(folder: Path) -> None:
    """X-19: and the other way round."""
    with serving(type("Handler", (Scripted,), {"replies": [(200, b"{}")], "asked": []})) as address:
        krk.open_krk(address.replace("http:", "https:"), credentials=credentials(folder))
        assert failure().cause in (Cause.NO_TLS, Cause.BROKEN_OFF)


def examples() -> dict[str, tuple[str, str]]:
    """What docs/krk.md shows of each question and change: what is sent, what is answered."""
    page = PAGE.read_text(encoding="utf-8")
    found = re.findall(r"^### `([a-z-]+)`:[^\n]*\n(.*?)(?=^###? )", page, re.DOTALL | re.MULTILINE)
    blocks = {name: re.findall(r"```json\n(.*?)```", text, re.DOTALL) for name, text in found}
    return {name: (asked, answered) for name, (asked, answered) in blocks.items()}


MARRIED = replace(demo.MARTINKA.data, surname="Martínek")
CASES: dict[str, tuple[Callable[[], object], object]] = {
    "ping": (krk.ping, None),
    "persons": (
        lambda: krk.persons([IK, demo.SMITKO.ik]),
        Answer((demo.MARTINKA,), frozenset({demo.SMITKO.ik})),
    ),
    "persons-by-birth-number": (
        lambda: krk.find_by_birth_number(demo.MARTINKA.data.birth_number),
        demo.MARTINKA,
    ),
    "search": (
        lambda: krk.find_by_personal_data("rad", "martin", demo.MARTINKA.data.birth_number.born),
        [demo.MARTINKA],
    ),
    "consents": (lambda: krk.consents(IK), (CONSENT,)),
    "register": (
        lambda: krk.register([DLOUHY], [Correction(IK, demo.MARTINKA.data, MARRIED, frozenset({Category.HN}))]),
        [Person("1600000017", DLOUHY.data, DLOUHY.categories)],
    ),
    "change-categories": (
        lambda: krk.change_categories(IK, added={Category.HN}, removed={Category.SS}, consent=CONSENT),
        None,
    ),
}


def test_the_page_shows_every_question_and_no_other() -> None:
    """docs/krk.md is what integrators have."""
    assert list(examples()) == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_what_the_page_shows_is_what_is_sent_and_understood(name: str) -> None:
    """docs/krk.md: to the last field."""
    call, meant = CASES[name]
    asked, answered = examples()[name]
    with answering((200, answered.encode())) as sent:
        assert call() == meant
    assert sent == [(f"{PREFIX}/{name}", json.loads(asked))]


def test_a_refusal_as_the_page_shows_it_is_understood() -> None:
    """docs/krk.md: who it is that is known already."""
    [shown] = re.findall(r'```json\n(\{"refusal".*?)```', PAGE.read_text(encoding="utf-8"), re.DOTALL)
    with answering((409, shown.encode())), pytest.raises(PersonKnown) as known:
        krk.register([DLOUHY])
    assert (known.value.ik, known.value.name) == (IK, demo.MARTINKA.data.name)
