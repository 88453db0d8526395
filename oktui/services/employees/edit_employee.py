"""Edit an employee, their account and its grants, as F6 holds them, in one transaction (R2.3-11, R2.5-1, R2.8-1)."""

from dataclasses import dataclass, fields, replace

from oktui.domain.accounts import Account, Grant, GrantChange, holds_administration
from oktui.domain.audit import EditConflict, EventKind, changes_by
from oktui.domain.authority import Action, Principal, Subject, require
from oktui.domain.names import check_username
from oktui.domain.people import Details, Employee, Workplace, check_details
from oktui.domain.sessions import Actor
from oktui.domain.text import Required
from oktui.effects import Effects
from oktui.services.administration import keeping_administration
from oktui.services.employees.create_employee import (
    NewAccount,
    PreparedAccount,
    choose_workplace,
    prepare_account,
    refuse_taken,
    store_account,
)
from oktui.services.employees.get_employee import EDITS
from oktui.services.granting import decide_grants, store_grants
from oktui.services.helpdesk.reset_password import hash_for, store_password
from oktui.services.identity import identify
from oktui.services.passwords import PasswordEntry
from oktui.services.recording import SUBJECT, picture, record
from oktui.services.register.find_person import usable_person
from storage import accounts, audit, employees, krk
from storage.database import transaction


@dataclass(frozen=True)
class AccountEdit:
    """What F6 holds of the account; `password` only when Změnit heslo is ticked (R2.8-1)."""

    username: str
    grants: tuple[GrantChange, ...] = ()
    password: PasswordEntry | None = None
    must_change: bool = True


@dataclass(frozen=True)
class EditEmployee:
    """What F6 holds when OK is pressed.

    `version` is that of the employee it was opened with (X-21). `confirmed` lets the office lose its last administrator
    (X-10).
    """

    employee_id: int
    version: int
    workplace_id: int | None
    details: Details
    account: AccountEdit | NewAccount | None = None
    confirmed: bool = False


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
        EditConflict: somebody else saved since the form was opened (X-21).
        DomainError: any field at fault or an actor who may not; nothing is stored then.
    """
    with transaction():
        loaded = _load(actor, request, effects)
        details = check_details(request.details, _stored(loaded.employee))
    prepared = _prepare(request, loaded, effects)
    with transaction():
        loaded = _load(actor, request, effects)
        before = picture(loaded.employee, loaded.account)
        with keeping_administration(loaded.employee, confirmed=request.confirmed, effects=effects):
            employees.update(loaded.employee.id, loaded.workplace, details)
            _edit_account(request, prepared, loaded, effects)
        employee = employees.load(loaded.employee.id)
        after = picture(employee, accounts.of_employee(employee.id))
        if prepared.password_hash is not None:
            after = {**after, "password": "nové heslo", "must_change": _must_change(request)}
        record(loaded.principal, EventKind.EMPLOYEE_CHANGED, employee, at=effects.now(), before=before, after=after)


def _stored(employee: Employee) -> Details:
    return Details(**{field.name: getattr(employee, field.name) for field in fields(Details)})


def _must_change(request: EditEmployee) -> bool:
    return isinstance(request.account, AccountEdit) and request.account.must_change


def _load(actor: Actor, request: EditEmployee, effects: Effects) -> _Loaded:
    principal = identify(actor, effects)
    account = accounts.of_employee(request.employee_id, to_change=True)
    employee = employees.load(request.employee_id, to_change=True)
    require(principal, Action.EDIT_EMPLOYEE, Subject.of(employee, account, effects.now()))
    if employee.version != request.version:
        raise conflict(employee, request.version)
    workplace = employee.workplace
    if request.workplace_id != workplace.id:
        workplace = choose_workplace(principal, request.workplace_id, employee.ik, effects, Action.EDIT_EMPLOYEE)
    return _Loaded(principal, employee, account, workplace)


def conflict(employee: Employee, version: int) -> EditConflict:
    """Who saved the employee last, when, and what has changed since that version (X-21)."""
    events = audit.last_of(SUBJECT, employee.id, EDITS, most=employee.version - version)
    return EditConflict(events[0].who.name, events[0].at, changes_by(reversed(events)))


def _prepare(request: EditEmployee, loaded: _Loaded, effects: Effects) -> _Prepared:
    edit, account, employee = request.account, loaded.account, loaded.employee
    if edit is None:
        return _Prepared()
    if account is None:
        if isinstance(edit, AccountEdit):
            raise Required("password")
        person = usable_person(krk.find_by_ik(employee.ik), loaded.principal.realm)
        new = prepare_account(edit, person, loaded.principal, loaded.workplace.office_kind, effects)
        return _Prepared(new_account=new)
    if isinstance(edit, NewAccount) or edit.password is None:
        return _Prepared()
    changed = replace(account, username=edit.username, grants=_decide(account, edit, loaded, effects))
    return _Prepared(password_hash=hash_for(changed, edit.password, effects=effects))


def _decide(account: Account, edit: AccountEdit, loaded: _Loaded, effects: Effects) -> tuple[Grant, ...]:
    return decide_grants(
        account.grants,
        edit.grants,
        module=loaded.principal.module,
        office_kind=loaded.workplace.office_kind,
        policy=effects.policy,
    )


def _edit_account(request: EditEmployee, prepared: _Prepared, loaded: _Loaded, effects: Effects) -> None:
    principal, account, edit = loaded.principal, loaded.account, request.account
    if account is None:
        if prepared.new_account is not None:
            store_account(loaded.employee.id, prepared.new_account, actor=principal, effects=effects)
        return
    if not isinstance(edit, AccountEdit):
        return
    _rename(account, edit.username, principal)
    after = _decide(account, edit, loaded, effects)
    store_grants(account.id, principal.realm, account.grants, after, actor=principal, now=effects.now())
    if prepared.password_hash is not None:
        store_password(account, prepared.password_hash, must_change=edit.must_change, effects=effects)
    elif _becomes_administrator(account, after, effects):
        # The password was checked against the rules of an ordinary account; an administrator's are stricter.
        accounts.demand_change(account.id)


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


def _becomes_administrator(account: Account, after: tuple[Grant, ...], effects: Effects) -> bool:
    now = effects.now()
    return holds_administration(after, now) and not account.is_administrator(now)
