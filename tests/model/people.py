"""What the model remembers: officials with their accounts and grants, and sessions."""

from dataclasses import field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.sync import SyncState
from oktui.values import dataclass

LOCKS_AFTER = 3
SESSION = timedelta(hours=8)
GRACE = timedelta(minutes=15)
MONTHS = 18
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


def prague(moment: datetime) -> date:
    """The day in Prague."""
    return moment.astimezone(ZoneInfo("Europe/Prague")).date()


def within(since: date, until: date | None, day: date) -> bool:
    """Whether the day is one of those, both ends counted."""
    return day >= since and (until is None or day <= until)


@dataclass(frozen=True)
class Office:
    """Where somebody works."""

    id: int
    name: str
    kind: OfficeKind
    region: Region | None


@dataclass(eq=False)
class Held:
    """A permission that was given."""

    module: Module
    permission: Permission
    level: Level
    since: date
    until: date | None = None
    revoked: bool = False

    def stands(self, day: date) -> bool:
        """Whether it is in force on the day."""
        return not self.revoked and within(self.since, self.until, day)

    def stands_sometime(self, day: date) -> bool:
        """Whether it is in force on the day or will be."""
        return not self.revoked and (self.until is None or self.until >= day)

    @property
    def opens(self) -> bool:
        """Whether it lets anybody in: the old permission does not, nor the helpdesk's, which is switched off."""
        return self.permission not in (Permission.APPEALS, Permission.USER_SUPPORT)

    @property
    def administers(self) -> bool:
        """Whether it is Správa systému."""
        return self.permission is Permission.SYSTEM_ADMINISTRATION


@dataclass(eq=False)
class Official:
    """An employee and, where `account_id` is not None, their account."""

    employee_id: int
    realm: Realm
    ik: str
    office: Office
    since: date
    until: date | None = None
    retired: bool = False
    edits: int = 0
    gone: bool = False
    account_id: int | None = None
    username: str = ""
    passwords: list[str] = field(default_factory=list)
    set_at: datetime = LONG_AGO
    must_change: bool = False
    temporary: bool = False
    dies: datetime | None = None
    used_at: datetime | None = None
    failures: int = 0
    state: SyncState = SyncState.NEW
    sync_failed: bool = False
    ever_in: bool = False
    grants: list[Held] = field(default_factory=list)

    @property
    def locked(self) -> bool:
        """R2.6-1: three failures in a row."""
        return self.failures >= LOCKS_AFTER

    def valid(self, day: date) -> bool:
        """R2.5-1: between the days of the validity."""
        return within(self.since, self.until, day)

    def administrator(self, day: date) -> bool:
        """X-15: has Správa systému, or will have it."""
        return any(grant.administers and grant.stands_sometime(day) for grant in self.grants)

    def rights(self, module: Module, day: date) -> dict[Permission, Level]:
        """R1.1-2: what a session begun on the day would permit."""
        return {g.permission: g.level for g in self.grants if g.module is module and g.stands(day) and g.opens}

    def loadable(self, day: date) -> bool:
        """R2.3-14: whether the sync has any permission to load."""
        return any(grant.opens and grant.stands_sometime(day) for grant in self.grants)

    def password_dead(self, now: datetime) -> bool:
        """X-16: a temporary password's end has come, or its first use is too long ago."""
        if not self.temporary:
            return False
        return (self.dies is not None and now >= self.dies) or (
            self.used_at is not None and now >= self.used_at + GRACE
        )

    def overdue(self, day: date) -> bool:
        """X-15: the password is 18 months old."""
        set_on = prague(self.set_at)
        year, month = divmod(set_on.year * 12 + set_on.month - 1 + MONTHS, 12)
        # The last day of a shorter month; what its next day begins is the month after.
        last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(1)).day
        return day >= date(year, month + 1, min(set_on.day, last))

    def why_not(self, module: Module, now: datetime) -> str | None:
        """The refusal that a right password meets, in the order in which the document's conditions are asked."""
        day = prague(now)
        reasons = (
            (self.locked, "bad_credentials"),
            (self.password_dead(now), "temporary_password_spent"),
            (self.state is not SyncState.ACTIVE, "not_synchronised"),
            (not self.rights(module, day), "no_usable_permission"),
            (self.retired or not self.valid(day), "account_not_valid"),
        )
        return next((code for met, code in reasons if met), None)

    def give(self, password: str, now: datetime, *, temporary: bool) -> None:
        """Set the password."""
        self.passwords.append(password)
        self.set_at, self.must_change, self.temporary = now, temporary, temporary
        self.dies = self.used_at = None


@dataclass(eq=False)
class Seat:
    """A session."""

    id: int
    official: Official
    module: Module
    rights: dict[Permission, Level]
    begun: datetime
    touched: datetime
    must_change: bool
    ended: str | None = None
    wrong: int = 0
    locked: bool = False

    def over(self, now: datetime) -> str | None:
        """X-9, X-27: why it is over, if it is."""
        official = self.official
        if self.ended is not None:
            return self.ended
        reasons = (
            (official.retired, "retired"),
            (not official.valid(prague(now)), "not_valid"),
            (official.locked, "locked"),
            (now - self.begun >= SESSION, "too_long"),
            (self.must_change and official.password_dead(now), "password_died"),
        )
        return next((reason for met, reason in reasons if met), None)

    def barred(self, now: datetime, *, changing_password: bool = False) -> str | None:
        """What stands before any use case: the session's end, its lock screen, a change of password demanded."""
        if self.over(now) is not None:
            return "session_over"
        if self.locked:
            return "session_locked"
        return "must_change_password" if self.must_change and not changing_password else None

    @property
    def administers(self) -> bool:
        """R2.1-1: began with Správa systému, to change things."""
        return self.rights.get(Permission.SYSTEM_ADMINISTRATION) is Level.UPDATE
