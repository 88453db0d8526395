"""Refusals: what a rule answers instead of a result.

Each carries typed data and, where one field is to blame, that field's name. The Czech sentences are in `screens.texts`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oktui.domain.authority import Action, Denial
    from oktui.domain.modules import Module, Permission
    from oktui.domain.passwords import PasswordRule
    from oktui.domain.sessions import SessionEnd
    from oktui.domain.sync import SyncState


class DomainError(Exception):
    """A request that a rule refuses; `field` names the form's field at fault, if one is."""

    field: str | None = None


class Outage(DomainError):
    """Something outside the program did not answer; nothing was changed (X-4)."""


class KrkUnavailable(Outage):
    """The register of persons failed or did not answer in time (X-4)."""


class DatabaseUnavailable(Outage):
    """Our own database failed or did not answer in time."""


class DiskFull(Outage):
    """There is no room left to write to."""


class AuditKeyMissing(Outage):
    """There is no key to seal audit events with: no event, no change (X-19)."""


class AuditEndChanged(Outage):
    """An end of the audit's chain is not as this program, with this key, has left it (X-19)."""


@dataclass(eq=False)
class SchemaMismatch(Outage):
    """The database was made by another version of the program; `newer` when by a later one."""

    newer: bool


@dataclass(eq=False)
class Required(DomainError):
    """A field that must be filled in is empty (R2.3-9)."""

    field: str | None


@dataclass(eq=False)
class UnsafeText(DomainError):
    """Text with control or bidirectional characters (X-22)."""

    field: str | None


@dataclass(eq=False)
class TooLong(DomainError):
    """Text longer than its column."""

    limit: int
    field: str | None


@dataclass(eq=False)
class DatesOutOfOrder(DomainError):
    """An end of validity before its beginning."""

    field: str | None = "valid_to"


@dataclass(eq=False)
class InvalidDate(DomainError):
    """Not a date, or a day that does not exist."""

    field: str | None


@dataclass(eq=False)
class CharactersNotTaken(DomainError):
    """Characters that this field does not take."""

    field: str | None


class InvalidEmail(DomainError):
    """Not an e-mail address."""

    field = "email"


class BirthNumberFault(Enum):
    """Why a birth number is refused (X-25)."""

    CHARACTERS = "characters"
    SLASH = "slash"
    LENGTH = "length"
    DATE = "date"
    FUTURE = "future"
    CHECK_DIGIT = "check_digit"


@dataclass(eq=False)
class InvalidBirthNumber(DomainError):
    """Not a birth number (X-25)."""

    reason: BirthNumberFault
    field: str | None = "birth_number"


class InvalidIk(DomainError):
    """Not an IK (X-24)."""

    field = "ik"


class InvalidUsername(DomainError):
    """Not a username (R2.3-7)."""

    field = "username"


@dataclass(eq=False)
class UsernameTaken(DomainError):
    """The username is used in this realm already; `proposal` is the next free one (R2.3-8, X-5)."""

    username: str
    proposal: str
    field: str | None = "username"


@dataclass(eq=False)
class UnknownUsername(DomainError):
    """The account that the owner of the machine names does not exist."""

    username: str


@dataclass(eq=False)
class AmbiguousUsername(DomainError):
    """Both realms have an account of the name, and nothing says which is meant."""

    username: str


@dataclass(eq=False)
class PasswordRefused(DomainError):
    """A password that breaks the rules in `unmet` (X-15, X-17)."""

    unmet: tuple["PasswordRule", ...]
    field: str | None = "password"


class PasswordsDiffer(DomainError):
    """The two passwords typed do not agree (R2.3-9)."""

    field = "password_again"


@dataclass(eq=False)
class WrongPassword(DomainError):
    """Not the account's password (R2.7-1, X-27)."""

    field: str | None = "original"


@dataclass(eq=False)
class PasswordTooYoung(DomainError):
    """The password was changed too short a time ago to be changed again before `until` (X-15)."""

    until: datetime
    field: str | None = "password"


@dataclass(eq=False)
class PasswordReused(DomainError):
    """One of the last `remembered` passwords (X-15)."""

    remembered: int
    field: str | None = "password"


@dataclass(eq=False)
class Forbidden(DomainError):
    """The actor may not do this (R2.1-1 … R2.1-3, X-1 … X-3)."""

    action: "Action"
    denial: "Denial"


class NotFound(DomainError):
    """The record is not there, or not in the actor's scope."""


@dataclass(eq=False)
class EditConflict(DomainError):
    """Somebody else saved the record since it was opened (X-21)."""

    who: str
    when: datetime
    changes: tuple[tuple[str, object, object], ...]


class PersonNotFound(DomainError):
    """KRK has no such person (R2.3-4, R2.4-1)."""


@dataclass(eq=False)
class PersonUnusable(DomainError):
    """KRK's error 501: the person lacks the category that the realm asks for (R2.3-5)."""

    ik: str


class EmployeeExists(DomainError):
    """This person is stored at this workplace already."""

    field = "workplace"


class WorkplaceNotAllowed(DomainError):
    """The workplace is not one that the actor may put an employee at (R2.1-1)."""

    field = "workplace"


