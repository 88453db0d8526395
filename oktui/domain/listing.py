"""The list of employees: what it is asked for and what it shows (F3)."""

from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

from oktui.domain.accounts import Account
from oktui.domain.concerns import Concern
from oktui.domain.names import czech_sort_key, join_name
from oktui.domain.offices import OfficeKind
from oktui.domain.people import Employee, covers
from oktui.domain.policy import Policy
from oktui.domain.sync import SyncState
from oktui.values import dataclass

COUNTED_AT_MOST = 1000
"""Matches are counted up to here while one types; beyond, the list only says that there are more."""


@dataclass(frozen=True)
class Criteria:
    """What to look for; names match by their beginning, without case and diacritics (F3)."""

    words: str = ""
    """Beginnings of any words of theirs, in any order: names, username, e-mail, telephone, IK, office."""
    given_name: str = ""
    surname: str = ""
    second_surname: str = ""
    ik: str = ""
    office_kind: OfficeKind | None = None
    workplace_id: int | None = None
    with_invalid: bool = False
    concern: Concern | None = None
    """Only those on this list, who are neither retired nor, unless it is the list of those, ended (F18)."""
    kept: frozenset[int] = frozenset()
    """Employees who stay in the list although they have been retired or have ended, so that it can be undone."""


class Order(Enum):
    """What the list is sorted by; those who are equal in it stand in Czech order."""

    PERSON = "person"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"


@dataclass(frozen=True)
class Sorting:
    """An order, and whether it is turned round. A validity without end is the latest."""

    order: Order = Order.PERSON
    descending: bool = False

    def next_for(self, order: Order) -> "Sorting":
        """What choosing the order stands for: chosen again, it is turned round."""
        return Sorting(order, descending=order is self.order and not self.descending)


class Cursor(NamedTuple):
    """Where a row stands in each of the list's orders; pages are asked for after or before one."""

    sort_key: str
    employee_id: int
    valid_from: date = date.min
    valid_to: date = date.max

    @classmethod
    def of(cls, employee: Employee) -> "Cursor":
        """Where the employee stands."""
        details = employee.details
        sort_key = czech_sort_key(employee.person.surname, employee.person.given_name)
        return cls(sort_key, employee.id, details.valid_from, details.valid_to or date.max)

    def day(self, order: Order) -> date:
        """The day that the order compares first; by person there is none, so that it is always the same."""
        return {Order.VALID_FROM: self.valid_from, Order.VALID_TO: self.valid_to}.get(order, date.min)

    def place(self, order: Order) -> tuple[date, str, int]:
        """What is compared in the order."""
        return self.day(order), self.sort_key, self.employee_id


class Status(Enum):
    """In what state the list shows an account, the most hindering one first."""

    NO_ACCOUNT = "no_account"
    RETIRED = "retired"
    LOCKED = "locked"
    EXPIRED = "expired"
    PENDING = "pending"
    NOT_BEGUN = "not_begun"
    ACTIVE = "active"


@dataclass(frozen=True)
class Listed:
    """A row of the list."""

    key: Cursor
    ik: str
    given_name: str
    surname: str
    username: str | None
    valid_from: date
    valid_to: date | None
    retired: bool
    locked: bool
    sync_state: SyncState | None

    @property
    def person(self) -> str:
        """The column Osoba."""
        return f"{self.ik}: {join_name(self.given_name, self.surname)}"

    def status(self, day: date) -> Status:
        """The account's state on that day."""
        if self.username is None:
            return Status.NO_ACCOUNT
        if self.retired:
            return Status.RETIRED
        if self.locked:
            return Status.LOCKED
        if self.valid_to is not None and self.valid_to < day:
            return Status.EXPIRED
        if self.sync_state is not SyncState.ACTIVE:
            return Status.PENDING
        return Status.ACTIVE if covers(self.valid_from, self.valid_to, day) else Status.NOT_BEGUN


@dataclass(frozen=True)
class Entry:
    """A row of the list with all that is known of the employee: a row of the export."""

    listed: Listed
    employee: Employee
    account: Account | None

    @classmethod
    def of(cls, employee: Employee, account: Account | None, policy: Policy) -> "Entry":
        """The row of somebody who is known whole."""
        listed = Listed(
            key=Cursor.of(employee),
            ik=employee.ik,
            given_name=employee.person.given_name,
            surname=employee.person.surname,
            username=account.username if account else None,
            valid_from=employee.details.valid_from,
            valid_to=employee.details.valid_to,
            retired=employee.retired_at is not None,
            locked=account is not None and account.locked(policy),
            sync_state=account.sync_state if account else None,
        )
        return cls(listed, employee, account)

    @property
    def key(self) -> Cursor:
        """Where the row stands."""
        return self.listed.key

    def dated(self, status: Status) -> date | datetime | None:
        """The day or moment that the account's state is of: when it began, or the day of the validity that it names."""
        if self.account is None:
            return None
        return {
            Status.NO_ACCOUNT: None,
            Status.RETIRED: self.employee.retired_at,
            Status.LOCKED: self.account.locked_at,
            Status.EXPIRED: self.employee.details.valid_to,
            Status.PENDING: self.account.created_at,
            Status.NOT_BEGUN: self.employee.details.valid_from,
            Status.ACTIVE: self.account.sync_changed_at,
        }[status]
