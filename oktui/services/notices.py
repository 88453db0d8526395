"""Putting into the queue what somebody is to be told by e-mail, in the transaction of what it tells of."""

from collections.abc import Iterator
from datetime import datetime

from oktui.domain.accounts import Account
from oktui.domain.authority import Principal, Scope
from oktui.domain.calendar import local_date
from oktui.domain.concerns import Concern
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.notices import NewNotice, NoticeKind, from_new_place
from oktui.effects import Effects
from oktui.services.acting import as_if_signed_in
from oktui.services.counting import count_concerns
from storage import accounts, notices, sources

Counted = dict[tuple[Scope, Module], dict[Concern, int]]
"""What was counted already: administrators of one region and module have the same digest."""


def notify(notice: NewNotice, effects: Effects) -> bool:
    """Put a notice into the queue, once; False where it is there, or where notices are not sent at all."""
    return effects.policy.notify and notices.add(notice, effects.number_request(), effects.now())


def tell_of_reset(account: Account, at: datetime, effects: Effects) -> None:
    """Tell the owner that an administrator has given their account another password."""
    notify(NewNotice(NoticeKind.PASSWORD_RESET, account.id, at.isoformat()), effects)


def tell_of_lock(account: Account, at: datetime, effects: Effects) -> None:
    """Tell the owner that their account was locked."""
    notify(NewNotice(NoticeKind.ACCOUNT_LOCKED, account.id, at.isoformat()), effects)


def tell_of_new_place(account: Account, at: datetime, effects: Effects) -> None:
    """Tell the owner that their password was changed, if that was done from a place that they have hardly used."""
    first_here = sources.used_since(effects.source, account.employee.realm, account.username)
    if from_new_place(first_here, account.first_signed_in_at, at):
        notify(NewNotice(NoticeKind.CHANGED_FROM_NEW_PLACE, account.id, at.isoformat()), effects)


def ends_to_tell_of(effects: Effects) -> Iterator[NewNotice]:
    """Of each account whose owner's validity ends soon, that it does; who has been told of that day is left out."""
    for account_id, last in notices.owners_whose_validity_ends(local_date(effects.now())):
        yield NewNotice(NoticeKind.VALIDITY_ENDS, account_id, last.isoformat())


def digest_for(account_id: int, counted: Counted, effects: Effects) -> NewNotice | None:
    """The day's digest for an administrator: what F18 would show them now; None if that is nothing, or is told."""
    account = accounts.find(account_id)
    principal = None if account is None else _administering(account, effects)
    if principal is None:
        return None
    key = principal.scope, principal.module
    if key not in counted:
        counted[key] = count_concerns(principal)
    counts = {concern.value: number for concern, number in counted[key].items() if number}
    digest = NewNotice(
        NoticeKind.DIGEST, account_id, principal.today.isoformat(), {"module": principal.module.value, "counts": counts}
    )
    return digest if counts and not notices.told(digest) else None


def _administering(account: Account, effects: Effects) -> Principal | None:
    """The administrator in the first module that they could sign in to and change things in."""
    for module in account.employee.realm.modules:
        principal = as_if_signed_in(account, module, effects)
        if principal and principal.permissions.get(Permission.SYSTEM_ADMINISTRATION) is Level.UPDATE:
            return principal
    return None
