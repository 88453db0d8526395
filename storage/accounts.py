"""Accounts: reading them whole, storing them, and the counting of attempts to sign in."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, cast

from peewee import SQL, IntegrityError, ModelSelect, NodeList, fn

from oktui.domain.accounts import Account, Grant
from oktui.domain.authority import NotFound
from oktui.domain.listing import Sorting
from oktui.domain.modules import Permission, Realm
from oktui.domain.offices import Region
from oktui.domain.preferences import Appearance, Preferences
from oktui.domain.sync import SyncState
from oktui.values import dataclass
from storage import employees
from storage.database import database, for_update
from storage.lookup import keep_words
from storage.mapping import record
from storage.models import AccountRow, EmployeeRow, GrantRow, IncidentRow, PastPasswordRow, WorkplaceRow

PENDING: Final = NodeList((AccountRow.sync_state, SQL(f"<> '{SyncState.ACTIVE.value}'")))
"""What the sync has still to do (X-7); a literal, for of a parameter SQLite does not know that the index has it."""


class UsernameInUse(Exception):
    """The database refused a username that another account of the realm has."""


@dataclass(frozen=True)
class NewPassword:
    """A password as it is stored, and what it takes to use it (X-16)."""

    password_hash: str
    set_at: datetime
    temporary: bool
    temporary_until: datetime | None = None


def _value_of(row: AccountRow, grants: Iterable[GrantRow]) -> Account:
    held = tuple(record(Grant, grant) for grant in grants)
    return record(Account, row, employee=employees.value_of(row.employee), grants=held)


def _whole(condition: Any, *, to_change: bool = False) -> Account | None:
    if to_change:
        list(for_update(AccountRow.select(AccountRow.id).where(condition)))
    row = _with_employees(condition).first()
    if row is None:
        return None
    return _value_of(row, GrantRow.select().where(GrantRow.account == row.id).order_by(GrantRow.id))


def _with_employees(condition: Any) -> "ModelSelect[AccountRow]":
    query = AccountRow.select(AccountRow, EmployeeRow, WorkplaceRow)
    return query.join(EmployeeRow).join(WorkplaceRow).where(condition)


def load(account_id: int, *, to_change: bool = False) -> Account:
    """The account with its employee and grants; `to_change` holds it until the transaction ends. Raises NotFound."""
    account = _whole(AccountRow.id == account_id, to_change=to_change)
    if account is None:
        raise NotFound
    return account


def find(account_id: int) -> Account | None:
    """The account, unless it has been deleted."""
    return _whole(AccountRow.id == account_id)


def of_employee(employee_id: int, *, to_change: bool = False) -> Account | None:
    """The account of an employee, if they have one; whoever changes both holds it before the employee."""
    return _whole(AccountRow.employee == employee_id, to_change=to_change)


def of_employees(employee_ids: Collection[int]) -> dict[int, Account]:
    """The accounts of many employees, by the employee, in two queries."""
    return {account.employee.id: account for account in _all(AccountRow.employee.in_(list(employee_ids)))}


def among(account_ids: Collection[int]) -> dict[int, Account]:
    """Those of these accounts that are there, by their ids, in two queries."""
    return {account.id: account for account in _all(AccountRow.id.in_(list(account_ids)))}


def _all(condition: Any) -> list[Account]:
    rows = list(_with_employees(condition))
    grants = (
        GrantRow.select().where(GrantRow.account.in_([row.id for row in rows])).order_by(GrantRow.account, GrantRow.id)
    )
    held = {key: list(rows) for key, rows in groupby(grants, key=attrgetter("account_id"))}
    return [_value_of(row, held.get(row.id, ())) for row in rows]


def administrators_at(workplace_id: int, realm: Realm) -> list[Account]:
    """The accounts of the workplace's employees that have Správa systému, in force or not."""
    at_workplace = (AccountRow.realm == realm) & (EmployeeRow.workplace == workplace_id)
    return _holding(Permission.SYSTEM_ADMINISTRATION, at_workplace & GrantRow.revoked_at.is_null())


def with_appeals(region: Region | None) -> list[Account]:
    """The accounts with the old permission Řešení odvolání that are not retired, of a region or of all, by username."""
    there: Any = EmployeeRow.retired_at.is_null()
    if region is not None:
        there &= EmployeeRow.region == region
    return sorted(_holding(Permission.APPEALS, there), key=lambda account: account.username)


