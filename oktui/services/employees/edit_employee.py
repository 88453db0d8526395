"""Edit an employee, their account and its grants, as F6 holds them, in one transaction (R2.3-11, R2.5-1, R2.8-1)."""

from collections.abc import Iterable
from dataclasses import replace

from oktui.domain.accounts import Account, Grant, GrantChange, check_opens, holds_administration
from oktui.domain.audit import NEW_PASSWORD, EventKind
from oktui.domain.authority import Action, Principal
from oktui.domain.granting import decide_grants
from oktui.domain.names import check_username
from oktui.domain.people import DetailsEntry, Employee, Workplace, check_details, usable_person
from oktui.domain.proposals import reaches_others
from oktui.domain.recognition import Recognition, on_record
from oktui.domain.sessions import Actor, SessionEnd
from oktui.domain.text import Required
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.administration import keeping_administration
from oktui.services.granting import Granted, store_grants
from oktui.services.new_accounts import NewAccount, PreparedAccount, prepare_account, refuse_taken, store_account
from oktui.services.new_passwords import PasswordEntry, demand_stricter, hash_for, store_password
from oktui.services.recording import record, snapshot, who
from oktui.services.subjects import employee_for, workplace_for
from oktui.services.versions import check_version
from oktui.values import dataclass
from storage import accounts, employees, krk, sessions


@dataclass(frozen=True)
class AccountEdit:
    """What F6 holds of the account; `password` only when Změnit heslo is ticked (R2.8-1).

    `recognised_by` says how whoever asked for that password was known to be the owner (X-16).
    """

    username: str
    grants: tuple[GrantChange, ...] = ()
    password: PasswordEntry | None = None
    must_change: bool = True
    recognised_by: frozenset[Recognition] = frozenset()


@dataclass(frozen=True)
class EditEmployee:
    """What F6 holds when OK is pressed.

    `version` is that of the employee it was opened with (X-21). `confirmed` lets the office lose its last administrator
    (X-10), `useless_confirmed` lets the account have nothing to sign in with (R1.1-2).
    """

    employee_id: int
    version: int
    workplace_id: int | None
    details: DetailsEntry
    account: AccountEdit | NewAccount | None = None
    confirmed: bool = False
    useless_confirmed: bool = False


@dataclass(frozen=True)
class _Loaded:
    """What the edit is of, as it is stored, and the workplace that it is to be at."""

    principal: Principal
    employee: Employee
    account: Account | None
    workplace: Workplace


@dataclass(frozen=True)
class _Prepared:
    """An edit with its slow work done."""

    new_account: PreparedAccount | None = None
    password_hash: str | None = None


def edit_employee(actor: Actor, request: EditEmployee, *, effects: Effects) -> None:
    """Store the edit; grants are in force for the owner at their next sign-in (R2.3-13).

    Raises:
        LastAdministrator: nobody could administer the office any more, and that was not confirmed (X-10).
        NothingGranted: the account would lose all that lets its owner in, and that was not confirmed (R1.1-2).
        EditConflict: somebody else saved since the form was opened (X-21).
        DomainError: any field at fault or an actor who may not; nothing is stored then.
    """
    with acting(actor, Action.EDIT_EMPLOYEE, effects) as principal:
        loaded = _load(principal, request)
        details = check_details(request.details, loaded.employee.details)
    prepared = _prepare(request, loaded, effects)
    with acting(actor, Action.EDIT_EMPLOYEE, effects) as principal:
        loaded = _load(principal, request)
        before = snapshot(loaded.employee, loaded.account)
        with keeping_administration(loaded.employee, confirmed=request.confirmed, today=principal.today):
            employees.update(loaded.employee.id, loaded.workplace, details)
            granted = _edit_account(request, prepared, loaded, effects)
        employee = employees.load(loaded.employee.id)
        _end_sessions(employee, loaded, granted)
        after = {**snapshot(employee, accounts.of_employee(employee.id)), **granted.waiting}
        if prepared.password_hash is not None:
            after = {**after, "password": NEW_PASSWORD, **_about_password(request)}
        before = {**before, **granted.withdrawn}
        record(principal, EventKind.EMPLOYEE_CHANGED, employee, before=before, after=after)


def _about_password(request: EditEmployee) -> dict[str, object]:
    edit = request.account
    if not isinstance(edit, AccountEdit):
        return {}
    return {"must_change": edit.must_change, **on_record(edit.recognised_by)}


