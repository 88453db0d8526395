"""Create an employee, with an account and its grants or without: all in one transaction, or nothing (R2.3-11)."""

from oktui.domain.accounts import check_opens
from oktui.domain.audit import EventKind
from oktui.domain.authority import Action
from oktui.domain.examination import Examination
from oktui.domain.ik import check_ik
from oktui.domain.people import Details, DetailsEntry, check_details, usable_person
from oktui.domain.sessions import Actor
from oktui.domain.text import Required
from oktui.effects import Effects
from oktui.services.acting import acting, seeing
from oktui.services.granting import Granted
from oktui.services.new_accounts import NewAccount, check_filled, prepare_account, store_account
from oktui.services.recording import record, snapshot
from oktui.services.subjects import workplace_for
from oktui.values import dataclass
from storage import accounts, employees, krk


@dataclass(frozen=True)
class CreateEmployee:
    """What F5 holds when OK is pressed."""

    ik: str
    workplace_id: int | None
    details: DetailsEntry
    account: NewAccount | None = None
    useless_confirmed: bool = False
    """Whether the account is wanted although there is nothing to sign in with (R1.1-2)."""


def create_employee(actor: Actor, request: CreateEmployee, *, effects: Effects) -> int:
    """Store the employee and return their id; the account waits for the sync (R2.3-12).

    Raises:
        NothingGranted: nothing is granted that lets the owner in, and that was not confirmed.
        DomainError: any field at fault, a person whom KRK does not have or does not let be employed, a username or a
            permission that cannot be given, an actor who may not (R2.1-1, R2.3-5, R2.3-8, R2.3-9). Nothing is stored.
        Outage: KRK or the database gave no answer.
    """
    ik, details = _examined(request)
    with seeing(actor, Action.CREATE_EMPLOYEE, effects) as principal:
        workplace = workplace_for(principal, Action.CREATE_EMPLOYEE, request.workplace_id, ik)
    person = usable_person(krk.find_by_ik(ik), principal.realm)
    account = None
    if request.account is not None:
        account = prepare_account(request.account, person, principal, workplace, effects)
    with acting(actor, Action.CREATE_EMPLOYEE, effects) as principal:
        workplace = workplace_for(principal, Action.CREATE_EMPLOYEE, request.workplace_id, ik)
        employee_id, granted = employees.insert(person, principal.realm, workplace, details), Granted(())
        if account is not None:
            granted = store_account(employee_id, account, actor=principal, policy=effects.policy)
            if not request.useless_confirmed:
                check_opens(principal.module, account.grants, principal.today, effects.policy)
        created = employees.load(employee_id)
        after = {**snapshot(created, accounts.of_employee(employee_id)), **granted.waiting}
        record(principal, EventKind.EMPLOYEE_CREATED, created, after=after)
        return employee_id


def _examined(request: CreateEmployee) -> tuple[str, Details]:
    """The IK and the details, once all that can be refused without asking anybody has been."""
    examination = Examination()
    ik = examination.passed(_check_ik, request.ik)
    details = examination.passed(check_details, request.details)
    if request.account is not None:
        examination.passed(check_filled, request.account)
    examination.close()
    assert ik is not None  # noqa: S101 - else it was at fault
    assert details is not None  # noqa: S101
    return ik, details


def _check_ik(ik: str) -> str:
    if not ik:
        raise Required("ik")
    return check_ik(ik)
