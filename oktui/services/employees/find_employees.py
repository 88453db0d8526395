"""Find employees: the list of F3, by pages, with a count, and the workplaces to choose from."""

from oktui.domain.authority import Action, Principal, require
from oktui.domain.calendar import local_date
from oktui.domain.listing import Criteria, Cursor, Listed
from oktui.domain.people import Workplace
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.identity import identify
from storage import listing, workplaces
from storage.database import transaction


def find_employees(actor: Actor, criteria: Criteria, rows: Rows[Cursor], *, effects: Effects) -> list[Listed]:
    """The employees within the actor's power that match and are asked for, in Czech order (R2.3-2, R2.1-1, R2.1-2)."""
    with transaction():
        principal = _allowed(actor, effects)
        return listing.page(criteria, principal.scope, rows, day=local_date(effects.now()))


def count_employees(actor: Actor, criteria: Criteria, *, effects: Effects) -> int:
    """How many match; one more than COUNTED_AT_MOST stands for more than that."""
    with transaction():
        principal = _allowed(actor, effects)
        return listing.count(criteria, principal.scope, day=local_date(effects.now()))


def list_workplace_choices(actor: Actor, *, effects: Effects) -> list[Workplace]:
    """The workplaces within the actor's power, for the choices of F3 and F5."""
    with transaction():
        return workplaces.within(_allowed(actor, effects).scope.region)


def _allowed(actor: Actor, effects: Effects) -> Principal:
    principal = identify(actor, effects)
    require(principal, Action.FIND_EMPLOYEES)
    return principal
