"""What the directory looks like: where everything stands in it, and what is told of each.

<base>
  ou=<module>
    ou=lide       uid=<username>
    ou=skupiny    cn=<permission>-<level>
  ou=aplikace     cn=<application>, which only binds
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, StrEnum
from itertools import product
from typing import Final

from oktui.domain.directory import Member
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.policy import Policy
from oktui.serving.ldap.wire import Entry
from oktui.values import dataclass


class Unit(StrEnum):
    """What people, groups and applications stand below."""

    PEOPLE = "lide"
    GROUPS = "skupiny"
    APPLICATIONS = "aplikace"


PERSON: Final = ["inetOrgPerson", "organizationalPerson", "person", "top"]
"""The classes of a person's entry."""
_UNIT: Final = ["organizationalUnit", "top"]
Group = tuple[Permission, Level]
"""Those who have the permission at the level."""


class Place(Enum):
    """What stands at a name."""

    BASE = "base"
    MODULE = "module"
    PEOPLE = "people"
    GROUPS = "groups"
    PERSON = "person"
    GROUP = "group"
    APPLICATION = "application"


@dataclass(frozen=True)
class Name:
    """A name that something may stand at: what kind of thing, in which module, called what."""

    place: Place
    module: Module | None = None
    called: str = ""


def named(written: str, base: str) -> Name | None:
    """What a distinguished name means in the tree below the base; None where nothing can stand there."""
    text, below = written.lower(), base.lower()
    if text == below:
        return Name(Place.BASE)
    if not text.endswith(f",{below}"):
        return None
    steps = [tuple(map(str.strip, step.split("=", 1))) for step in text[: -len(below) - 1].split(",")]
    match steps[::-1]:
        case [("ou", Unit.APPLICATIONS), ("cn", name)]:
            return Name(Place.APPLICATION, None, name)
        case [("ou", module), *rest] if module in [each.value for each in Module]:
            return _within(Module(module), rest)
    return None


def _within(module: Module, steps: list[tuple[str, ...]]) -> Name | None:
    match steps:
        case []:
            return Name(Place.MODULE, module)
        case [("ou", Unit.PEOPLE)]:
            return Name(Place.PEOPLE, module)
        case [("ou", Unit.GROUPS)]:
            return Name(Place.GROUPS, module)
        case [("ou", Unit.PEOPLE), ("uid", username)]:
            return Name(Place.PERSON, module, username)
        case [("ou", Unit.GROUPS), ("cn", group)]:
            return Name(Place.GROUP, module, group)
    return None


@dataclass(frozen=True)
class Tree:
    """The part of the directory that somebody sees: one module, below the base."""

    base: str
    module: Module
    policy: Policy

    @property
    def top(self) -> str:
        """The name of the module's own entry."""
        return f"ou={self.module.value},{self.base}"

    @property
    def all_groups(self) -> Mapping[str, Group]:
        """All groups that the module has, by what they are called; of what is switched off nobody hears (X-2)."""
        shown = [permission for permission in self.module.permissions if permission.shown(self.policy)]
        return {_called(group): group for group in product(shown, Level)}

    def person(self, username: str) -> str:
        """The name of a person."""
        return f"uid={username.lower()},ou={Unit.PEOPLE},{self.top}"

    def group(self, group: Group) -> str:
        """The name of a group."""
        return f"cn={_called(group)},ou={Unit.GROUPS},{self.top}"

    def units(self) -> Iterator[Entry]:
        """The entries that are there whoever is; the base first."""
        kind, _, called = self.base.partition(",")[0].partition("=")
        classes = {"dc": ["dcObject", "organization", "top"], "ou": _UNIT}.get(kind.lower(), ["organization", "top"])
        yield self.base, {"objectClass": classes, "o": ["OKtui"], kind.lower(): [called]}
        yield self.top, {"objectClass": _UNIT, "ou": [self.module.value], "description": [self.module.title]}
        for unit in (Unit.PEOPLE, Unit.GROUPS):
            yield f"ou={unit},{self.top}", {"objectClass": _UNIT, "ou": [unit]}

    def person_entry(self, member: Member) -> Entry:
        """What the official's colleagues know of them, no birth number and no password."""
        employee, place = member.employee, member.employee.workplace
        told = {
            "objectClass": PERSON,
            "uid": [member.username],
            "cn": [employee.person.name],
            "sn": [employee.person.surname],
            "givenName": [employee.person.given_name],
            "displayName": [employee.person.full_name],
            "mail": [employee.details.email],
            "telephoneNumber": [employee.details.phone],
            "employeeNumber": [employee.ik],
            "title": [employee.details.position],
            "ou": [place.name],
            "st": [place.region.title if place.region else ""],
            "memberOf": [self.group(group) for group in member.permissions.items()],
        }
        return self.person(member.username), {name: values for name, values in told.items() if any(values)}

    def group_entry(self, group: Group, usernames: Sequence[str]) -> Entry:
        """What a group is, and whoever is in it."""
        permission, level = group
        members = {"member": [self.person(username) for username in usernames]} if usernames else {}
        told = {
            "objectClass": ["groupOfNames", "top"],
            "cn": [_called(group)],
            "description": [f"{permission.title} ({level.title})"],
        }
        return self.group(group), told | members


def _called(group: Group) -> str:
    permission, level = group
    return f"{permission.value.replace('_', '-')}-{level.value}"
