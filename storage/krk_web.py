"""KRK as a web service: questions and changes as JSON, over TLS that both sides prove themselves by (docs/krk.md).

Everything is posted, so that no birth number stands in an address that servers write down (X-20). A question may be
repeated once; a change never is.
"""

import errno
import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from oktui.domain.audit import EditConflict
from oktui.domain.authority import NotFound
from oktui.domain.birth_number import BirthNumber
from oktui.domain.corrections import Correction
from oktui.domain.errors import DomainError
from oktui.domain.krk import AT_MOST, Answer, KrkReadOnly, NameSearch, PersonUnreadable, passed_over
from oktui.domain.modules import Category
from oktui.domain.outages import Cause, KrkOutcomeUnknown, KrkUnavailable
from oktui.domain.people import Person
from oktui.domain.register import Consent, NewPerson, PersonKnown
from oktui.values import dataclass
from storage import krk_json
from storage.krk_credentials import NO_CREDENTIALS, Credentials
from storage.krk_json import Misunderstood

T = TypeVar("T")

MOST_BYTES: Final = 4 * 1024 * 1024
"""How long an answer may be."""
_CONNECTED = "connection.connect_tcp.complete"
_SENDING = "http11.send_request_headers.started"
_REFUSED = 409
_TAKES_NO_CHANGES = (405, 501)
_NOT_NOW = (429, 503)
"""It did not begin what it was asked for."""
_ASKED_AGAIN = (429, 502, 503, 504)
_STATUSES: Final = {
    401: Cause.UNAUTHORISED,
    403: Cause.UNAUTHORISED,
    404: Cause.NO_SERVICE,
    405: Cause.NO_SERVICE,
    408: Cause.SILENT,
    501: Cause.NO_SERVICE,
    **dict.fromkeys(_NOT_NOW, Cause.NOT_READY),
}


@dataclass
class _Failed(Exception):
    """There is no reply; `sent` where the request may have been read all the same."""

    cause: Cause
    said: str = ""
    sent: bool = False


@dataclass(frozen=True)
class _Reply:
    """What the service sent, whatever it means."""

    status: int
    body: bytes

    @property
    def cause(self) -> Cause:
        """Why a status is none that an answer has."""
        if 300 <= self.status < 400:
            return Cause.REDIRECTED
        return _STATUSES.get(self.status, Cause.FAULTY)

    @property
    def said(self) -> dict[str, Any]:
        """The JSON object. Raises Misunderstood."""
        return krk_json.parsed(self.body)