def _load(principal: Principal, request: EditEmployee) -> _Loaded:
    employee, account = employee_for(principal, Action.EDIT_EMPLOYEE, request.employee_id, to_change=True)
    check_version(employee, request.version)
    workplace = employee.workplace
    if request.workplace_id != workplace.id:
        workplace = workplace_for(principal, Action.EDIT_EMPLOYEE, request.workplace_id, employee.ik)
    return _Loaded(principal, employee, account, workplace)


def _prepare(request: EditEmployee, loaded: _Loaded, effects: Effects) -> _Prepared:
    edit, account, employee = request.account, loaded.account, loaded.employee
    if edit is None:
        return _Prepared()
    if account is None:
        if isinstance(edit, AccountEdit):
            raise Required("password")
        person = usable_person(krk.find_by_ik(employee.ik), loaded.principal.realm)
        new = prepare_account(edit, person, loaded.principal, loaded.workplace, effects)
        return _Prepared(new_account=new)
    if isinstance(edit, NewAccount) or edit.password is None:
        return _Prepared()
    moved = replace(account.employee, workplace=loaded.workplace)
    grants = _decide(account, edit, loaded, effects)
    changed = replace(account, username=edit.username, grants=grants, employee=moved)
    return _Prepared(password_hash=hash_for(changed, edit.password, loaded.principal.at, effects=effects))


def _decide(account: Account, edit: AccountEdit, loaded: _Loaded, effects: Effects) -> tuple[Grant, ...]:
    return decide_grants(
        account.grants,
        edit.grants,
        module=loaded.principal.module,
        office_kind=loaded.workplace.office_kind,
        policy=effects.policy,
    )


def _edit_account(request: EditEmployee, prepared: _Prepared, loaded: _Loaded, effects: Effects) -> Granted:
    principal, account, edit, policy = loaded.principal, loaded.account, request.account, effects.policy
    if account is None:
        if prepared.new_account is None:
            return Granted(())
        _check_opens(request, principal, prepared.new_account.grants, None, effects)
        return store_account(loaded.employee.id, prepared.new_account, actor=principal, policy=policy)
    after = account.grants
    if isinstance(edit, AccountEdit):
        _rename(account, edit.username, principal)
        after = _decide(account, edit, loaded, effects)
        _check_opens(request, principal, after, account.grants, effects)
    moved = reaches_others(loaded.workplace, loaded.employee.workplace)
    granted = store_grants(account.id, account.grants, after, actor=principal, policy=policy, moved=moved)
    if isinstance(edit, AccountEdit) and prepared.password_hash is not None:
        store_password(account, prepared.password_hash, must_change=edit.must_change, actor=principal, effects=effects)
    else:
        demand_stricter(
            account.id,
            was_administrator=account.is_administrator(principal.at),
            is_administrator=holds_administration(granted.stand, principal.at),
        )
    return granted


def _end_sessions(employee: Employee, loaded: _Loaded, granted: Granted) -> None:
    """End the sessions of an account whose validity ends by this edit; its owner is told by whom (X-9).

    So too of an administrator who is moved to where a second one has to confirm them: a session goes where its owner
    goes, and has the permissions that it began with (R2.3-13).
    """
    principal, account = loaded.principal, loaded.account
    if account is None:
        return
    if not employee.valid_on(principal.today):
        sessions.end_all_of(account.id, SessionEnd.NOT_VALID, principal.at, by=who(principal).name)
    elif granted.waiting and reaches_others(loaded.workplace, loaded.employee.workplace):
        sessions.end_all_of(account.id, SessionEnd.ENDED_BY_ADMINISTRATOR, principal.at, by=who(principal).name)


def _check_opens(
    request: EditEmployee,
    principal: Principal,
    after: Iterable[Grant],
    before: Iterable[Grant] | None,
    effects: Effects,
) -> None:
    if not request.useless_confirmed:
        check_opens(principal.module, after, principal.today, effects.policy, before=before)


def _rename(account: Account, wanted: str, principal: Principal) -> None:
    if not wanted.strip():
        raise Required("username")
    username = check_username(wanted)
    if username == account.username:
        return
    if username.lower() != account.username.lower():
        refuse_taken(principal.realm, username)
    try:
        accounts.rename(account.id, username)
    except accounts.UsernameInUse:
        refuse_taken(principal.realm, username)
        raise
