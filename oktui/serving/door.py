"""The paths of the applications' door, and how each is answered: always in JSON, and never of what is within."""

import math
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from oktui import answers
from oktui.bugs import LOGGER, report_bug
from oktui.domain.applications import Application, UnknownKey
from oktui.domain.errors import DomainError, Outage
from oktui.domain.sessions import Actor
from oktui.domain.sign_in import SlowedDown
from oktui.effects import AT_ONCE, Effects
from oktui.services.answering import ask_database
from oktui.services.application_keys import actor_of, recognise
from oktui.services.new_passwords import PasswordEntry
from oktui.services.sign_in.change_password import ChangePassword, change_password
from oktui.services.sign_in.get_session import get_session, get_session_permissions
from oktui.services.sign_in.sign_in import SignIn, sign_in
from oktui.services.sign_in.sign_out import sign_out
from oktui.serving import openapi
from oktui.serving.metrics import Metrics
from oktui.serving.pools import Overloaded, Pool
from oktui.serving.requests import CHANGE_PASSWORD, SIGN_IN, Malformed, key_of, read_fields, token_of
from screens.texts import program

Handler = Callable[[Request], Awaitable[Response]]
AnswerT = TypeVar("AnswerT")

_HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_PAGE_HEADERS: Final = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'", **_HEADERS}
_AGAIN: Final = {"Retry-After": "5"}
_OTHER: Final = "other"


class Door:
    """The door of one installation: its use cases, on threads, and what it counts."""

    def __init__(self, effects: Effects, *, from_afar: bool = False) -> None:
        """`from_afar`: others than whom a socket's rights let in can get here, and nothing is told without a key."""
        self._effects, self._from_afar = effects, from_afar
        self._quick, self._hashing = Pool(AT_ONCE, "quick"), Pool(AT_ONCE, "hashing")
        self._metrics = Metrics(lambda: self._quick.waiting + self._hashing.waiting)
        self.app = Starlette(
            routes=[
                self._route("/v1/sign-in", POST=self._sign_in),
                self._route("/v1/session", GET=self._session, DELETE=self._sign_out),
                self._route("/v1/session/touch", POST=self._touch),
                self._route("/v1/session/password", POST=self._change_password),
                self._route("/v1/session/permissions", GET=self._permissions),
                self._route("/v1/openapi.json", GET=self._document),
                self._route("/v1/", GET=self._page),
                self._route("/health", GET=self._health),
                self._route("/metrics", GET=self._counts),
            ],
            exception_handlers={HTTPException: self._astray},
        )

    def close(self) -> None:
        """Let the threads go."""
        self._quick.close()
        self._hashing.close()

    def _route(self, path: str, **handlers: Handler) -> Route:
        """What answers at the path, by HTTP's method; HEAD is GET, of which the server sends no body."""

        async def answer(request: Request) -> Response:
            begun = time.monotonic()
            response = await self._answer(request, handlers["GET" if request.method == "HEAD" else request.method])
            self._metrics.answered(path, response.status_code, time.monotonic() - begun)
            return response

        return Route(path, answer, methods=list(handlers))

    async def _answer(self, request: Request, handler: Handler) -> Response:
        try:
            return await handler(request)
        except Malformed as error:
            # What of the body has not been read is not waited for.
            told = {"code": error.code, "title": "Chyba", "text": error.text}
            return _json(told, error.status, {"Connection": "close"})
        except Overloaded:
            told = {"code": "overloaded", "title": "Chyba", "text": program.OVERLOADED}
            return _json(told, 503, {"Connection": "close", **_AGAIN})
        except DomainError as error:
            return self._refused(error)
        except Exception as error:  # noqa: BLE001 - whatever gets as far as here is a bug
            message = program.bug(report_bug(error))
            return _json({"code": "bug", "title": message.title, "text": message.text}, 500)

    def _refused(self, error: DomainError) -> Response:
        told = answers.refused(error)
        match error:
            case Outage():
                LOGGER.warning("%s", error)
                return _json(told, 503, _AGAIN)
            case UnknownKey():
                # Not closed, for a client that still sends its body would hear of a broken pipe instead.
                return _json(told, 401, {"WWW-Authenticate": "Bearer"})
            case SlowedDown():
                seconds = (error.until - self._effects.now()).total_seconds()
                return _json(told, 429, {"Retry-After": str(max(1, math.ceil(seconds)))})
        return _json(told, 403)

    async def _astray(self, _: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        self._metrics.answered(_OTHER, status, 0)
        headers = getattr(error, "headers", None) or {}
        return _json({"code": f"http_{status}", "title": "Chyba", "text": program.NO_SUCH_PATH}, status, headers)

    async def _application(self, request: Request) -> Application:
        return await self._quick.run(partial(recognise, key_of(request)))

    async def _known(self, request: Request) -> None:
        """Any application's key will do. Raises UnknownKey."""
        if self._from_afar:
            await self._application(request)

    async def _sign_in(self, request: Request) -> Response:
        application = await self._application(request)
        said = await read_fields(request, SIGN_IN)
        effects = self._effects.on_behalf(said.pop("address"), application.name)
        asked = SignIn.through(application, **said)
        try:
            answer = await self._hashing.run(partial(sign_in, asked, effects=effects), of=application.name)
        except DomainError as error:
            self._metrics.tried(application.module, error.code)
            raise
        self._metrics.tried(application.module, "signed_in")
        return _json(answers.signed_in(answer))

    async def _change_password(self, request: Request) -> Response:
        application = await self._application(request)
        token = token_of(request)
        said = await read_fields(request, CHANGE_PASSWORD)
        effects = self._effects.on_behalf(said["address"], application.name)
        change = ChangePassword(said["original"], PasswordEntry(said["password"], said["password"]))

        def case() -> None:
            change_password(actor_of(application, token), change, effects=effects)

        await self._hashing.run(case, of=application.name)
        return _json({"password_changed": True})

    async def _session(self, request: Request) -> Response:
        going_on = await self._with_session(request, partial(get_session, effects=self._effects))
        return _json(answers.going_on(going_on))

    async def _touch(self, request: Request) -> Response:
        going_on = await self._with_session(request, partial(get_session, touch=True, effects=self._effects))
        return _json(answers.going_on(going_on))

    async def _permissions(self, request: Request) -> Response:
        held = await self._with_session(request, partial(get_session_permissions, effects=self._effects))
        return _json(answers.permissions(held))

    async def _sign_out(self, request: Request) -> Response:
        await self._with_session(request, partial(sign_out, effects=self._effects))
        return _json({"signed_out": True})

    async def _with_session(self, request: Request, case: Callable[[Actor], AnswerT]) -> AnswerT:
        return await self._quick.run(lambda: case(actor_of(recognise(key_of(request)), token_of(request))))

    async def _document(self, _: Request) -> Response:
        return _json(openapi.document())

    async def _page(self, _: Request) -> Response:
        return HTMLResponse(openapi.page(), headers=_PAGE_HEADERS)

    async def _health(self, request: Request) -> Response:
        await self._known(request)
        await self._quick.run(ask_database)
        return _json({"status": "ok"})

    async def _counts(self, request: Request) -> Response:
        await self._known(request)
        return Response(self._metrics.text(), headers=_HEADERS, media_type="text/plain; version=0.0.4; charset=utf-8")


def _json(told: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(told, status, headers={**_HEADERS, **(headers or {})})