class WebKrk:
    """The register behind an address `https://…`, or `http://…` on this machine."""

    def __init__(self, url: str, *, timeout: float, credentials: Credentials = NO_CREDENTIALS) -> None:
        """Mean the service at the address; no connection is made yet.

        Raises KrkUnavailable: the address cannot be meant, or httpx is not installed.
        """
        self._place = _place_of(url)
        self._timeout, self._credentials = timeout, credentials
        try:
            import httpx  # here, because most installations have no such register
        except ImportError as error:
            raise KrkUnavailable(Cause.NO_DRIVER, self.place) from error
        self._httpx = httpx

    @property
    def place(self) -> str:
        """The address."""
        return self._place

    def ping(self) -> None:
        """Ask about nobody."""
        self._ask("ping", {}, dict)

    def persons(self, iks: Collection[str]) -> Answer:
        """Those who have the IKs."""
        return self._ask("persons", {"iks": list(iks)}, krk_json.answer)

    def by_birth_numbers(self, numbers: Collection[BirthNumber]) -> Answer:
        """Those who have the birth numbers."""
        asked = {"birth_numbers": [number.digits for number in numbers]}
        return self._ask("persons-by-birth-number", asked, krk_json.answer)

    def search(self, names: NameSearch) -> Sequence[Person]:
        """By whatever the service compares names with."""
        asked = {"given_name": names.given_name, "surname": names.surname, "born": krk_json.day(names.born)}
        return self._ask("search", {**asked, "at_most": AT_MOST}, krk_json.answer).persons

    def consents(self, ik: str) -> Sequence[Consent]:
        """Oldest first."""
        return self._ask("consents", {"ik": ik}, krk_json.consents)

    def register(
        self,
        persons: Sequence[NewPerson],
        corrections: Sequence[Correction] = (),
        *,
        point_of_no_return: Callable[[], None] = passed_over,
    ) -> list[Person]:
        """In one request, and never a second time."""
        asked = {
            "persons": list(map(krk_json.new_person, persons)),
            "corrections": list(map(krk_json.correction, corrections)),
        }
        iks = self._change("register", asked, lambda said: krk_json.iks(said, len(persons)), point_of_no_return)
        return [Person(ik, new.data, new.categories) for ik, new in zip(iks, persons, strict=True)]

    def change_categories(
        self,
        ik: str,
        *,
        added: Collection[Category],
        removed: Collection[Category],
        consent: Consent | None,
        point_of_no_return: Callable[[], None] = passed_over,
    ) -> None:
        """In one request, and never a second time."""
        asked = {
            "ik": ik,
            "added": krk_json.categories(added),
            "removed": krk_json.categories(removed),
            "consent": krk_json.consent(consent),
        }
        self._change("change-categories", asked, dict, point_of_no_return)

    def _ask(self, what: str, asked: dict[str, Any], read: Callable[[dict[str, Any]], T]) -> T:
        """The answer to a question, which is put once more where a connection or a gateway failed."""
        ends = time.monotonic() + self._timeout
        try:
            reply = self._post_twice(what, asked, ends)
        except _Failed as failed:
            raise self._unavailable(failed) from failed
        if reply.status != 200:
            raise KrkUnavailable(reply.cause, self.place, f"HTTP {reply.status}")
        try:
            return read(reply.said)
        except Misunderstood as error:
            raise KrkUnavailable(Cause.NOT_UNDERSTOOD, self.place, str(error)) from error

    def _post_twice(self, what: str, asked: dict[str, Any], ends: float) -> _Reply:
        try:
            reply = self._post(what, asked, ends)
        except _Failed as failed:
            if failed.cause is not Cause.BROKEN_OFF:
                raise
        else:
            if reply.status not in _ASKED_AGAIN:
                return reply
        return self._post(what, asked, ends)

    def _change(
        self,
        what: str,
        asked: dict[str, Any],
        read: Callable[[dict[str, Any]], T],
        point_of_no_return: Callable[[], None],
    ) -> T:
        try:
            reply = self._post(what, asked, time.monotonic() + self._timeout, point_of_no_return)
        except _Failed as failed:
            if failed.sent:
                raise KrkOutcomeUnknown(failed.cause, self.place, failed.said) from failed
            raise self._unavailable(failed) from failed
        if reply.status in _TAKES_NO_CHANGES:
            raise KrkReadOnly
        if 300 <= reply.status < 500 or reply.status in _NOT_NOW:
            raise self._refusal(reply)
        try:
            if reply.status == 200:
                return read(reply.said)
            error = Misunderstood(f"HTTP {reply.status}")
        except Misunderstood as misunderstood:
            error = misunderstood
        raise KrkOutcomeUnknown(Cause.NOT_UNDERSTOOD, self.place, str(error)) from error

    def _refusal(self, reply: _Reply) -> DomainError:
        """What is raised of a change that the service has not made."""
        if reply.status == _REFUSED:
            try:
                said = reply.said
                if refused := _REFUSALS.get(str(said.get("refusal"))):
                    return refused(said)
            except Misunderstood:
                return KrkUnavailable(Cause.NOT_UNDERSTOOD, self.place, f"HTTP {reply.status}")
        return KrkUnavailable(reply.cause, self.place, f"HTTP {reply.status}")

    def _unavailable(self, failed: _Failed) -> KrkUnavailable:
        return KrkUnavailable(failed.cause, self.place, failed.said)

    def _post(
        self, what: str, asked: dict[str, Any], ends: float, before_sending: Callable[[], None] = passed_over
    ) -> _Reply:
        """The reply, on a connection of its own: none that was left open can turn out to be dead. Raises _Failed."""
        sent, watch = False, _Watch()

        def trace(event: str, told: dict[str, Any]) -> None:
            nonlocal sent
            if event == _CONNECTED:
                watch.take(told["return_value"].get_extra_info("socket"))
            if event == _SENDING:
                before_sending()
                sent = True

        try:
            with (
                watch.until(ends),
                self._httpx.Client(verify=self._trusted(), trust_env=False, timeout=self._timeout) as client,
                client.stream(
                    "POST",
                    f"{self.place}/{what}",
                    content=json.dumps(asked, ensure_ascii=False).encode(),
                    headers=_HEADERS,
                    extensions={"trace": trace},
                    timeout=max(ends - time.monotonic(), 0.001),
                ) as response,
            ):
                body = _read(response.iter_raw(), ends)
                if watch.passed:  # which an answer without a length takes for its end
                    raise _Failed(Cause.SILENT)
                return _Reply(response.status_code, body)
        except _Failed as failed:
            failed.sent = sent
            raise
        except (self._httpx.HTTPError, self._httpx.InvalidURL, self._httpx.StreamError, OSError, ValueError) as error:
            cause = Cause.SILENT if watch.passed else _cause_of(error, silent=self._httpx.TimeoutException)
            # A side that does not let the other in says so before it has read anything.
            raise _Failed(cause, type(error).__name__, sent and cause is not Cause.UNAUTHORISED) from error

    def _trusted(self) -> ssl.SSLContext:
        """What the connection is encrypted with, read anew each time, for certificates are renewed."""
        if not self.place.startswith("https:"):
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        files = self._credentials
        try:
            context = ssl.create_default_context(cafile=files.authority)
            if files.certificate is not None:
                context.load_cert_chain(files.certificate, files.key, password=_no_password)
        except (OSError, ValueError) as error:  # of which SSLError is one
            raise _Failed(Cause.CREDENTIALS, getattr(error, "strerror", None) or type(error).__name__) from error
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context


