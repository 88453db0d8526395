"""HTTP as the door speaks it: a client who is slow, or one of too many, keeps nobody else waiting."""

import asyncio
import json
from typing import Final

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from screens.texts import program

HEAD_WITHIN: Final = 10.0
"""Seconds within which a request has to begin and its head to come."""
MOST_CONNECTIONS: Final = 512


def _whole(status: str, code: str, text: str) -> bytes:
    body = json.dumps({"code": code, "title": "Chyba", "text": text}, ensure_ascii=False).encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
    )
    return f"{head}Retry-After: 5\r\n\r\n".encode() + body


_FULL: Final = _whole("503 Service Unavailable", "overloaded", program.OVERLOADED)
_NOT_HTTP: Final = _whole("400 Bad Request", "not_http", program.NOT_HTTP)


class PatientProtocol(H11Protocol):
    """uvicorn's own, which waits for the first byte of a request, and between two bytes of its head, for ever."""

    _waited: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Begin to wait for a request, or turn the client away."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.write(_FULL)
            transport.close()
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what has come; while no request is being answered, the wait for one goes on."""
        super().data_received(data)
        answering: RequestResponseCycle | None = self.cycle
        if answering is None or answering.response_complete:
            self._wait()
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Wait for the next request anew."""
        self._stop_waiting()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words are not ours
        """Say in JSON that this was no request."""
        self.transport.write(_NOT_HTTP)
        self.transport.close()

    def _wait(self) -> None:
        if self._waited is None:
            self._waited = self.loop.call_later(HEAD_WITHIN, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waited is not None:
            self._waited.cancel()
            self._waited = None

    def _give_up(self) -> None:
        self._waited = None
        if not self.transport.is_closing():
            self.transport.abort()