def _holding(permission: Permission, condition: Any) -> list[Account]:
    query = (
        AccountRow.select(AccountRow.id)
        .join(EmployeeRow)
        .switch(AccountRow)
        .join(GrantRow, on=(GrantRow.account == AccountRow.id))
        .where(GrantRow.permission == permission, condition)
        .distinct()
    )
    return [load(row.id) for row in query]


def named(realm: Realm, username: str) -> Account | None:
    """The account with the username in the realm, without regard to case (R2.3-7)."""
    return _whole((AccountRow.realm == realm) & _has_name(username))


def _has_name(username: str) -> Any:
    return fn.lower(AccountRow.username) == username.lower()


def username_taken(realm: Realm, username: str) -> bool:
    """Whether an account of the realm has the username, without regard to case (R2.3-8)."""
    return AccountRow.select().where(AccountRow.realm == realm, _has_name(username)).exists()


def any_activated(ik: str) -> bool:
    """Whether the sync has made any account of the person usable, in either realm."""
    query = AccountRow.select().join(EmployeeRow)
    of_them = (EmployeeRow.realm.in_(list(Realm)), EmployeeRow.ik == ik)
    return query.where(*of_them, AccountRow.sync_state == SyncState.ACTIVE).exists()


def insert(employee_id: int, realm: Realm, username: str, password: NewPassword) -> int:
    """Store a new account, which waits for the sync, and return its id. Raises UsernameInUse."""
    try:
        with database.atomic():
            query = AccountRow.insert(
                employee=employee_id,
                realm=realm,
                username=username,
                created_at=password.set_at,
                sync_state=SyncState.NEW,
                sync_changed_at=password.set_at,
                **_of_password(password),
            )
            account_id = cast(int, query.execute())
    except IntegrityError as error:
        raise UsernameInUse from error
    keep_words([employee_id])
    return account_id


def rename(account_id: int, username: str) -> None:
    """Give the account another username. Raises UsernameInUse."""
    try:
        with database.atomic():
            _update(account_id, username=username)
    except IntegrityError as error:
        raise UsernameInUse from error
    keep_words(EmployeeRow.select(EmployeeRow.id).join(AccountRow).where(AccountRow.id == account_id))


def set_password(account_id: int, password: NewPassword, *, remembered: int) -> None:
    """Replace the password and keep the old one among the last `remembered` (X-15)."""
    old = AccountRow.get_by_id(account_id)
    PastPasswordRow.insert(account=account_id, password_hash=old.password_hash, replaced_at=password.set_at).execute()
    _update(account_id, **_of_password(password))
    kept = _past(account_id).select(PastPasswordRow.id).limit(max(remembered - 1, 0))
    PastPasswordRow.delete().where(PastPasswordRow.account == account_id, PastPasswordRow.id.not_in(kept)).execute()


def set_hash(account_id: int, password_hash: str) -> None:
    """Store the same password hashed with another profile (X-18)."""
    _update(account_id, password_hash=password_hash)


def _of_password(password: NewPassword) -> dict[str, Any]:
    return {
        "password_hash": password.password_hash,
        "password_set_at": password.set_at,
        "must_change": password.temporary,
        "temporary": password.temporary,
        "temporary_until": password.temporary_until,
        "temporary_used_at": None,
    }


def past_hashes(account_id: int, remembered: int) -> list[str]:
    """The hashes of the passwords before the present one, newest first; `remembered` counts both (X-15)."""
    return [row.password_hash for row in _past(account_id).limit(max(remembered - 1, 0))]


def _past(account_id: int) -> "ModelSelect[PastPasswordRow]":
    return PastPasswordRow.select().where(PastPasswordRow.account == account_id).order_by(PastPasswordRow.id.desc())


def delete(account_id: int) -> None:
    """Remove an account that was never signed in to, with its grants; incidents keep the name that was typed (X-26)."""
    IncidentRow.update(account=None).where(IncidentRow.account == account_id).execute()
    GrantRow.delete().where(GrantRow.account == account_id).execute()
    PastPasswordRow.delete().where(PastPasswordRow.account == account_id).execute()
    AccountRow.delete().where(AccountRow.id == account_id).execute()


def demand_change(account_id: int) -> None:
    """Have the owner choose a new password at the next sign-in."""
    _update(account_id, must_change=True)


def reserve_attempt(account_id: int, lock_after: int) -> bool:
    """Count an attempt before it is verified; False when the account has had all of its attempts (X-14)."""
    query = AccountRow.update(failures=AccountRow.failures + 1).where(
        AccountRow.id == account_id, AccountRow.locked_at.is_null(), AccountRow.failures < lock_after
    )
    return bool(query.execute())


