"""What the directory looks like: where everything stands in it, and what is told of each.

<base>
  ou=<module>
    ou=lide       uid=<username>
    ou=skupiny    cn=<permission>-<level>
  ou=aplikace     cn=<application>, which only binds
"""

import itertools
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final

from oktui.domain.directory import Member
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.policy import Policy
from oktui.serving.ldap.wire import Attributes
from oktui.values import dataclass

PEOPLE, GROUPS, APPLICATIONS = "lide", "skupiny", "aplikace"
_UNIT: Final = ("organizationalUnit", "top")


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
        case [("ou", "aplikace"), ("cn", name)]:
            return Name(Place.APPLICATION, None, name)
        case [("ou", module), *rest] if module in [each.value for each in Module]:
            return _within(Module(module), rest)
    return None


def _within(module: Module, steps: list[tuple[str, ...]]) -> Name | None:
    match steps:
        case []:
            return Name(Place.MODULE, module)
        case [("ou", "lide")]:
            return Name(Place.PEOPLE, module)
        case [("ou", "skupiny")]:
            return Name(Place.GROUPS, module)
        case [("ou", "lide"), ("uid", username)]:
            return Name(Place.PERSON, module, username)
        case [("ou", "skupiny"), ("cn", group)]:
            return Name(Place.GROUP, module, group)
    return None


@dataclass(frozen=True)
class Tree:
    """The part of the directory that somebody sees: one module, below the base."""

    base: str
    module: Module

    @property
    def top(self) -> str:
        """The name of the module's own entry."""
        return f"ou={self.module.value},{self.base}"

    @property
    def people(self) -> str:
        """The name that people stand below."""
        return f"ou={PEOPLE},{self.top}"

    @property
    def groups(self) -> str:
        """The name that groups stand below."""
        return f"ou={GROUPS},{self.top}"

    def person(self, username: str) -> str:
        """The name of a person."""
        return f"uid={username.lower()},{self.people}"

    def group(self, permission: Permission, level: Level) -> str:
        """The name of those who have a permission at a level."""
        return f"cn={group_name(permission, level)},{self.groups}"

    def units(self) -> Iterator[tuple[str, Attributes]]:
        """The entries that are there whoever is; the base first."""
        kind, _, called = self.base.split(",")[0].partition("=")
        classes = {"dc": ("dcObject", "organization", "top"), "ou": _UNIT}.get(kind.lower(), ("organization", "top"))
        yield self.base, {"objectClass": classes, kind.lower(): [called], **({"o": ["OKtui"]} if kind == "dc" else {})}
        yield self.top, _unit(self.module.value, self.module.title)
        yield self.people, _unit(PEOPLE, "")
        yield self.groups, _unit(GROUPS, "")

    def member(self, member: Member) -> tuple[str, Attributes]:
        """A person's entry: what the official's colleagues know of them, no birth number and no password."""
        employee, place = member.employee, member.employee.workplace
        told: dict[str, list[str]] = {
            "objectClass": ["inetOrgPerson", "organizationalPerson", "person", "top"],
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
            "memberOf": [self.group(permission, level) for permission, level in member.permissions.items()],
        }
        return self.person(member.username), {name: values for name, values in told.items() if any(values)}

    def group_entry(self, permission: Permission, level: Level, usernames: list[str]) -> tuple[str, Attributes]:
        """A group's entry, with whoever is in it."""
        told: dict[str, list[str]] = {
            "objectClass": ["groupOfNames", "top"],
            "cn": [group_name(permission, level)],
            "description": [f"{permission.title} ({level.title})"],
            "member": [self.person(username) for username in usernames],
        }
        return self.group(permission, level), {name: values for name, values in told.items() if values}


def group_name(permission: Permission, level: Level) -> str:
    """How those are called who have the permission at the level."""
    return f"{permission.value.replace('_', '-')}-{level.value}"


def groups_of(module: Module, policy: Policy) -> Mapping[str, tuple[Permission, Level]]:
    """All groups that a module has, by their names; of what is switched off nobody hears (X-2)."""
    every = itertools.product([each for each in module.permissions if policy.user_support or not each.optional], Level)
    return {group_name(permission, level): (permission, level) for permission, level in every}


def _unit(name: str, description: str) -> Attributes:
    return {"objectClass": _UNIT, "ou": [name], **({"description": [description]} if description else {})}
