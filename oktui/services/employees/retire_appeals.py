"""Retire the old accounts for appeals, all at once (R1.3-3)."""

from collections.abc import Collection

from oktui.domain.accounts import Account
from oktui.domain.audit import EventKind
from oktui.domain.authority import Action, Principal, Subject, denial
from oktui.domain.modules import Permission
from oktui.domain.sessions import Actor, SessionEnd
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.administration import keeping_administration
from oktui.services.recording import record, who
from storage import accounts, employees, sessions


def list_appeals(actor: Actor, *, effects: Effects) -> list[Account]:
    """The accounts with Řešení odvolání that the actor could retire: the preview. Raises Forbidden."""
    with acting(actor, Action.RETIRE, effects) as principal:
        return _within_power(principal)


def retire_appeals(actor: Actor, account_ids: Collection[int], *, confirmed: bool = False, effects: Effects) -> int:
    """Retire those of the previewed accounts that still are to be retired, and return how many that were.

    Which ones is decided anew: an account that is not in the preview any more stays as it is.

    Raises:
        LastAdministrator: one of them is an office's last administrator, and that was not confirmed (X-10).
        Forbidden
    """
    with acting(actor, Action.RETIRE, effects) as principal:
        chosen = [account for account in _within_power(principal) if account.id in account_ids]
        for account in chosen:
            with keeping_administration(account.employee, confirmed=confirmed, today=principal.today):
                employees.set_retired(account.employee.id, principal.at)
            sessions.end_all_of(account.id, SessionEnd.RETIRED, principal.at, by=who(principal).name)
        for account in chosen:  # a second round: from the first event on, everybody else who records something waits
            record(
                principal,
                EventKind.RETIRED,
                account.employee,
                before={"retired": False},
                after={"retired": True, "reason": Permission.APPEALS.value},
            )
    return len(chosen)


def _within_power(principal: Principal) -> list[Account]:
    if Permission.APPEALS not in principal.module.permissions:
        return []
    found = accounts.with_appeals(principal.scope.region)
    return [
        account
        for account in found
        if denial(principal, Action.RETIRE, Subject.of(account.employee, account, principal.at)) is None
    ]
