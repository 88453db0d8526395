"""What an account could do on a chosen day, told from what it can do now and from what was changed since."""

from collections.abc import Iterable, Mapping
from datetime import date
from string import digits
from typing import Final

from oktui.domain.accounts import Grant
from oktui.domain.audit import AuditEvent, Detail, differences
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.names import username_from
from oktui.domain.people import Names, covers
from oktui.domain.policy import Policy
from oktui.values import dataclass

_GRANT: Final = "grant:"


def name_of(grant: Grant) -> str:
    """Under what name a snapshot of an employee has the grant."""
    return f"{_GRANT}{grant.module.value}/{grant.permission.value}"


def describe(grant: Grant) -> Detail:
    """The grant in plain values, from which `read_grant` reads it back."""
    return {
        "level": grant.level.value,
        "valid_from": str(grant.valid_from),
        "valid_to": str(grant.valid_to or ""),
    }


def grants_in(snapshot: Detail) -> tuple[Grant, ...]:
    """The grants that a snapshot of an employee has."""
    return tuple(grant for name, value in snapshot.items() if (grant := grant_in(name, value)) is not None)


def is_grant_of(name: str, module: Module) -> bool:
    """Whether a field of a snapshot is a grant of the module."""
    return name.startswith(f"{_GRANT}{module.value}/")


def grant_in(name: str, value: object) -> Grant | None:
    """The grant that a field of a snapshot describes; None for any other field, and where there was none."""
    return read_grant(name.removeprefix(_GRANT), value) if name.startswith(_GRANT) else None


def read_grant(what: str, value: object) -> Grant | None:
    """The grant of a permission, `module/permission`, in the values that `describe` gives; None of any others."""
    if not isinstance(value, Mapping) or "level" not in value:
        return None
    module, _, permission = what.partition("/")
    until = value["valid_to"]
    return Grant(
        id=None,
        module=Module(module),
        permission=Permission(permission),
        level=Level(value["level"]),
        valid_from=date.fromisoformat(value["valid_from"]),
        valid_to=date.fromisoformat(until) if until else None,
    )


def undone(snapshot: Detail, events: Iterable[AuditEvent]) -> Detail:
    """The snapshot as it was before the events, newest first, happened; empty before the employee was created."""
    earlier = dict(snapshot)
    for event in events:
        for name, before, _ in differences(event.before, event.after):
            if name in event.before:
                earlier[name] = before
            else:
                earlier.pop(name, None)
    return earlier


def renewed_username(username: str, person: Names, events: Iterable[AuditEvent]) -> str:
    """The username to offer in place of one that was chosen before the surname changed; "" when it was not (R2.3-7).

    The events are the employee's, newest first.
    """
    wanted = username_from(person.surname)
    same = username.lower().rstrip(digits) == wanted.rstrip(digits)
    return wanted if not same and _surname_is_news(events) else ""


def _surname_is_news(events: Iterable[AuditEvent]) -> bool:
    for event in events:
        changed = {name for name, _, _ in differences(event.before, event.after)}
        if "username" in changed:
            return False
        if "surname" in changed:
            return True
    return False


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


def on_day(snapshot: Detail, day: date, policy: Policy) -> OnDay:
    """What a snapshot of an employee as they were at the end of the day says of it."""
    if "workplace" not in snapshot:
        return OnDay(day)
    username = snapshot.get("username")
    grants = (grant for grant in grants_in(snapshot) if grant.in_force(day) and grant.shown(policy))
    return OnDay(
        day,
        exists=True,
        username=None if username is None else str(username),
        workplace=str(snapshot["workplace"]),
        valid=_valid(snapshot, day),
        retired=bool(snapshot.get("retired")),
        grants=tuple(sorted(grants, key=lambda grant: (list(Module).index(grant.module), grant.permission.title))),
    )


def _valid(snapshot: Mapping[str, object], day: date) -> bool:
    since, until = str(snapshot["valid_from"]), str(snapshot.get("valid_to") or "")
    return covers(date.fromisoformat(since), date.fromisoformat(until) if until else None, day)
