"""Lists of employees saved under a name: one's own, and for scripts those of whoever has saved them (F3, F18)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from oktui.domain.authority import Action, Principal
from oktui.domain.listing import Cursor, Listed
from oktui.domain.names import UnknownUsername
from oktui.domain.rows import Rows
from oktui.domain.saved_lists import AT_MOST, CountedList, SavedList, TooManyLists, UnknownList
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting_on_oneself, seeing
from storage import accounts, listing, saved_lists


def list_saved_lists(actor: Actor, *, effects: Effects) -> list[CountedList]:
    """The actor's own lists by name, with how many within their power are on each now (R2.1-1, R2.1-2)."""
    with seeing(actor, Action.FIND_EMPLOYEES, effects) as principal:
        return [] if principal.account_id is None else _counted(principal, principal.account_id)


def save_list(actor: Actor, saved: SavedList, *, effects: Effects) -> None:
    """Save the list as the actor's own, in the place of the one of this name.

    It concerns nobody else, so it is no event of the audit.

    Raises:
        TooManyLists: they have as many others as one can have.
        Required, TooLong, UnsafeText: see `SavedList.checked`.
    """
    checked = saved.checked()
    with acting_on_oneself(actor, effects) as own:
        accounts.load(own.account.id, to_change=True)
        names = {each.name for each in saved_lists.of_account(own.account.id)}
        if len(names - {checked.name}) >= AT_MOST:
            raise TooManyLists
        saved_lists.put(own.account.id, checked)


def remove_list(actor: Actor, name: str, *, effects: Effects) -> None:
    """Remove the actor's own list of this name. Raises UnknownList."""
    with acting_on_oneself(actor, effects) as own:
        if not saved_lists.delete(own.account.id, name):
            raise UnknownList


def list_lists_of(actor: Actor, username: str, *, effects: Effects) -> list[CountedList]:
    """The lists that the account's owner has saved, with how many within their power are on each now.

    Raises Forbidden: the actor does not own the machine; UnknownUsername.
    """
    with _in_the_place_of(actor, username, effects) as (principal, account_id):
        return _counted(principal, account_id)


def find_on_list_of(actor: Actor, username: str, name: str, rows: Rows[Cursor], *, effects: Effects) -> list[Listed]:
    """Those within the account's owner's power who are on their list of this name, sorted as they have saved it.

    Raises Forbidden: the actor does not own the machine; UnknownUsername, UnknownList.
    """
    with _in_the_place_of(actor, username, effects) as (principal, account_id):
        saved = next((each for each in saved_lists.of_account(account_id) if each.name == name), None)
        if saved is None:
            raise UnknownList
        return listing.page(saved.criteria, principal.scope, rows, day=principal.today, sorting=saved.sorting)


@contextmanager
def _in_the_place_of(actor: Actor, username: str, effects: Effects) -> Iterator[tuple[Principal, int]]:
    """The machine's owner with no more within their power than the account's owner has; and the account."""
    with seeing(actor, Action.COMMAND_MACHINE, effects) as principal:
        account = accounts.named(principal.realm, username)
        if account is None:
            raise UnknownUsername(username)
        yield replace(principal, workplace=account.employee.workplace), account.id


def _counted(principal: Principal, account_id: int) -> list[CountedList]:
    return [
        CountedList(saved, listing.count(saved.criteria, principal.scope, day=principal.today))
        for saved in saved_lists.of_account(account_id)
    ]
