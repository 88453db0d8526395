"""Who may do what the actor may not: the administrators to turn to, from the nearest on (F13, R2.1-1, R2.1-2)."""

from collections.abc import Iterable, Iterator
from itertools import islice

from oktui.domain.accounts import Account
from oktui.domain.administrators import Administrator, Nearness
from oktui.domain.authority import Action, Principal, Subject, denial
from oktui.domain.modules import Module
from oktui.domain.people import Workplace
from oktui.domain.sign_in import refusal
from oktui.effects import Effects
from oktui.values import dataclass
from storage import administrators

_EACH = 3
_CANDIDATES = 12


@dataclass(frozen=True)
class Need:
    """What has to be done to whom, at which office and in which module."""

    actions: frozenset[Action]
    subject: Subject
    office: Workplace
    module: Module


def who_may(
    actor: Principal, need: Need, effects: Effects, among: Iterable[Nearness] = Nearness
) -> tuple[Administrator, ...]:
    """The administrators of the office, then the region's, then MPSV's, who can sign in and do all that is needed.

    To be called in the actor's transaction; some of each, for one is enough.
    """
    return tuple(
        _described(account, nearness)
        for nearness in among
        for account in islice(_able(actor, need, nearness, effects), _EACH)
    )


def _able(actor: Principal, need: Need, nearness: Nearness, effects: Effects) -> Iterator[Account]:
    for account in administrators.near(need.office, nearness, need.module, actor.today, most=_CANDIDATES):
        principal = _as_principal(account, need.module, actor, effects)
        able = refusal(account, need.module, actor.at, effects.policy) is None
        if able and all(denial(principal, action, need.subject) is None for action in need.actions):
            yield account


def _as_principal(account: Account, module: Module, actor: Principal, effects: Effects) -> Principal:
    """Whom the rules would take them for if they signed in now."""
    employee = account.employee
    return Principal(
        session_id=0,
        account_id=account.id,
        ik=employee.ik,
        name=employee.person.full_name,
        username=account.username,
        module=module,
        workplace=employee.workplace,
        permissions={grant.permission: grant.level for grant in account.usable(module, actor.at, effects.policy)},
        origin="",
        at=actor.at,
    )


def _described(account: Account, nearness: Nearness) -> Administrator:
    employee = account.employee
    details = employee.details
    return Administrator(nearness, employee.person.full_name, employee.workplace.name, details.phone, details.email)
