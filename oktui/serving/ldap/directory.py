"""The answers to what slapd asks: binds by the one use case that signs in, searches by the key's own module."""

from collections.abc import Awaitable, Callable
from functools import partial
from ipaddress import ip_address
from typing import Final

from oktui import answers
from oktui.bugs import LOGGER, report_bug
from oktui.domain.applications import UnknownApplication, UnknownKey
from oktui.domain.directory import Member, Reader, Wanted
from oktui.domain.errors import DomainError, Outage
from oktui.domain.sessions import MustChangePassword
from oktui.domain.sessions import Place as At
from oktui.effects import AT_ONCE, Effects
from oktui.services.application_keys import recognise
from oktui.services.applications.find_members import Found, find_members
from oktui.services.sign_in.sign_in import SignedIn, SignIn, sign_in
from oktui.services.sign_in.sign_out import sign_out
from oktui.serving.ldap.filters import Filter, parse_filter, plain
from oktui.serving.ldap.tree import Name, Place, Tree, groups_of, named
from oktui.serving.ldap.wire import Attributes, Code, Malformed, Request, entries, result
from oktui.serving.pools import Overloaded, Pool
from screens.texts import program

MOST: Final = 10_000
"""How many entries an answer has, and how many people are looked at for one, at most."""
_SIMPLE: Final = 128
"""The method of a bind with a password (RFC 4511, 4.2)."""
_ENOUGH: Final = 128
"""Bits of encryption below which no password from another host is looked at."""
_BY: Final = "LDAP"
"""For whom the audit and the counts of failures take software that speaks it."""
_ONE, _BELOW = 1, 2
"""The scopes of a search: what stands right under a name, and all that stands below it; 0 is the name itself."""