@dataclass(eq=False)
class PermissionNotGrantable(DomainError):
    """A permission that this module's administrator cannot give to this account (R2.1-3, R1.3-3, R1.1-3)."""

    permission: "Permission"
    field: str | None = "permission"


@dataclass(eq=False)
class AlreadyGranted(DomainError):
    """The account has this permission already."""

    permission: "Permission"
    field: str | None = "permission"


class SignInRefused(DomainError):
    """Base of all answers to a sign-in that does not succeed (F1)."""


class BadCredentials(SignInRefused):
    """A wrong name, a wrong password or a locked account: one answer for the three (X-12)."""


@dataclass(eq=False)
class SlowedDown(SignInRefused):
    """Too many failures where failures do not lock: no attempt before `until` (X-11)."""

    until: datetime


@dataclass(eq=False)
class NoUsablePermission(SignInRefused):
    """The account has no permission usable in the module (R1.1-2)."""

    module: "Module"


class AccountNotValid(SignInRefused):
    """Not valid yet, not valid any more, or retired (R2.5-1)."""


class TemporaryPasswordSpent(SignInRefused):
    """A password set by an administrator that was used already or has died (X-16)."""


@dataclass(eq=False)
class NotSynchronised(SignInRefused):
    """The sync has not made the account usable yet (R2.3-14); `incident` where one was registered (X-6)."""

    state: "SyncState"
    failed: bool
    ik: str
    next_sync: datetime
    incident: int | None = None


@dataclass(eq=False)
class AlreadySignedIn(SignInRefused):
    """The account has a session open elsewhere, which signing in would end (X-23)."""

    since: datetime
    origin: str


@dataclass(eq=False)
class SessionOver(DomainError):
    """The actor's session has been ended (X-9, X-27)."""

    reason: "SessionEnd"


class SessionLocked(DomainError):
    """The session was left alone, and nothing can be done before its owner's password is given (X-27)."""


class MustChangePassword(DomainError):
    """Until the password is changed, nothing else can be done (X-16)."""


@dataclass(eq=False)
class LastAdministrator(DomainError):
    """The change would leave the office without a valid administrator from `since` on (X-10); confirming allows it."""

    module: "Module"
    office: str
    since: date


class InvalidDataBox(DomainError):
    """Not the ID of a data box."""

    field = "data_box"


@dataclass(eq=False)
class UnreadableRequest(DomainError):
    """A request for an administrator in which this line is missing or wrong (R2.4-2)."""

    line: str


class PersonDisagrees(DomainError):
    """KRK has another person by this birth number than the one who was named (R2.4-2)."""

    field = "birth_number"


class EverSignedIn(DomainError):
    """An account that has been signed in to is not deleted, only retired (X-26)."""


class WorkplaceTaken(DomainError):
    """There is a workplace of this kind and name already."""

    field = "name"


class RegionDisagrees(DomainError):
    """MPSV's workplaces are in no region, all others are in one."""

    field = "region"


class WorkplaceInUse(DomainError):
    """A workplace that has employees does not change between MPSV and a region."""

    field = "office_kind"


class FileTaken(DomainError):
    """A file of this name is there already, and is not written over."""

    field = "path"


class FileUnwritable(DomainError):
    """The file cannot be made in this folder."""

    field = "path"


class FileUnreadable(DomainError):
    """The file is not there, not ours to read, or no UTF-8 text."""

    field = "path"


@dataclass(eq=False)
class PersonKnown(DomainError):
    """KRK has a person with this birth number already (F8)."""

    ik: str
    name: str
    field: str | None = "birth_number"


@dataclass(eq=False)
class DateInFuture(DomainError):
    """A day that has not come yet, where it must have."""

    field: str | None


class ConsentMissing(DomainError):
    """A category that MPSV gives only with a consent on record (R2.2-2)."""

    field = "received_on"


@dataclass(eq=False)
class FileRefused(DomainError):
    """A file in which these lines are at fault; nothing of it was stored."""

    faults: tuple[tuple[int, DomainError], ...]


class NotUtf8(DomainError):
    """Bytes that are no UTF-8 text."""


class LineUnreadable(DomainError):
    """A line that is no CSV, such as one with a quotation mark that is never closed."""


@dataclass(eq=False)
class ColumnMissing(DomainError):
    """The file's first line does not name this column."""

    column: str


@dataclass(eq=False)
class ColumnUnknown(DomainError):
    """The file's first line names a column that there is not, or one a second time."""

    column: str


@dataclass(eq=False)
class CellsMiscounted(DomainError):
    """A line with more or fewer cells than there are columns."""

    expected: int
    found: int


@dataclass(eq=False)
class BirthNumberRepeated(DomainError):
    """The birth number stands in the file already, on this line."""

    line: int


@dataclass(eq=False)
class CategoryUnknown(DomainError):
    """Not a category of KRK."""

    text: str


class Stopped(DomainError):
    """The user had long work stopped."""


class FormatUnknown(DomainError):
    """A file name that does not say by its ending which format it is to have."""

    field = "path"


@dataclass(eq=False)
class TooManyRows(DomainError):
    """More rows than the chosen format has."""

    limit: int
    field: str | None = "path"
