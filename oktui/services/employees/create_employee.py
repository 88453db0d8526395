"""Create an employee, with an account and its grants or without: all in one transaction, or nothing (R2.3-11)."""

from dataclasses import dataclass

from oktui.domain.accounts import Grant, GrantChange, holds_administration
from oktui.domain.audit import EventKind
from oktui.domain.authority import Action, Principal, Subject, require
from oktui.domain.calendar import local_date
from oktui.domain.ik import check_ik
from oktui.domain.modules import Realm
from oktui.domain.names import InvalidUsername, UsernameTaken, check_username, next_free_username
from oktui.domain.offices import OfficeKind
from oktui.domain.passwords import Owner
from oktui.domain.people import Details, Person, Workplace, WorkplaceNotAllowed, check_details
from oktui.domain.sessions import Actor
from oktui.domain.text import Required
from oktui.effects import Effects
from oktui.services.granting import decide_grants, store_grants
from oktui.services.identity import identify
from oktui.services.passwords import PasswordEntry, take_password
from oktui.services.recording import picture, record
from oktui.services.register.find_person import usable_person
from storage import accounts, employees, krk, workplaces
from storage.database import transaction


@dataclass(frozen=True)
class NewAccount:
    """What stands under Včetně uživatelského účtu (R2.3-6)."""

    username: str
    password: PasswordEntry
    grants: tuple[GrantChange, ...] = ()


@dataclass(frozen=True)
class CreateEmployee:
    """What F5 holds when OK is pressed."""

    ik: str
    workplace_id: int | None
    details: Details
    account: NewAccount | None = None


@dataclass(frozen=True)
class PreparedAccount:
    """An account with its slow work done, ready to be stored."""

    username: str
    password_hash: str
    grants: tuple[Grant, ...]


def create_employee(actor: Actor, request: CreateEmployee, *, effects: Effects) -> int:
    """Store the employee and return their id; the account waits for the sync (R2.3-12).

    Raises:
        DomainError: any field at fault, a person whom KRK does not have or does not let be employed, a username or a
            permission that cannot be given, an actor who may not (R2.1-1, R2.3-5, R2.3-8, R2.3-9). Nothing is stored.
        Outage: KRK or the database gave no answer.
    """
    if not request.ik:
        raise Required("ik")
    ik = check_ik(request.ik)
    details = check_details(request.details)
    with transaction():
        principal = identify(actor, effects)
        workplace = choose_workplace(principal, request.workplace_id, ik, effects)
    person = usable_person(krk.find_by_ik(ik), principal.realm)
    account = None
    if request.account is not None:
        account = prepare_account(request.account, person, principal, workplace.office_kind, effects)
    with transaction():
        principal = identify(actor, effects)
        workplace = choose_workplace(principal, request.workplace_id, ik, effects)
        employee_id = employees.insert(person, principal.realm, workplace, details)
        if account is not None:
            store_account(employee_id, account, actor=principal, effects=effects)
        _record_created(principal, employee_id, effects)
        return employee_id


def choose_workplace(
    principal: Principal,
    workplace_id: int | None,
    ik: str,
    effects: Effects,
    action: Action = Action.CREATE_EMPLOYEE,
) -> Workplace:
    """The workplace, if the actor may put this person at it today.

    Raises:
        Required, WorkplaceNotAllowed: none was chosen, or one that has ended.
        Forbidden: it lies outside the actor's power, or the person is the actor (R2.1-1).
    """
    if workplace_id is None:
        raise Required("workplace")
    workplace = workplaces.load(workplace_id)
    require(principal, action, Subject(principal.realm, workplace.office_kind, workplace.region, ik))
    if not workplace.valid_on(local_date(effects.now())):
        raise WorkplaceNotAllowed
    return workplace


def prepare_account(
    request: NewAccount, person: Person, principal: Principal, office_kind: OfficeKind, effects: Effects
) -> PreparedAccount:
    """Check a new account and hash its password, before the transaction that stores it.

    Raises:
        Required, InvalidUsername, PasswordsDiffer, PasswordRefused, PermissionNotGrantable, AlreadyGranted,
        DatesOutOfOrder: a field at fault.
        UsernameTaken: with the next free one (R2.3-8, X-5).
    """
    if not request.username.strip():
        raise Required("username")
    username = check_username(request.username)
    granted = decide_grants((), request.grants, module=principal.module, office_kind=office_kind, policy=effects.policy)
    with transaction():
        refuse_taken(principal.realm, username)
    owner = Owner(username, person.surname, person.birth_number, holds_administration(granted, effects.now()))
    return PreparedAccount(username, take_password(request.password, owner, (), effects=effects), granted)


def refuse_taken(realm: Realm, username: str) -> None:
    """Raise UsernameTaken, with a proposal, if an account of the realm has the username (R2.3-8, X-5)."""
    if accounts.username_taken(realm, username):
        raise UsernameTaken(username, next_free_username(username, lambda name: accounts.username_taken(realm, name)))


def store_account(employee_id: int, account: PreparedAccount, *, actor: Principal, effects: Effects) -> None:
    """Store the account and its grants; its first password must be changed and lives from activation on (X-16).

    Raises:
        UsernameTaken: somebody else took the name in the meantime.
    """
    now = effects.now()
    password = accounts.NewPassword(account.password_hash, now, temporary=True)
    try:
        account_id = accounts.insert(employee_id, actor.realm, account.username, password)
    except accounts.UsernameInUse:
        refuse_taken(actor.realm, account.username)
        raise InvalidUsername from None
    store_grants(account_id, actor.realm, (), account.grants, actor=actor, now=now)


def _record_created(principal: Principal, employee_id: int, effects: Effects) -> None:
    employee = employees.load(employee_id)
    account = accounts.of_employee(employee_id)
    record(
        principal,
        EventKind.EMPLOYEE_CREATED,
        employee,
        at=effects.now(),
        after=picture(employee, account),
    )
