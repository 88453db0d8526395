"""Find employees: the list of F3, by pages, with a count, and the workplaces to choose from."""

from oktui.domain.authority import Action
from oktui.domain.changes import AT_ONCE, TooManyMarked
from oktui.domain.listing import Criteria, Cursor, Listed, Sorting
from oktui.domain.people import Workplace
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing
from storage import listing, workplaces

_BY_PERSON = Sorting()


def find_employees(
    actor: Actor, criteria: Criteria, rows: Rows[Cursor], *, sorting: Sorting = _BY_PERSON, effects: Effects
) -> list[Listed]:
    """The employees within the actor's power that match and are asked for, sorted (R2.3-2, R2.1-1, R2.1-2)."""
    with seeing(actor, Action.FIND_EMPLOYEES, effects) as principal:
        return listing.page(criteria, principal.scope, rows, day=principal.today, sorting=sorting)


def count_employees(actor: Actor, criteria: Criteria, *, effects: Effects) -> int:
    """How many match; one more than COUNTED_AT_MOST stands for more than that."""
    with seeing(actor, Action.FIND_EMPLOYEES, effects) as principal:
        return listing.count(criteria, principal.scope, day=principal.today)


def list_matching(actor: Actor, criteria: Criteria, *, effects: Effects) -> tuple[int, ...]:
    """All that match, to be marked. Raises TooManyMarked: more than are changed at once."""
    with seeing(actor, Action.FIND_EMPLOYEES, effects) as principal:
        found = listing.page(criteria, principal.scope, Rows(AT_ONCE + 1), day=principal.today)
    ids = tuple(row.key.employee_id for row in found)
    if len(ids) > AT_ONCE:
        raise TooManyMarked
    return ids


def list_workplace_choices(actor: Actor, *, effects: Effects) -> list[Workplace]:
    """The workplaces within the actor's power, for the choices of F3 and F5."""
    with seeing(actor, Action.FIND_EMPLOYEES, effects) as principal:
        return workplaces.within(principal.scope.region)
