"""Those who have permissions in force in a module, by their usernames: what is shown over LDAP."""

from datetime import date
from typing import Any

from peewee import fn

from oktui.domain.accounts import Account
from oktui.domain.directory import Wanted
from oktui.domain.modules import Module
from oktui.domain.sync import SyncState
from storage import accounts
from storage.models import AccountRow, EmployeeRow, GrantRow


def of_module(module: Module, day: date, wanted: Wanted) -> list[Account]:
    """The accounts that are asked for: valid on that day, made usable by the sync, with a grant in force."""
    account, employee, grant = AccountRow, EmployeeRow, GrantRow
    held = (grant.account == account.id) & (grant.module == module) & grant.revoked_at.is_null() & _lasts(grant, day)
    if wanted.holding is not None:
        permission, level = wanted.holding
        held &= (grant.permission == permission) & (grant.level == level)
    name = fn.LOWER(account.username)
    there = [
        account.realm == module.realm,
        account.sync_state == SyncState.ACTIVE,
        employee.retired_at.is_null(),
        _lasts(employee, day),
        fn.EXISTS(grant.select().where(held)),
        name > wanted.after.lower(),
    ]
    if wanted.username is not None:
        there.append(name == wanted.username.lower())
    if wanted.ik is not None:
        there.append(employee.ik == wanted.ik)
    query = account.select(account.id).join(employee).where(*there).order_by(name).limit(wanted.limit)
    ids = [row.id for row in query]
    found = accounts.among(ids)
    return [found[each] for each in ids]


def _lasts(row: Any, day: date) -> Any:
    return (row.valid_from <= day) & (row.valid_to.is_null() | (row.valid_to >= day))
