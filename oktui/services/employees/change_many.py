"""Make one change to many employees, row by row: each with its own event, by the same rules and rights (X-21)."""

from functools import partial

from oktui.domain.accounts import Account
from oktui.domain.audit import EventKind
from oktui.domain.authority import Principal
from oktui.domain.changes import Change, GiveNewPassword, Planned, State, check_many
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.changing import decide, make
from oktui.services.long_work import Progress, unwatched
from oktui.services.outcomes import Ending, Made
from oktui.services.recording import record
from oktui.services.resetting import generate_password, store_reset
from oktui.services.row_by_row import make_once, row_by_row
from oktui.services.subjects import employee_for
from oktui.services.versions import check_version
from oktui.values import dataclass


@dataclass(frozen=True)
class ChangeMany:
    """What was previewed and is to be made; `number` is that of the whole, under which the audit has all of it."""

    number: str
    change: Change
    rows: tuple[Planned, ...]
    confirmed: bool = False


def change_many(
    actor: Actor, request: ChangeMany, *, effects: Effects, progress: Progress = unwatched
) -> tuple[Made, ...]:
    """Change those of whom the preview says that there is something to change, and tell of each what became of it.

    Each is decided anew, and refused with EditConflict if somebody else has saved it since the preview. `progress` may
    stop it; what is done stays done, and under the same number is found to be done.

    Raises:
        NobodyMarked, TooManyMarked: there is nothing to do.
    """
    check_many([row.employee_id for row in request.rows])

    def make_one(place: int) -> Made:
        row = request.rows[place]
        if not row.to_do:
            return Made(row, Ending.REFUSED if row.refusal else Ending.UNCHANGED, row.refusal)
        return make_once(f"{request.number}:{row.employee_id}", row, partial(_change_one, actor, request, row, effects))

    return row_by_row(request.rows, make_one, progress)


def _change_one(actor: Actor, request: ChangeMany, row: Planned, effects: Effects) -> Made:
    change = request.change
    if isinstance(change, GiveNewPassword):
        return Made(row, Ending.DONE, password=_give_password(actor, request, row, effects))
    with acting(actor, change.action, effects, part_of=request.number) as principal:
        changed = make(
            principal, change, row.employee_id, version=row.version, confirmed=request.confirmed, effects=effects
        )
    return Made(row, Ending.DONE if changed else Ending.UNCHANGED)


def _give_password(actor: Actor, request: ChangeMany, row: Planned, effects: Effects) -> str:
    action = request.change.action
    with acting(actor, action, effects) as principal:
        checked = _checked(principal, request, row, effects)
    password, password_hash = generate_password(checked, principal.at, effects)
    with acting(actor, action, effects, part_of=request.number) as principal:
        account = _checked(principal, request, row, effects)
        store_reset(principal, checked, account, password_hash, must_change=True, effects=effects)
        record(principal, EventKind.PASSWORD_RESET, account.employee, after={"must_change": True})
    return password


def _checked(principal: Principal, request: ChangeMany, row: Planned, effects: Effects) -> Account:
    employee, account = employee_for(principal, request.change.action, row.employee_id, to_change=True)
    check_version(employee, row.version)
    decide(principal, request.change, State(employee, account), None, effects, confirmed=request.confirmed)
    assert account is not None  # noqa: S101 - else it was refused
    return account
