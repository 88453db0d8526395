"""Create an office's first administrator from its request, or let a locked-out one in again (R2.4-2)."""

from dataclasses import replace
from datetime import date
from typing import Final

from oktui.domain.accounts import Account, Grant
from oktui.domain.administrator_request import AdministratorRequest, PersonDisagrees, check_request
from oktui.domain.audit import Detail, EventKind
from oktui.domain.authority import Action, Denial, Forbidden, Principal, Subject, require
from oktui.domain.generated_passwords import generate_for
from oktui.domain.modules import Level, Permission
from oktui.domain.names import fold, username_from
from oktui.domain.password_owner import Owner
from oktui.domain.people import (
    NOT_STORED,
    DetailsEntry,
    Employee,
    Names,
    Person,
    RegionDisagrees,
    Workplace,
    WorkplaceNotAllowed,
    check_details,
    usable_person,
)
from oktui.domain.policy import Policy
from oktui.domain.register import NO_CONSENT, PersonEntry, check_person
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.services import krk_writing
from oktui.services.acting import acting, seeing
from oktui.services.granting import withdraw, write_grants
from oktui.services.new_accounts import PreparedAccount, free_username, store_account
from oktui.services.new_passwords import store_password
from oktui.services.recording import record, snapshot
from oktui.values import dataclass
from storage import accounts, employees, krk, workplaces


@dataclass(frozen=True, repr=False)
class FirstAdministrator:
    """Who can sign in, and with what password once; `revived` when the account was there before."""

    username: str
    password: str
    revived: bool


def create_first_administrator(
    owner: MachineOwner, request: AdministratorRequest, *, doubtful_confirmed: bool = False, effects: Effects
) -> FirstAdministrator:
    """Give the office an administrator: a new one, or the account that the person has there already, opened again.

    An account that is there is unlocked, restored and made valid, its password replaced and Správa systému granted. A
    new one waits for the sync like any other. A workplace that is not known yet is added.

    Raises:
        Forbidden: not the owner of the machine, or in another module.
        DoubtfulBirthNumber: it is doubtful, KRK does not know it, and that was not confirmed (X-25).
        DomainError: a line of the request at fault, or a person whom KRK does not have or does not let be employed.
        Outage: KRK or the database gave no answer; nothing is stored then.
    """
    with seeing(owner, Action.COMMAND_MACHINE, effects) as principal:
        if principal.module is not request.module:
            raise Forbidden(Action.COMMAND_MACHINE, Denial.OTHER_MODULE)
    request = check_request(request)
    realm = request.module.realm
    details = check_details(DetailsEntry(principal.today, email=request.email, position=request.position))
    person = _person(principal, request, effects, doubtful_confirmed=doubtful_confirmed)
    surname = person.data.surname
    named = Owner(username_from(surname), surname, person.data.birth_number, is_administrator=True)
    password = generate_for(named, effects.policy.passwords, effects.choose)
    password_hash = effects.hashing.hash(password)
    with acting(owner, Action.COMMAND_MACHINE, effects) as principal:
        subject = Subject(realm, request.office_kind, request.region, person.ik)
        require(principal, Action.COMMAND_MACHINE, subject)
        workplace = _workplace(request, details.valid_from)
        employee = employees.find(realm, workplace.id, person.ik)
        account = accounts.of_employee(employee.id) if employee else None
        before = snapshot(employee, account) if employee else {}
        if employee is None:
            employee = employees.load(employees.insert(person, realm, workplace, details))
        if account is None:
            username = _create_account(employee, person, password_hash, principal)
        else:
            username = account.username
            _open_again(account, principal)
            store_password(account, password_hash, must_change=True, actor=principal, effects=effects)
        _make_valid(employee, principal)
        employees.touch(employee.id)
        _record(principal, employee.id, before)
    return FirstAdministrator(username, password, revived=account is not None)


def _person(
    principal: Principal, request: AdministratorRequest, effects: Effects, *, doubtful_confirmed: bool
) -> Person:
    """Whom KRK has; in OKnouze/OKslužby, whom it has not is registered, for no consent is needed there (R2.4-1)."""
    known = krk.find_by_birth_number(request.birth_number)
    if known is not None and fold(known.data.name) != fold(Names(request.given_name, request.surname).name):
        raise PersonDisagrees
    if not request.module.realm.enters_persons:
        return usable_person(known, request.module.realm)
    entry = PersonEntry(
        birth_number=str(request.birth_number),
        given_name=request.given_name,
        surname=request.surname,
        birth_surname=request.birth_surname,
    )
    new = check_person(entry, {principal.realm.category}, NO_CONSENT, today=principal.today, one_name=True)
    return krk_writing.take_or_register(
        principal, new, confirmed=True, doubtful_confirmed=doubtful_confirmed, effects=effects
    )


def _workplace(request: AdministratorRequest, since: date) -> Workplace:
    known = workplaces.find(request.office_kind, request.workplace)
    if known is not None:
        if known.region is not request.region:
            raise RegionDisagrees
        if not known.valid_on(since):
            raise WorkplaceNotAllowed
        return known
    new = Workplace(
        NOT_STORED, request.office_kind, request.workplace, request.region, since, data_box=request.data_box
    )
    return workplaces.insert(new)


def _administration(principal: Principal) -> Grant:
    return Grant(None, principal.module, Permission.SYSTEM_ADMINISTRATION, Level.UPDATE, principal.today)


_ALONE: Final = Policy(second_person=False)
"""Whoever makes an office's first administrator: there is nobody yet who could confirm it."""


def _create_account(employee: Employee, person: Person, password_hash: str, principal: Principal) -> str:
    username = free_username(employee.realm, username_from(person.data.surname) or f"ik{person.ik}")
    prepared = PreparedAccount(username, password_hash, (_administration(principal),))
    store_account(employee.id, prepared, actor=principal, policy=_ALONE)
    return username


def _open_again(account: Account, principal: Principal) -> None:
    """Unlock the account, and see to it that it has Správa systému of the module, at level aktualizace, today."""
    accounts.forget_failures(account.id)
    wanted = _administration(principal)
    day = principal.today
    held = [
        grant
        for grant in account.grants
        if grant.module is wanted.module and grant.permission is wanted.permission and grant.revoked_at is None
    ]
    if any(grant.in_force(day) and grant.level is Level.UPDATE for grant in held):
        return
    kept = tuple(grant for grant in account.grants if grant not in held)
    write_grants(account.id, account.grants, (*kept, wanted), actor=principal)
    withdraw(account.id, {wanted.module})


def _make_valid(employee: Employee, principal: Principal) -> None:
    """End a retirement, and an end of validity that has passed or a beginning that has not come."""
    day = principal.today
    if employee.retired_at is not None:
        employees.set_retired(employee.id, None)
    if not employee.valid_on(day):
        since = min(employee.details.valid_from, day)
        opened = replace(employee.details, valid_from=since, valid_to=None)
        employees.update(employee.id, employee.workplace, opened)


def _record(principal: Principal, employee_id: int, before: Detail) -> None:
    employee = employees.load(employee_id)
    after = snapshot(employee, accounts.of_employee(employee_id))
    record(principal, EventKind.ADMINISTRATOR_CREATED, employee, before=before, after=after)
