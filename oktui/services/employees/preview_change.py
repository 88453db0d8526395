"""What a change of many would do to each of them: looked at first, with nothing changed (R2.1-1, X-10, X-21)."""

from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import date

from oktui.domain.accounts import Account
from oktui.domain.administrators import check_kept
from oktui.domain.audit import NEW_PASSWORD, Differences, differences
from oktui.domain.authority import Denial, Forbidden, NotFound, Principal
from oktui.domain.changes import Change, GiveNewPassword, Planned, State, check_change, check_many, end_sooner
from oktui.domain.errors import DomainError, Outage
from oktui.domain.listing import Cursor
from oktui.domain.modules import Permission
from oktui.domain.people import Workplace
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing
from oktui.services.changing import decide, place_of, told
from oktui.services.long_work import Progress, unwatched
from oktui.values import dataclass
from storage import accounts, employees

_AT_A_TIME = 200
_NAMED = (Denial.OWN_ACCOUNT, Denial.ADMINISTRATORS_ACCOUNT)
"""Why somebody within the actor's reach may not be changed."""


@dataclass(frozen=True)
class PreviewChange:
    """Whom the change is to be made to; `confirmed` makes it where X-10 and R1.1-2 warn as well."""

    change: Change
    employee_ids: tuple[int, ...]
    confirmed: bool = False


@dataclass
class _Offices:
    """The administrators of offices, as those changes leave them that come first in the preview."""

    confirmed: bool
    changed: dict[int, Account] = field(default_factory=dict)
    _known: dict[int, list[Account]] = field(default_factory=dict)

    def take(self, before: State, after: State, today: date) -> None:
        """Let the change count for those that follow it. Raises LastAdministrator."""
        if before.account is None or after.account is None:
            return
        if not any(map(_ever_administers, (before.account, after.account))):
            return
        if not self.confirmed:
            there = self._at(before)
            others = [account for account in there if account.id != after.account.id]
            stays = after.employee.workplace.id == before.employee.workplace.id
            check_kept(there, [*others, after.account] if stays else others, before.employee.realm.modules, today)
        self.changed[after.account.id] = after.account

    def _at(self, state: State) -> list[Account]:
        place = state.employee.workplace.id
        if place not in self._known:
            self._known[place] = accounts.administrators_at(place, state.employee.realm)
        stored = {account.id: account for account in self._known[place]}
        return [account for account in {**stored, **self.changed}.values() if account.employee.workplace.id == place]


def _ever_administers(account: Account) -> bool:
    return any(grant.permission is Permission.SYSTEM_ADMINISTRATION for grant in account.grants)


def preview_change(
    actor: Actor, request: PreviewChange, *, effects: Effects, progress: Progress = unwatched
) -> list[Planned]:
    """What becomes of each, or why nothing can, in Czech order; it is decided again when the change is made.

    Raises:
        NobodyMarked, TooManyMarked, Required: there is nothing to look at.
        Forbidden: the actor may do this to nobody.
        Stopped: by `progress`.
    """
    check_many(request.employee_ids)
    check_change(request.change)
    offices, planned, order = _Offices(request.confirmed), [], {}
    for ids in _portions(request.employee_ids):
        with seeing(actor, request.change.action, effects) as principal:
            place = place_of(request.change)
            found, held = employees.among(ids), accounts.of_employees(ids)
            for employee_id in ids:
                employee = found.get(employee_id)
                if employee is None:
                    planned.append(Planned(employee_id, 0, refusal=NotFound()))
                    continue
                state = State(employee, held.get(employee_id))
                planned.append(_plan(principal, request.change, state, place, offices, effects))
                order[employee_id] = Cursor.of(employee)
        progress(len(planned))
    return sorted(planned, key=lambda row: (row.employee_id in order, order.get(row.employee_id, ("", 0))))


def _portions(employee_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(employee_ids), _AT_A_TIME):
        yield employee_ids[start : start + _AT_A_TIME]


def _plan(
    principal: Principal, change: Change, state: State, place: Workplace | None, offices: _Offices, effects: Effects
) -> Planned:
    employee, account = state.employee, state.account
    name, username = f"{employee.ik}: {employee.person.name}", account.username if account else ""
    try:
        after = decide(principal, change, state, place, effects, confirmed=offices.confirmed)
        if after != state:
            offices.take(state, after, principal.today)
    except Outage:
        raise
    except DomainError as refusal:
        if isinstance(refusal, Forbidden) and refusal.denial not in _NAMED:
            name = username = ""
        return Planned(employee.id, employee.version, name, username, refusal=refusal)
    changes, left = _changes(change, state, after, effects), end_sooner(change, after, principal)
    return Planned(employee.id, employee.version, name, username, changes, end_sooner=left)


def _changes(change: Change, before: State, after: State, effects: Effects) -> Differences:
    if isinstance(change, GiveNewPassword):
        return (("password", "", NEW_PASSWORD),)
    return () if before == after else differences(*told(change, before, after, effects))
