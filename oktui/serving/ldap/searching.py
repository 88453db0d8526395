"""What is at and below a name, for whoever reads: a whole search, on one thread and within one use case's time."""

from typing import Final

from oktui.domain.applications import UnknownApplication
from oktui.domain.directory import Member, Reader, Wanted
from oktui.effects import Effects
from oktui.services.applications.find_members import find_members, module_of
from oktui.serving.ldap.filters import Filter, parse_filter, plain
from oktui.serving.ldap.tree import PERSON, Group, Name, Place, Tree, named
from oktui.serving.ldap.wire import Code, Entry, Malformed, Refused, Request, entries, result
from screens.texts import program

MOST: Final = 10_000
"""How many entries an answer has, and how many people are looked at for one, at most."""
_ONE, _BELOW = 1, 2
"""The scopes of a search: what stands right under a name, and all that stands below it; 0 is the name itself."""
_OF_A_REQUEST: Final = frozenset({"msgid", "suffix", "dn", "binddn", "peername", "ssf", "connid"})
"""What a comparison says besides the attribute."""


def search(request: Request, effects: Effects) -> str:
    """The entries for which the filter is true. Raises Refused, Malformed."""
    wanted = parse_filter(request.one("filter"))
    asked = request.number("sizelimit")
    most = min(asked, MOST) if asked > 0 else MOST
    there = _there(request, request.one("base"), request.number("scope"), wanted, effects)
    found = [entry for entry in there if wanted.matches(entry[1])]
    return entries(found[:most]) + result(Code.SIZE_LIMIT if len(found) > most else Code.SUCCESS)


def compare(request: Request, effects: Effects) -> str:
    """Whether the entry has the value. Raises Refused, Malformed."""
    attribute = next((each for each in request.said if each not in _OF_A_REQUEST), None)
    if attribute is None:
        raise Malformed
    wanted = Filter("=", attribute=attribute, parts=(plain(request.one(attribute)),))
    [(_, attributes)] = _there(request, request.one("dn"), 0, wanted, effects)
    if attribute not in map(str.lower, attributes):
        raise Refused(Code.NO_SUCH_ATTRIBUTE)
    return result(Code.COMPARE_TRUE if wanted.matches(attributes) else Code.COMPARE_FALSE)


def _there(request: Request, base: str, scope: int, wanted: Filter, effects: Effects) -> list[Entry]:
    """What stands as far from the name as the scope goes, at least all for which the filter is true."""
    suffix = request.one("suffix")
    reader, name = _reader(request, suffix), named(base, suffix)
    try:
        tree = Tree(suffix, module_of(reader, effects=effects), effects.policy)
        if name is None or name.place is Place.APPLICATION or name.module not in (None, tree.module):
            raise Refused(Code.NO_SUCH_OBJECT)
        found = list(tree.units())
        if _reaches(name, scope, Place.PEOPLE, Place.PERSON):
            found += _people(reader, tree, name, wanted, effects)
        if _reaches(name, scope, Place.GROUPS, Place.GROUP):
            found += _groups(reader, tree, name, wanted, effects)
    except UnknownApplication as error:
        raise Refused(Code.INSUFFICIENT_ACCESS, program.BIND_FIRST) from error
    there = [entry for entry in found if _within(entry[0], base, scope)]
    if not there and name.place in (Place.PERSON, Place.GROUP):
        raise Refused(Code.NO_SUCH_OBJECT)
    return there


def _reader(request: Request, suffix: str) -> Reader:
    """Whoever has bound. Raises Refused: nobody has, or it is nobody who reads."""
    name = named(request.one("binddn"), suffix)
    if name is not None and name.place is Place.APPLICATION:
        return Reader(application=name.called)
    if name is not None and name.place is Place.PERSON:
        return Reader(module=name.module, username=name.called)
    raise Refused(Code.INSUFFICIENT_ACCESS, program.BIND_FIRST)


def _people(reader: Reader, tree: Tree, name: Name, wanted: Filter, effects: Effects) -> list[Entry]:
    if wanted.required("objectclass") not in (None, *map(str.lower, PERSON)):
        return []
    username = name.called if name.place is Place.PERSON else wanted.required("uid")
    group = named(wanted.required("memberof") or "", tree.base)
    holding = tree.all_groups.get(group.called) if group is not None else None
    asked = Wanted(username=username, ik=wanted.required("employeenumber"), holding=holding)
    return [tree.person_entry(member) for member in _everybody(reader, asked, effects)]


def _groups(reader: Reader, tree: Tree, name: Name, wanted: Filter, effects: Effects) -> list[Entry]:
    """The groups; of those of which the filter is true whoever is in them, nobody else's members are read."""
    called = name.called if name.place is Place.GROUP else None
    every = [group for key, group in tree.all_groups.items() if called in (None, key)]
    read = every if wanted.asks("member") else [each for each in every if wanted.matches(tree.group_entry(each, [])[1])]
    one = read[0] if len(read) == 1 else None
    members = _everybody(reader, Wanted(holding=one), effects) if read else []
    return [tree.group_entry(each, _in(each, members) if each in read else []) for each in every]


def _in(group: Group, members: list[Member]) -> list[str]:
    permission, level = group
    return [member.username for member in members if member.permissions.get(permission) is level]


def _everybody(reader: Reader, wanted: Wanted, effects: Effects) -> list[Member]:
    """All who are asked for. Raises Refused: they are more than are looked at."""
    found, after = list[Member](), ""
    while True:
        some = find_members(reader, wanted.beyond(after), effects=effects)
        found += some.members
        after = some.last
        if not after:
            return found
        if len(found) > MOST:
            raise Refused(Code.ADMIN_LIMIT, program.TOO_MANY_ENTRIES)


def _reaches(name: Name, scope: int, unit: Place, single: Place) -> bool:
    """Whether what stands in the unit may be at or below the name, as far as the scope goes."""
    if name.place is unit:
        return scope in (_ONE, _BELOW)
    return name.place is single or (scope == _BELOW and name.place in (Place.BASE, Place.MODULE))


def _within(written: str, base: str, scope: int) -> bool:
    name, below = written.lower(), base.lower()
    if scope == _ONE:
        return name.partition(",")[2] == below
    return name == below or (scope == _BELOW and name.endswith(f",{below}"))
