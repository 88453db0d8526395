"""Who may do what to whom: the one table of chapter 2.1 (R2.1-1 … R2.1-3, X-1 … X-3)."""

from datetime import date, datetime
from enum import Enum

from oktui.domain.accounts import Account
from oktui.domain.calendar import local_date
from oktui.domain.errors import DomainError
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import Employee, Workplace
from oktui.values import dataclass


class Action(Enum):
    """What an actor asks to do."""

    FIND_EMPLOYEES = "find_employees"
    SEE_EMPLOYEE = "get_employee"
    FIND_PERSON = "find_person"
    CREATE_EMPLOYEE = "create_employee"
    EDIT_EMPLOYEE = "edit_employee"
    RETIRE = "retire"
    DELETE_EMPLOYEE = "delete_employee"
    DIAGNOSE = "diagnose"
    UNLOCK = "unlock"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - an action, not a password
    SEE_WORKPLACES = "list_workplaces"
    SEE_SYNC = "get_sync"
    SEE_SESSIONS = "see_sessions"
    END_SESSION = "end_session"
    CHANGE_WORKPLACES = "change_workplaces"
    REGISTER_PERSON = "register_person"
    CORRECT_PERSON = "correct_person"
    REFRESH_PERSON = "refresh_person"
    WRITE_KRK = "write_krk"
    REQUEST_ADMINISTRATOR = "request_administrator"
    COMMAND_MACHINE = "command_machine"
    SEE_AUDIT = "see_audit"
    SEE_INCIDENTS = "see_incidents"
    EXPORT = "export"
    SEE_PROPOSALS = "see_proposals"
    CONFIRM_ADMINISTRATION = "confirm_administration"


class Denial(Enum):
    """Why the table says no."""

    NO_PERMISSION = "no_permission"
    VIEW_ONLY = "view_only"
    MPSV_ONLY = "mpsv_only"
    OWNER_ONLY = "owner_only"
    OTHER_MODULE = "other_module"
    OTHER_REALM = "other_realm"
    OTHER_REGION = "other_region"
    OWN_ACCOUNT = "own_account"
    ADMINISTRATORS_ACCOUNT = "administrators_account"
    ENTERED_BY_OTHERS = "entered_by_others"
    ACTIVATED = "activated"


@dataclass(eq=False)
class Forbidden(DomainError, code="forbidden"):
    """The actor may not do this (R2.1-1 … R2.1-3, X-1 … X-3)."""

    action: Action
    denial: Denial


class NotFound(DomainError, code="not_found"):
    """The record is not there, or not in the actor's scope."""


@dataclass(frozen=True)
class Scope:
    """Whose employees lie within somebody's power: those of a realm, in one region or (None) in all."""

    realm: Realm
    region: Region | None


@dataclass(frozen=True)
class Principal:
    """The actor as the rules see them, with the permissions their session began with (R2.3-13)."""

    session_id: int
    account_id: int | None
    ik: str
    name: str
    username: str
    module: Module
    workplace: Workplace
    permissions: dict[Permission, Level]
    origin: str
    at: datetime
    """When they act: the moment by which the rules decide, and that the audit has."""
    part_of: str = ""
    """The number of the change of many that what they do now is part of."""

    @property
    def realm(self) -> Realm:
        """The realm whose accounts the actor can reach."""
        return self.module.realm

    @property
    def owns_machine(self) -> bool:
        """Whether no account is behind them: whoever gives commands on the machine itself."""
        return self.account_id is None

    @property
    def everywhere(self) -> bool:
        """Whether every region is within reach (R2.1-2)."""
        return self.workplace.office_kind is OfficeKind.MPSV

    @property
    def today(self) -> date:
        """The day in Prague on which they act."""
        return local_date(self.at)

    @property
    def scope(self) -> Scope:
        """Whom the actor's lists are of (R2.1-1, R2.1-2)."""
        return Scope(self.realm, None if self.everywhere else self.workplace.region)


@dataclass(frozen=True)
class Subject:
    """Whom an action is done to; for a new employee, where they are to work."""

    realm: Realm
    office_kind: OfficeKind
    region: Region | None
    ik: str
    administrator: bool = False

    @classmethod
    def of(cls, employee: Employee, account: Account | None, now: datetime) -> "Subject":
        """The employee, with their account if they have one."""
        return cls(
            realm=employee.realm,
            office_kind=employee.workplace.office_kind,
            region=employee.workplace.region,
            ik=employee.ik,
            administrator=account is not None and account.is_administrator(now),
        )

    @classmethod
    def listed(cls, actor: Principal, ik: str) -> "Subject":
        """Somebody in the actor's own lists, all of whom are within reach, of whom no more than the IK is known."""
        return cls(actor.realm, actor.workplace.office_kind, actor.workplace.region, ik)


