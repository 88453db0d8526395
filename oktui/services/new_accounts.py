"""A new account: checked and hashed before the transaction that stores it (R2.3-6 … R2.3-8)."""

from oktui.domain.accounts import Grant, GrantChange, holds_administration
from oktui.domain.authority import Principal
from oktui.domain.examination import Examination
from oktui.domain.granting import decide_grants
from oktui.domain.modules import Realm
from oktui.domain.names import InvalidUsername, UsernameTaken, check_username, next_free_username
from oktui.domain.password_owner import Owner
from oktui.domain.people import Person, Workplace
from oktui.domain.policy import Policy
from oktui.domain.text import Required
from oktui.effects import Effects
from oktui.services.granting import Granted, store_grants
from oktui.services.new_passwords import PasswordEntry, check_twice, take_password
from oktui.values import dataclass
from storage import accounts
from storage.database import reading


@dataclass(frozen=True)
class NewAccount:
    """What stands under Včetně uživatelského účtu (R2.3-6)."""

    username: str
    password: PasswordEntry
    grants: tuple[GrantChange, ...] = ()


@dataclass(frozen=True)
class PreparedAccount:
    """An account with its slow work done, ready to be stored."""

    username: str
    password_hash: str
    grants: tuple[Grant, ...]


def prepare_account(
    request: NewAccount, person: Person, principal: Principal, workplace: Workplace, effects: Effects
) -> PreparedAccount:
    """Check a new account and hash its password, before the transaction that stores it.

    Raises:
        Required, InvalidUsername, PasswordsDiffer, PasswordRefused, PermissionNotGrantable, AlreadyGranted,
        DatesOutOfOrder: a field at fault.
        UsernameTaken: with the next free one (R2.3-8, X-5).
    """
    username = check_filled(request)
    granted = decide_grants(
        (), request.grants, module=principal.module, office_kind=workplace.office_kind, policy=effects.policy
    )
    with reading():
        refuse_taken(principal.realm, username)
    administrator = holds_administration(granted, principal.at)
    owner = Owner.of(username, person.data, workplace, is_administrator=administrator)
    return PreparedAccount(username, take_password(request.password, owner, (), effects=effects), granted)


def check_filled(request: NewAccount) -> str:
    """The username; refuses what can be refused of a new account without asking anybody.

    Raises Required, InvalidUsername, PasswordsDiffer: the first field at fault, with the others.
    """
    examination = Examination()
    username = examination.passed(_check_username, request.username)
    examination.passed(check_twice, request.password)
    examination.close()
    assert username is not None  # noqa: S101 - else it was at fault
    return username


def _check_username(typed: str) -> str:
    if not typed.strip():
        raise Required("username")
    return check_username(typed)


def refuse_taken(realm: Realm, username: str) -> None:
    """Raise UsernameTaken, with a proposal, if an account of the realm has the username (R2.3-8, X-5)."""
    if accounts.username_taken(realm, username):
        raise UsernameTaken(username, free_username(realm, username))


def free_username(realm: Realm, wanted: str) -> str:
    """The username, with the first number behind it that makes it free, if it is not so already (R2.3-8)."""
    return next_free_username(wanted, lambda name: accounts.username_taken(realm, name))


def store_account(employee_id: int, account: PreparedAccount, *, actor: Principal, policy: Policy) -> Granted:
    """Store the account and its grants; its first password must be changed and lives from activation on (X-16).

    Returns which of the grants stand, and which wait.

    Raises:
        UsernameTaken: somebody else took the name in the meantime.
    """
    password = accounts.NewPassword(account.password_hash, actor.at, temporary=True)
    try:
        account_id = accounts.insert(employee_id, actor.realm, account.username, password)
    except accounts.UsernameInUse:
        refuse_taken(actor.realm, account.username)
        raise InvalidUsername from None
    return store_grants(account_id, (), account.grants, actor=actor, policy=policy)
