"""What an account could do on a chosen day, told from what it can do now and from what was changed since."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from oktui.domain.accounts import Grant
from oktui.domain.audit import AuditEvent, Detail, differences
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.people import covers
from oktui.domain.policy import Policy

_PERMISSIONS = {permission.title: permission for permission in Permission}
_LEVELS = {level.title: level for level in Level}
_GRANT = re.compile(r"(\S+) (\S+) – (\S*)")


def name_of(grant: Grant) -> str:
    """Under what name a picture of an employee has the grant."""
    return f"{grant.module.value}: {grant.permission.title}"


def describe(grant: Grant) -> str:
    """The grant in one line, from which `grants_in` reads it back."""
    return f"{grant.level.title} {grant.valid_from} – {grant.valid_to or ''}"


def grants_in(picture: Detail) -> tuple[Grant, ...]:
    """The grants that a picture of an employee has, by module and name."""
    return tuple(grant for name, text in picture.items() if (grant := _grant(name, text)) is not None)


def _grant(name: str, text: object) -> Grant | None:
    module, _, title = name.partition(": ")
    described = _GRANT.fullmatch(str(text))
    if title not in _PERMISSIONS or described is None:
        return None
    level, since, until = described.groups()
    return Grant(
        id=None,
        module=Module(module),
        permission=_PERMISSIONS[title],
        level=_LEVELS[level],
        valid_from=date.fromisoformat(since),
        valid_to=date.fromisoformat(until) if until else None,
    )


def undone(picture: Detail, events: Iterable[AuditEvent]) -> Detail:
    """The picture as it was before the events, newest first, happened; empty before the employee was created."""
    earlier = dict(picture)
    for event in events:
        for name, before, _ in differences(event.before, event.after):
            if name in event.before:
                earlier[name] = before
            else:
                earlier.pop(name, None)
    return earlier


@dataclass(frozen=True)
class OnDay:
    """What was, or will be, of an employee on a day; `grants` are those in force, whatever else is in the way."""

    day: date
    exists: bool = False
    username: str | None = None
    workplace: str = ""
    valid: bool = False
    retired: bool = False
    grants: tuple[Grant, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether the account could be signed in to, as far as it is a matter of days (R2.5-1)."""
        return self.username is not None and self.valid and not self.retired


def on_day(picture: Detail, day: date, policy: Policy) -> OnDay:
    """What a picture of an employee as they were at the end of the day says of it."""
    if "workplace" not in picture:
        return OnDay(day)
    username = picture.get("username")
    grants = (grant for grant in grants_in(picture) if grant.in_force(day) and grant.shown(policy))
    return OnDay(
        day,
        exists=True,
        username=None if username is None else str(username),
        workplace=str(picture["workplace"]),
        valid=_valid(picture, day),
        retired=bool(picture.get("retired")),
        grants=tuple(sorted(grants, key=lambda grant: (list(Module).index(grant.module), grant.permission.title))),
    )


def _valid(picture: Mapping[str, object], day: date) -> bool:
    since, until = str(picture["valid_from"]), str(picture.get("valid_to") or "")
    return covers(date.fromisoformat(since), date.fromisoformat(until) if until else None, day)
