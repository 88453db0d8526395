"""Audit events: what is recorded of every change and every attempt to sign in (X-19)."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime
from enum import Enum
from typing import Final, NamedTuple

from oktui.domain.dates import DatesOutOfOrder, check_day
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module, Realm
from oktui.domain.offices import Region
from oktui.values import dataclass

Detail = Mapping[str, object]
Differences = tuple[tuple[str, object, object], ...]
"""Fields that differ: name, before, after."""

OWNER: Final = "owner:"
"""How the name of a machine's owner begins, which no username can."""


@dataclass(eq=False)
class EditConflict(DomainError, code="edit_conflict"):
    """Somebody else saved the record since it was opened (X-21); of what another system wrote, `who` is empty."""

    who: str
    when: datetime | None
    changes: Differences


NEW_PASSWORD: Final = "new"  # noqa: S105 - what is said of one, not a password
"""All that is ever said of a password."""


class EventKind(Enum):
    """What happened."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    SESSION_ENDED = "session_ended"
    SESSION_LOCKED = "session_locked"
    SESSION_UNLOCKED = "session_unlocked"
    EMPLOYEE_CREATED = "employee_created"
    EMPLOYEE_CHANGED = "employee_changed"
    EMPLOYEE_DELETED = "employee_deleted"
    RETIRED = "retired"
    RESTORED = "restored"
    UNLOCKED = "unlocked"
    CHANGE_UNDONE = "change_undone"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a kind of event, not a password
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a kind of event, not a password
    SYNCHRONISED = "synchronised"
    WORKPLACE_CREATED = "workplace_created"
    WORKPLACE_CHANGED = "workplace_changed"
    ADMINISTRATION_CONFIRMED = "administration_confirmed"
    ADMINISTRATION_REJECTED = "administration_rejected"
    ADMINISTRATOR_REQUESTED = "administrator_requested"
    ADMINISTRATOR_CREATED = "administrator_created"
    PERSON_REGISTERED = "person_registered"
    PERSON_CHANGED = "person_changed"
    PERSONS_IMPORTED = "persons_imported"
    DIAGNOSED = "diagnosed"
    EXPORTED = "exported"
    FILE_FETCHED = "file_fetched"
    SHEET_MADE = "sheet_made"
    AUDIT_PURGED = "audit_purged"
    BACKED_UP = "backed_up"
    RESTORED_FROM_BACKUP = "restored_from_backup"
    APPLICATION_ADDED = "application_added"
    APPLICATION_KEY_CHANGED = "application_key_changed"
    APPLICATION_REMOVED = "application_removed"
    ALARM = "alarm"


class SubjectKind(Enum):
    """What an event was done to."""

    EMPLOYEE = "employee"
    PERSON = "person"
    WORKPLACE = "workplace"
    SESSION = "session"
    UNKNOWN = "unknown"
    EMPLOYEES = "employees"
    AUDIT = "audit"
    SOURCE = "source"
    APPLICATION = "application"


class Outcome(Enum):
    """Whether it was done; `BEGUN` is recorded ahead of what another system does, where nothing is done in one step."""

    BEGUN = "begun"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True)
class Who:
    """The one who acted: an account, or when `account_id` is None a job of the program or the machine's owner.

    A job is named by a word of its own (`sync`), an owner `owner:` and what the machine calls them.
    """

    account_id: int | None
    name: str
    origin: str


@dataclass(frozen=True)
class AuditEvent:
    """When, who, from where, what, on whom, before and after; never a password or a hash (X-19).

    `realm` and `region` say whose administrators may read of it besides MPSV's: those of the employee it was done to.
    """

    at: datetime
    who: Who
    kind: EventKind
    subject_kind: SubjectKind
    subject_id: int | None
    subject_name: str
    outcome: Outcome = Outcome.DONE
    module: Module | None = None
    realm: Realm | None = None
    region: Region | None = None
    before: Detail = field(default_factory=dict)
    after: Detail = field(default_factory=dict)
    part_of: str = ""
    """The number of the change of many that it is part of (X-19)."""


@dataclass(eq=False)
class DoneBefore(DomainError, code="done_before"):
    """The change was done by an earlier attempt, whose answer was lost (X-32): on whom."""

    subject_id: int | None


LEAVING_EMPLOYEES_ALONE: Final = frozenset(
    {
        EventKind.SIGN_OUT,
        EventKind.SESSION_ENDED,
        EventKind.SESSION_LOCKED,
        EventKind.EMPLOYEE_DELETED,
        EventKind.DIAGNOSED,
        EventKind.SHEET_MADE,
        EventKind.ALARM,
    }
)
ATTEMPTS: Final = frozenset({EventKind.SIGN_IN, EventKind.SESSION_UNLOCKED})


def changes_employee(event: AuditEvent) -> bool:
    """Whether the event may have changed an employee who is still there, their account or grants (X-19).

    An attempt that was refused has not, unless it locked the account.
    """
    if event.subject_kind is not SubjectKind.EMPLOYEE or event.kind in LEAVING_EMPLOYEES_ALONE:
        return False
    return event.kind not in ATTEMPTS or event.outcome is Outcome.DONE or event.after.get("locked") is True


class AuditCursor(NamedTuple):
    """Where an event stands in the audit's order, by time; pages are asked for after or before one."""

    at: datetime
    number: int


@dataclass(frozen=True)
class Recorded:
    """An event as it is on record, under its number."""

    number: int
    event: AuditEvent

    @property
    def key(self) -> AuditCursor:
        """Where the row stands."""
        return AuditCursor(self.event.at, self.number)


@dataclass(frozen=True)
class AuditCriteria:
    """What to look for in the audit (F15): days in Prague, both inclusive; by whom and on whom; of what kind.

    `actor` is a username; `subject` a username, an IK, or the name of whatever else it was done to; `part_of` the
    number of a change of many.
    """

    since: date | None = None
    until: date | None = None
    actor: str = ""
    subject: str = ""
    kind: EventKind | None = None
    part_of: str = ""


def differences(before: Detail, after: Detail) -> Differences:
    """What changed: (field, before, after) of each field whose value is not the same (X-21)."""
    names = [*before, *(name for name in after if name not in before)]
    return tuple((name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name))


def changes_by(events: Iterable[AuditEvent]) -> Differences:
    """What the events, oldest first, changed taken together, as `differences` tells it (X-21)."""
    first: dict[str, object] = {}
    last: dict[str, object] = {}
    for event in events:
        for name, before, after in differences(event.before, event.after):
            first.setdefault(name, before)
            last[name] = after
    return differences(first, last)


def check_criteria(criteria: AuditCriteria) -> None:
    """Refuse days that are a typing mistake.

    Raises:
        DateOutOfRange: a day asked for is too far away.
        DatesOutOfOrder: the last day asked for precedes the first.
    """
    for day, asked in ((criteria.since, "since"), (criteria.until, "until")):
        if day is not None:
            check_day(day, asked)
    if criteria.since and criteria.until and criteria.until < criteria.since:
        raise DatesOutOfOrder("until")