class Refused(Exception):
    """An operation ends without having been done: with this code, and a sentence for whoever runs the software."""

    def __init__(self, code: Code, info: str = "") -> None:
        super().__init__(code, info)
        self.code, self.info = code, info


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
        asked = SignIn(name.module, name.called, password, end_other=True, place=At.CHECK)
        try:
            answer = await self._hashing.run(partial(_check, asked, effects), of=_BY)
        except Outage:
            raise
        except DomainError as error:
            raise Refused(Code.INVALID_CREDENTIALS, _said(error)) from error
        if answer.must_change:
            raise Refused(Code.INVALID_CREDENTIALS, _said(MustChangePassword()))

    async def _search(self, request: Request) -> str:
        wanted = parse_filter(request.one("filter"))
        asked = request.number("sizelimit")
        most = min(asked, MOST) if asked > 0 else MOST
        base, scope = request.one("base"), request.number("scope")
        found = [each for each in await self._candidates(request, base, scope, wanted) if wanted.matches(each[1])]
        if len(found) > most:
            return entries(found[:most]) + result(Code.SIZE_LIMIT)
        return entries(found) + result(Code.SUCCESS)

    async def _compare(self, request: Request) -> str:
        name = request.one("dn")
        attribute = next((each for each in request.said if each not in _META), None)
        if attribute is None:
            raise Malformed
        value = plain(request.one(attribute))
        found = await self._candidates(request, name, 0, Filter("?"))
        held = next((values for key, values in found[0][1].items() if key.lower() == attribute), None)
        if held is None:
            raise Refused(Code.NO_SUCH_ATTRIBUTE)
        return result(Code.COMPARE_TRUE if value in map(plain, held) else Code.COMPARE_FALSE)

    async def _candidates(
        self, request: Request, base: str, scope: int, wanted: Filter
    ) -> list[tuple[str, Attributes]]:
        """The entries at and below the name that the filter may be true of. Raises Refused."""
        suffix = request.one("suffix")
        reader = _reader(request, suffix)
        name = named(base, suffix)
        if name is None or name.place is Place.APPLICATION:
            raise Refused(Code.NO_SUCH_OBJECT)
        try:
            module = (await self._ask(reader, Wanted(username="", limit=1))).module
            if name.module not in (None, module):
                raise Refused(Code.NO_SUCH_OBJECT)
            tree = Tree(suffix, module)
            found = list(tree.units())
            if _reaches(name, scope, Place.PEOPLE, Place.PERSON):
                found += await self._people(reader, tree, name, wanted)
            if _reaches(name, scope, Place.GROUPS, Place.GROUP):
                found += await self._groups(reader, tree, name, wanted)
        except UnknownApplication as error:
            raise Refused(Code.INSUFFICIENT_ACCESS, program.BIND_FIRST) from error
        there = [each for each in found if _within(each[0], base, scope)]
        if not there and name.place in (Place.PERSON, Place.GROUP):
            raise Refused(Code.NO_SUCH_OBJECT)
        return there

    async def _people(self, reader: Reader, tree: Tree, name: Name, wanted: Filter) -> list[tuple[str, Attributes]]:
        username = name.called if name.place is Place.PERSON else wanted.required("uid")
        group = named(wanted.required("memberof") or "", tree.base)
        holding = None if group is None else groups_of(tree.module, self._effects.policy).get(group.called)
        asked = Wanted(username=username, ik=wanted.required("employeenumber"), holding=holding)
        return [tree.member(each) for each in await self._everybody(reader, asked)]

    async def _groups(self, reader: Reader, tree: Tree, name: Name, wanted: Filter) -> list[tuple[str, Attributes]]:
        every = groups_of(tree.module, self._effects.policy)
        called = name.called if name.place is Place.GROUP else wanted.required("cn")
        if called is not None:
            every = {key: group for key, group in every.items() if key == called}
        if not every or wanted.required("objectclass") in ("inetorgperson", "person", "organizationalperson"):
            return []
        return [
            tree.group_entry(*group, [each.username for each in await self._everybody(reader, Wanted(holding=group))])
            for group in every.values()
        ]

    async def _everybody(self, reader: Reader, wanted: Wanted) -> list[Member]:
        """All who are asked for. Raises Refused: they are more than are looked at."""
        found, after = list[Member](), wanted.after
        while True:
            some = await self._ask(reader, wanted.beyond(after))
            found += some.members
            after = some.last
            if not after:
                return found
            if len(found) > MOST:
                raise Refused(Code.ADMIN_LIMIT, program.TOO_MANY_ENTRIES)

    async def _ask(self, reader: Reader, wanted: Wanted) -> Found:
        return await self._quick.run(partial(find_members, reader, wanted, effects=self._effects))


_META: Final = frozenset({"msgid", "suffix", "dn", "binddn", "peername", "ssf", "connid"})
"""What a comparison says besides the attribute."""


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
    address = ip_address(rest.rpartition(":")[0].strip("[]"))
    if not address.is_loopback and request.number("ssf") < _ENOUGH:
        raise Refused(Code.CONFIDENTIALITY_REQUIRED, program.ONLY_ENCRYPTED)
    return str(address)


def _reader(request: Request, suffix: str) -> Reader:
    """Whoever has bound. Raises Refused: nobody has, or it is nobody who reads."""
    name = named(request.one("binddn"), suffix)
    if name is not None and name.place is Place.APPLICATION:
        return Reader(application=name.called)
    if name is not None and name.place is Place.PERSON:
        return Reader(module=name.module, username=name.called)
    raise Refused(Code.INSUFFICIENT_ACCESS, program.BIND_FIRST)


def _reaches(name: Name, scope: int, unit: Place, single: Place) -> bool:
    """Whether what stands in the unit may be at or below the name, as far as the scope goes."""
    if name.place is unit:
        return scope in (_ONE, _BELOW)
    return name.place is single or (scope == _BELOW and name.place in (Place.BASE, Place.MODULE))


def _within(written: str, base: str, scope: int) -> bool:
    name, below = written.lower(), f",{base.lower()}"
    if scope == _ONE:
        return name.partition(",")[2] == below[1:]
    return name == below[1:] or (scope == _BELOW and name.endswith(below))