_HEADERS: Final = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "Content-Type": "application/json",
    "User-Agent": "oktui",
}
_REFUSALS: Final[dict[str, Callable[[dict[str, Any]], DomainError]]] = {
    "person_known": lambda said: PersonKnown(krk_json.text(said, "ik"), krk_json.text(said, "name")),
    "person_unreadable": lambda said: PersonUnreadable(krk_json.text(said, "ik")),
    "edit_conflict": lambda _: EditConflict("", None, ()),
    "not_found": lambda _: NotFound(),
    "read_only": lambda _: KrkReadOnly(),
}


class _Watch:
    """The connection of one request, cut from another thread when its time is up: httpx counts from each byte anew."""

    def __init__(self) -> None:
        self._line: socket.socket | None = None
        self._lock = threading.Lock()
        self.passed = False

    def take(self, line: socket.socket) -> None:
        """Watch the connection by a handle of its own, for the socket itself is given away to be encrypted."""
        with self._lock:
            self._line = line.dup()
        if self.passed:
            self._cut()

    @contextmanager
    def until(self, ends: float) -> Iterator[None]:
        """Cut it then, unless the block has ended."""
        timer = threading.Timer(max(ends - time.monotonic(), 0.001), self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:
                if self._line is not None:
                    self._line.close()
                self._line = None

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            if self._line is not None:
                with suppress(OSError):
                    self._line.shutdown(socket.SHUT_RDWR)


def _no_password() -> str:
    """Nobody is there to be asked for one, as OpenSSL would do at the terminal."""
    raise ValueError("the key is encrypted")


def _read(chunks: Iterator[bytes], ends: float) -> bytes:
    """All of the answer, if it is not too long, nor comes drop by drop. Raises _Failed."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > MOST_BYTES:
            raise _Failed(Cause.TOO_LARGE)
        if time.monotonic() > ends:
            raise _Failed(Cause.SILENT)
    return bytes(body)


def _cause_of(error: BaseException, *, silent: type[BaseException]) -> Cause:
    for each in _behind(error):
        if isinstance(each, silent):
            return Cause.SILENT
        if isinstance(each, ssl.SSLCertVerificationError):
            return Cause.CERTIFICATE
        if isinstance(each, ssl.SSLError) and "ALERT" in (each.reason or ""):
            return Cause.UNAUTHORISED
        if isinstance(each, ssl.SSLError) and "EOF" not in (each.reason or ""):
            return Cause.NO_TLS
        if isinstance(each, socket.gaierror):
            return Cause.NO_HOST
        if isinstance(each, OSError) and each.errno in _CLOSED:
            return Cause.CLOSED
    return Cause.BROKEN_OFF


_CLOSED = (errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH)


def _behind(error: BaseException) -> Iterator[BaseException]:
    behind: BaseException | None = error
    while behind is not None:
        yield behind
        behind = behind.__cause__ or behind.__context__


def _place_of(url: str) -> str:
    """The address that questions are put below. Raises KrkUnavailable: it is none that could be meant."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise KrkUnavailable(Cause.ADDRESS, "https:") from error
    named = f"[{host}]" if ":" in host else host
    place = f"{parts.scheme}://{named}{f':{port}' if port else ''}{parts.path.rstrip('/')}"
    clear = parts.scheme == "http" and not _is_here(host)
    if not host or clear or parts.username or parts.password or parts.query or parts.fragment:
        raise KrkUnavailable(Cause.ADDRESS, place)
    return place


def _is_here(host: str) -> bool:
    """Whether what goes there never leaves this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
