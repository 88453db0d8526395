"""The answers to what slapd asks: binds by the one use case that signs in, searches by the key's own module."""

from collections.abc import Awaitable, Callable
from functools import partial
from ipaddress import ip_address
from typing import Final

from oktui import answers
from oktui.bugs import LOGGER, report_bug
from oktui.domain.applications import UnknownKey
from oktui.domain.errors import DomainError, Outage
from oktui.domain.sessions import MustChangePassword
from oktui.effects import AT_ONCE, Effects
from oktui.services.application_keys import recognise
from oktui.services.sign_in.sign_in import SignedIn, SignIn, sign_in
from oktui.services.sign_in.sign_out import sign_out
from oktui.serving.ldap.searching import compare, search
from oktui.serving.ldap.tree import Name, Place, named
from oktui.serving.ldap.wire import Code, Malformed, Refused, Request, result
from oktui.serving.pools import Overloaded, Pool
from screens.texts import program

_SIMPLE: Final = 128
"""The method of a bind with a password (RFC 4511, 4.2)."""
_ENOUGH: Final = 128
"""Bits of encryption below which no password from another host is looked at."""
_BY: Final = "LDAP"
"""For whom the audit and the counts of failures take software that speaks it."""


class Directory:
    """The directory of one installation."""

    def __init__(self, effects: Effects) -> None:
        self._effects = effects
        self._quick, self._hashing = Pool(AT_ONCE, "quick"), Pool(AT_ONCE, "hashing")
        self._operations: dict[str, Callable[[Request], Awaitable[str]]] = {
            "BIND": self._bind,
            "SEARCH": self._search,
            "COMPARE": self._compare,
        }

    def close(self) -> None:
        """Let the threads go."""
        self._quick.close()
        self._hashing.close()

    async def answer(self, request: Request) -> str:
        """What slapd is told; whatever happens, it is told something."""
        try:
            operation = self._operations.get(request.operation)
            if operation is None:
                raise Refused(Code.UNWILLING, program.READ_ONLY_DIRECTORY)
            return await operation(request)
        except Refused as refused:
            return result(refused.code, refused.info)
        except Malformed:
            return result(Code.PROTOCOL_ERROR)
        except Overloaded:
            return result(Code.BUSY, program.OVERLOADED)
        except Outage as error:
            LOGGER.warning("%s", error)
            return result(Code.UNAVAILABLE, str(answers.refused(error)["text"]))
        except Exception as error:  # noqa: BLE001 - whatever gets as far as here is a bug
            return result(Code.OTHER, program.bug(report_bug(error)).text)

    async def _bind(self, request: Request) -> str:
        address = _address_of(request)
        if request.number("method") != _SIMPLE:
            raise Refused(Code.METHOD_NOT_SUPPORTED)
        name = named(request.one("dn"), request.one("suffix"))
        if name is not None and name.place is Place.APPLICATION:
            await self._recognise(name.called, request.password)
        elif name is not None and name.place is Place.PERSON:
            await self._let_in(name, request.password, self._effects.on_behalf(address, _BY))
        else:
            raise Refused(Code.INVALID_CREDENTIALS)
        return result(Code.SUCCESS)

    async def _recognise(self, called: str, key: str) -> None:
        try:
            application = await self._quick.run(partial(recognise, key))
        except UnknownKey as error:
            raise Refused(Code.INVALID_CREDENTIALS) from error
        if application.name != called:
            raise Refused(Code.INVALID_CREDENTIALS)

    async def _let_in(self, name: Name, password: str, effects: Effects) -> None:
        if name.module is None:
            raise Refused(Code.INVALID_CREDENTIALS)
        asked = SignIn.only_to_check(name.module, name.called, password)
        try:
            answer = await self._hashing.run(partial(_check, asked, effects), of=_BY)
        except Outage:
            raise
        except DomainError as error:
            raise Refused(Code.INVALID_CREDENTIALS, _said(error)) from error
        if answer.must_change:
            raise Refused(Code.INVALID_CREDENTIALS, _said(MustChangePassword()))

    async def _search(self, request: Request) -> str:
        return await self._quick.run(partial(search, request, self._effects))

    async def _compare(self, request: Request) -> str:
        return await self._quick.run(partial(compare, request, self._effects))


def _check(asked: SignIn, effects: Effects) -> SignedIn:
    """Sign in and out again: a bind begins nothing that would last."""
    answer = sign_in(asked, effects=effects)
    sign_out(answer.actor, effects=effects)
    return answer


def _said(error: DomainError) -> str:
    told = answers.refused(error)
    return f"{told['title']}: {told['text']}"


def _address_of(request: Request) -> str:
    """From where the software speaks to slapd. Raises Refused: a password from there is not looked at."""
    if not request.one("peername") or not request.one("ssf"):
        LOGGER.error("slapd says neither who asks nor how it is encrypted: its configuration lacks «extensions»")
        raise Refused(Code.UNWILLING, program.EXTENSIONS_MISSING)
    kind, _, rest = request.one("peername").partition("=")
    if kind != "IP":
        return "127.0.0.1"  # a socket of this machine's
    try:
        address = ip_address(rest.rpartition(":")[0].strip("[]"))
    except ValueError as error:
        raise Malformed from error
    if not address.is_loopback and request.number("ssf") < _ENOUGH:
        raise Refused(Code.CONFIDENTIALITY_REQUIRED, program.ONLY_ENCRYPTED)
    return str(address)