@dataclass(frozen=True)
class _Rule:
    """A row of the table: the level it takes, and who but an administrator may, and on whom."""

    level: Level
    support: bool = False
    mpsv_only: bool = False
    owner_only: bool = False
    enters_persons: bool = False
    ministry_anywhere: bool = False
    on_oneself: bool = False


_TABLE = {
    Action.FIND_EMPLOYEES: _Rule(Level.VIEW, support=True, on_oneself=True),
    Action.SEE_EMPLOYEE: _Rule(Level.VIEW, support=True, on_oneself=True),
    Action.FIND_PERSON: _Rule(Level.UPDATE),
    Action.CREATE_EMPLOYEE: _Rule(Level.UPDATE),
    Action.EDIT_EMPLOYEE: _Rule(Level.UPDATE),
    Action.RETIRE: _Rule(Level.UPDATE),
    Action.DELETE_EMPLOYEE: _Rule(Level.UPDATE),
    Action.DIAGNOSE: _Rule(Level.VIEW, support=True, on_oneself=True),
    Action.UNLOCK: _Rule(Level.UPDATE, support=True),
    Action.RESET_PASSWORD: _Rule(Level.UPDATE, support=True),
    Action.SEE_WORKPLACES: _Rule(Level.VIEW, on_oneself=True),
    Action.SEE_SYNC: _Rule(Level.VIEW, on_oneself=True),
    Action.SEE_SESSIONS: _Rule(Level.VIEW, on_oneself=True),
    Action.END_SESSION: _Rule(Level.UPDATE),
    Action.CHANGE_WORKPLACES: _Rule(Level.UPDATE, mpsv_only=True),
    Action.REGISTER_PERSON: _Rule(Level.UPDATE, enters_persons=True),
    Action.CORRECT_PERSON: _Rule(Level.UPDATE, enters_persons=True, ministry_anywhere=True),
    Action.REFRESH_PERSON: _Rule(Level.UPDATE),
    Action.WRITE_KRK: _Rule(Level.UPDATE, mpsv_only=True),
    Action.REQUEST_ADMINISTRATOR: _Rule(Level.VIEW, on_oneself=True),
    Action.COMMAND_MACHINE: _Rule(Level.UPDATE, owner_only=True),
    Action.SEE_AUDIT: _Rule(Level.VIEW, on_oneself=True),
    Action.SEE_INCIDENTS: _Rule(Level.VIEW, support=True, on_oneself=True),
    Action.EXPORT: _Rule(Level.VIEW, on_oneself=True),
    Action.SEE_PROPOSALS: _Rule(Level.VIEW, on_oneself=True),
    Action.CONFIRM_ADMINISTRATION: _Rule(Level.UPDATE),
}


def denial(actor: Principal, action: Action, subject: Subject | None = None) -> Denial | None:
    """Why the actor may not do this, or None if they may; `subject` None asks for anybody at all."""
    rule = _TABLE[action]
    administration = actor.permissions.get(Permission.SYSTEM_ADMINISTRATION)
    support = actor.permissions.get(Permission.USER_SUPPORT) if rule.support else None
    if administration is None and support is None:
        return Denial.NO_PERMISSION
    if rule.level is Level.UPDATE and Level.UPDATE not in (administration, support):
        return Denial.VIEW_ONLY
    if rule.mpsv_only and not actor.everywhere:
        return Denial.MPSV_ONLY
    if rule.owner_only and not actor.owns_machine:
        return Denial.OWNER_ONLY
    anywhere = rule.ministry_anywhere and actor.everywhere
    if rule.enters_persons and not (actor.realm.enters_persons or anywhere):
        return Denial.OTHER_MODULE
    if subject is None:
        return None
    return _denial_on(actor, rule, subject, as_administrator=administration is Level.UPDATE)


def _denial_on(actor: Principal, rule: _Rule, subject: Subject, *, as_administrator: bool) -> Denial | None:
    if subject.realm is not actor.realm:
        return Denial.OTHER_REALM
    if not reaches(actor, subject.office_kind, subject.region):
        return Denial.OTHER_REGION
    if subject.ik == actor.ik and not rule.on_oneself:
        return Denial.OWN_ACCOUNT
    if subject.administrator and rule.level is Level.UPDATE and not as_administrator:
        return Denial.ADMINISTRATORS_ACCOUNT
    return None


def reaches(actor: Principal, office_kind: OfficeKind, region: Region | None) -> bool:
    """Whether an office lies within the actor's power: their region, or all for MPSV (R2.1-1, R2.1-2)."""
    if actor.everywhere:
        return True
    return office_kind is not OfficeKind.MPSV and region is actor.workplace.region


def require(actor: Principal, action: Action, subject: Subject | None = None) -> None:
    """Raise Forbidden unless the table allows it (X-3)."""
    reason = denial(actor, action, subject)
    if reason is not None:
        raise Forbidden(action, reason)
