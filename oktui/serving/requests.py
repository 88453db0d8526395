"""What a request may say, and reading it: nothing else is taken, and nothing of any size or slowness."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request

from oktui.domain.sources import in_usual_form
from oktui.values import dataclass

MOST_BYTES: Final = 16 * 1024
READ_WITHIN: Final = 10.0
"""Seconds within which the body of a request has to come."""

SESSION_HEADER: Final = "OKtui-Session"


@dataclass
class Malformed(Exception):
    """The request is not one that can be answered: by HTTP's status, and a Czech sentence for whoever wrote it."""

    status: int
    code: str
    text: str


def malformed(text: str) -> Malformed:
    """What is said in a request is not what it may say."""
    return Malformed(422, "malformed_request", text)


@dataclass(frozen=True)
class Field:
    """What a request says under a name; `says` describes it to people."""

    name: str
    says: str
    kind: type[str] | type[bool] = str
    default: object = None
    formats: tuple[str, ...] = ()
    """One of these of JSON Schema's formats; any text where there is none."""
    read: Callable[[Any], object] = lambda value: value

    @property
    def required(self) -> bool:
        """Whether the request has to say it."""
        return self.default is None


def _address(written: str) -> str:
    read = in_usual_form(written)
    if read is None:
        raise malformed("address není IP adresa.")
    return read


def _from(says: str) -> Field:
    return Field("address", says, formats=("ipv4", "ipv6"), read=_address)


SIGN_IN: Final = (
    Field("username", "uživatelské jméno, jak je úředník napsal"),
    Field("password", "heslo, jak je napsal"),
    _from("IP adresa, ze které se přihlašuje, jak ji zná aplikace sama"),
    Field("end_other", "zda ukončit jeho jiné přihlášení do téže aplikace", kind=bool, default=False),
)
CHANGE_PASSWORD: Final = (
    Field("original", "dosavadní heslo"),
    Field("password", "nové heslo; že je napsáno dvakrát stejně, ověří aplikace"),
    _from("IP adresa, ze které se mění, jak ji zná aplikace sama"),
)


async def read_fields(request: Request, fields: tuple[Field, ...]) -> dict[str, Any]:
    """What the request's body says. Raises Malformed."""
    body = await _read(request)
    try:
        said = json.loads(body.decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise malformed("Tělo požadavku není JSON v kódování UTF-8.") from error
    if not isinstance(said, dict):
        raise malformed("Tělo požadavku není objekt JSON.")
    unknown = sorted(set(said) - {field.name for field in fields})
    if unknown:
        names = ", ".join(field.name for field in fields)
        raise malformed(f"Požadavek má pole, které se tu nečte; čtou se jen {names}.")
    return {field.name: _value(field, said) for field in fields}


def _value(field: Field, said: dict[str, object]) -> object:
    value = said.get(field.name, field.default)
    if not isinstance(value, field.kind):
        raise malformed(f"{field.name} chybí, nebo to není {'text' if field.kind is str else 'true ani false'}.")
    return field.read(value)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name twice")
    return dict(pairs)


async def _read(request: Request) -> bytes:
    read = bytearray()
    try:
        async with asyncio.timeout(READ_WITHIN):
            async for part in request.stream():
                read += part
                if len(read) > MOST_BYTES:
                    raise Malformed(413, "too_large", f"Požadavek je větší než {MOST_BYTES // 1024} kB.")
    except TimeoutError as error:
        raise Malformed(408, "too_slow", "Požadavek nepřišel včas celý.") from error
    except ClientDisconnect as error:
        raise Malformed(400, "cut_off", "Požadavek nepřišel celý.") from error
    return bytes(read)


def key_of(request: Request) -> str:
    """The key that the application shows; empty where it shows none."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def token_of(request: Request) -> str:
    """The session that is asked about. Raises Malformed."""
    token = request.headers.get(SESSION_HEADER, "")
    if not token:
        raise malformed(f"Chybí hlavička {SESSION_HEADER} s tokenem sezení.")
    return token
