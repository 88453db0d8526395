"""A web service of KRK as somebody else would write it by docs/krk.md alone: the standard library's server.

Behind it is a register of our own. To be tried by hand, with the persons of a demo:

    python -m tests.support.krk_service 8800 sqlite:////home/…/krk.db
"""

import json
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from oktui.domain.audit import EditConflict
from oktui.domain.authority import NotFound
from oktui.domain.birth_number import BirthNumber
from oktui.domain.corrections import Correction
from oktui.domain.errors import DomainError
from oktui.domain.krk import Answer, KrkReadOnly, NameSearch, PersonUnreadable
from oktui.domain.modules import Category
from oktui.domain.outages import KrkOutcomeUnknown, KrkUnavailable
from oktui.domain.people import Person, PersonalData
from oktui.domain.register import Consent, NewPerson, PersonKnown
from storage.krk_sql import SqlKrk

Json = dict[str, Any]

PREFIX = "/krk/v1"
NAMES = ("given_name", "surname", "second_surname", "birth_surname", "title_before", "title_after")
_REFUSALS: dict[type[DomainError], str] = {
    PersonKnown: "person_known",
    PersonUnreadable: "person_unreadable",
    EditConflict: "edit_conflict",
    NotFound: "not_found",
    KrkReadOnly: "read_only",
}


class Service:
    """What is asked and changed, by the last word of its path."""

    def __init__(self, register: SqlKrk) -> None:
        self.register = register
        self.calls: dict[str, Callable[[Json], Json]] = {
            "ping": self._ping,
            "persons": lambda asked: _told(register.persons(asked["iks"])),
            "persons-by-birth-number": lambda asked: _told(
                register.by_birth_numbers([BirthNumber(number) for number in asked["birth_numbers"]])
            ),
            "search": self._search,
            "consents": self._consents,
            "register": self._register,
            "change-categories": self._change_categories,
        }

    def _ping(self, _: Json) -> Json:
        self.register.ping()
        return {}

    def _search(self, asked: Json) -> Json:
        born = date.fromisoformat(asked["born"]) if asked["born"] else None
        found = self.register.search(NameSearch(asked["given_name"], asked["surname"], born))
        return _told(Answer(tuple(found[: asked["at_most"]])))

    def _consents(self, asked: Json) -> Json:
        found = self.register.consents(asked["ik"])
        return {"consents": [{"received_on": str(each.received_on), "reference": each.reference} for each in found]}

    def _register(self, asked: Json) -> Json:
        persons = [
            NewPerson(_data(each), _categories(each["categories"]), _consent(each["consent"]))
            for each in asked["persons"]
        ]
        corrections = [
            Correction(
                each["ik"],
                _data(each["before"]),
                _data(each["after"]),
                _categories(each["added"]),
                _consent(each["consent"]),
            )
            for each in asked["corrections"]
        ]
        return {"iks": [person.ik for person in self.register.register(persons, corrections)]}

    def _change_categories(self, asked: Json) -> Json:
        self.register.change_categories(
            asked["ik"],
            added=_categories(asked["added"]),
            removed=_categories(asked["removed"]),
            consent=_consent(asked["consent"]),
        )
        return {}

    def answer(self, path: str, asked: Json) -> tuple[int, Json]:
        """The status and the body of what is answered."""
        call = self.calls.get(path.removeprefix(f"{PREFIX}/"))
        if call is None:
            return 404, {}
        try:
            return 200, call(asked)
        except KrkUnavailable:
            return 503, {}
        except KrkOutcomeUnknown:
            return 500, {}
        except DomainError as refused:
            told = {"ik": getattr(refused, "ik", ""), "name": getattr(refused, "name", "")}
            return 409, {"refusal": _REFUSALS[type(refused)], **told}


def _told(answer: Answer) -> Json:
    return {"persons": list(map(_person, answer.persons)), "unreadable": sorted(answer.unreadable)}


def _person(person: Person) -> Json:
    names = {name: getattr(person.data, name) for name in NAMES}
    categories = sorted(category.value for category in person.categories)
    return {"ik": person.ik, "birth_number": person.data.birth_number.digits, **names, "categories": categories}


def _data(said: Json) -> PersonalData:
    return PersonalData(**{name: said[name] for name in NAMES}, birth_number=BirthNumber(said["birth_number"]))


def _categories(said: list[str]) -> frozenset[Category]:
    return frozenset(map(Category, said))


def _consent(said: Json | None) -> Consent | None:
    return None if said is None else Consent(date.fromisoformat(said["received_on"]), said["reference"])


class Handler(BaseHTTPRequestHandler):
    """One request, of which nothing is written down."""

    service: Service
    seen: list[str]

    def do_POST(self) -> None:
        """Answer it as JSON."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append(self.requestline)
        status, said = self.service.answer(self.path, asked)
        body = json.dumps(said, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the library calls it so
        """Write nothing down."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever left before the answer, or was not let in, is no failure of the service's."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler], tls: ssl.SSLContext | None = None, port: int = 0) -> Iterator[str]:
    """Serve on this machine until the block ends; the address that questions are put below."""
    with _Server(("127.0.0.1", port), handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            scheme, host = ("http", "127.0.0.1") if tls is None else ("https", "localhost")
            yield f"{scheme}://{host}:{server.server_address[1]}{PREFIX}"
        finally:
            server.shutdown()
            thread.join()


def handler_of(register: SqlKrk) -> type[Handler]:
    """What answers for this register; `seen` has the first line of each request."""
    return type("Handler", (Handler,), {"service": Service(register), "seen": []})


def main() -> None:
    """Serve until somebody presses Ctrl+C."""
    port, url = sys.argv[1:]
    with serving(handler_of(SqlKrk(url, timeout=5)), port=int(port)) as address:
        print(address, flush=True)  # noqa: T201 - what it is started for
        threading.Event().wait()


if __name__ == "__main__":
    main()