def lock_if_spent(account_id: int, lock_after: int, now: datetime) -> bool:
    """Lock the account when all of its attempts have failed; True if this call locked it (R2.6-1)."""
    query = AccountRow.update(locked_at=now).where(
        AccountRow.id == account_id, AccountRow.locked_at.is_null(), AccountRow.failures >= lock_after
    )
    return bool(query.execute())


def locked_since(realm: Realm, region: Region | None, since: datetime) -> int:
    """How many accounts of the region (None: of MPSV) have been locked since then, and still are."""
    place: Any = EmployeeRow.region.is_null() if region is None else EmployeeRow.region == region
    query = AccountRow.select().join(EmployeeRow)
    return query.where(AccountRow.locked_at >= since, AccountRow.realm == realm, place).count()


def lock(account_id: int, now: datetime) -> None:
    """Lock the account at once (R2.6-1)."""
    _update(account_id, locked_at=now, failures=AccountRow.failures + 1)


def forget_failures(account_id: int) -> None:
    """Start the count of failures anew, and unlock (R2.6-1, R2.6-3)."""
    _update(account_id, failures=0, locked_at=None)


def prefer_menu(account_id: int, *, menu: bool) -> None:
    """Remember whether the owner wants to begin with the menu (F18)."""
    _update(account_id, menu_first=menu)


def prefer_appearance(account_id: int, appearance: Appearance) -> None:
    """Remember what the program is to look like to the owner."""
    _update(account_id, appearance=appearance)


def prefer_sorting(account_id: int, sorting: Sorting) -> None:
    """Remember what the owner has the list of employees sorted by (F3)."""
    _update(account_id, sorted_by=sorting.order, descending=sorting.descending)


def prefer_printer(account_id: int, *, printer: bool) -> None:
    """Remember whether the owner's terminal has a printer."""
    _update(account_id, printer=printer)


def preferences(account_id: int) -> Preferences:
    """What the owner has chosen."""
    row = AccountRow.get_by_id(account_id)
    sorting = Sorting(row.sorted_by, descending=row.descending)
    return Preferences(row.menu_first, row.appearance, sorting, row.printer)


def mark_signed_in(account: Account, now: datetime) -> None:
    """Remember the first sign-in and the last, and the first use of a temporary password (X-16, X-26)."""
    _update(
        account.id,
        last_signed_in_at=now,
        first_signed_in_at=account.first_signed_in_at or now,
        temporary_used_at=account.temporary_used_at or now if account.temporary else None,
    )


def pending() -> list[int]:
    """The ids of the accounts that the sync has not made usable yet, oldest first."""
    return [row.id for row in AccountRow.select(AccountRow.id).where(PENDING).order_by(AccountRow.id)]


def asking_krk(account_ids: Collection[int]) -> dict[int, str]:
    """Those of the accounts whose next step of the sync asks KRK, and the IKs that it asks about."""
    states = [state for state in SyncState if state.asks_krk]
    query = AccountRow.select(AccountRow.id, EmployeeRow.ik).join(EmployeeRow)
    query = query.where(AccountRow.id.in_(list(account_ids)), AccountRow.sync_state.in_(states))
    return dict(cast(Any, query.tuples()))


def advance(
    account_id: int, before: SyncState, after: SyncState, now: datetime, *, temporary_until: datetime | None
) -> bool:
    """Move the account on from a state it is still in; False when another worker has moved it (X-7)."""
    columns: dict[str, Any] = {"sync_state": after, "sync_failed": False, "sync_changed_at": now}
    if temporary_until is not None:
        columns["temporary_until"] = temporary_until
    query = AccountRow.update(**columns).where(AccountRow.id == account_id, AccountRow.sync_state == before)
    return bool(query.execute())


def mark_sync_failed(account_id: int, state: SyncState, *, failed: bool, now: datetime) -> bool:
    """Note whether the last attempt failed in talking to KRK; False when that was known (R2.3-14)."""
    query = AccountRow.update(sync_failed=failed, sync_changed_at=now).where(
        AccountRow.id == account_id, AccountRow.sync_state == state, AccountRow.sync_failed != failed
    )
    return bool(query.execute())


def _update(account_id: int, **columns: Any) -> None:
    AccountRow.update(**columns).where(AccountRow.id == account_id).execute()
