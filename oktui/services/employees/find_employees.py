"""Find employees: the list of F3, by pages, with a count, and the workplaces to choose from."""

from dataclasses import dataclass

from oktui.domain.authority import Action, Principal, require
from oktui.domain.calendar import local_date
from oktui.domain.listing import Criteria, Cursor, Listed
from oktui.domain.offices import Region
from oktui.domain.people import Workplace
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.identity import identify
from storage import listing, workplaces
from storage.database import transaction


@dataclass(frozen=True)
class PageRequest:
    """Which rows of the list: the first ones, those next to a cursor, or the last ones (`backwards`)."""

    criteria: Criteria
    limit: int
    after: Cursor | None = None
    before: Cursor | None = None
    backwards: bool = False


def find_employees(actor: Actor, request: PageRequest, *, effects: Effects) -> list[Listed]:
    """A page of the employees within the actor's power that match, in Czech order (R2.3-2, R2.1-1, R2.1-2)."""
    with transaction():
        principal = _allowed(actor, effects)
        return listing.page(
            request.criteria,
            realm=principal.realm,
            region=_reach(principal),
            day=local_date(effects.now()),
            after=request.after,
            before=request.before,
            backwards=request.backwards,
            limit=request.limit,
        )


def count_employees(actor: Actor, criteria: Criteria, *, effects: Effects) -> int:
    """How many match; one more than COUNTED_AT_MOST stands for more than that."""
    with transaction():
        principal = _allowed(actor, effects)
        return listing.count(criteria, realm=principal.realm, region=_reach(principal), day=local_date(effects.now()))


def list_workplace_choices(actor: Actor, *, effects: Effects) -> list[Workplace]:
    """The workplaces within the actor's power, for the choices of F3 and F5."""
    with transaction():
        principal = identify(actor, effects)
        require(principal, Action.FIND_EMPLOYEES)
        return workplaces.within(_reach(principal))


def _allowed(actor: Actor, effects: Effects) -> Principal:
    principal = identify(actor, effects)
    require(principal, Action.FIND_EMPLOYEES)
    return principal


def _reach(principal: Principal) -> Region | None:
    """The region that the actor's power is bounded by; None for MPSV, who reach all."""
    return None if principal.everywhere else principal.workplace.region
