"""Find employees: the list of F3, by pages, with a count, and the workplaces to choose from."""

from dataclasses import dataclass

from oktui.domain.authority import Action, Standing, require
from oktui.domain.calendar import local_date
from oktui.domain.listing import Criteria, Cursor, Listed
from oktui.domain.modules import Region
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
        standing = _allowed(actor, effects)
        return listing.page(
            request.criteria,
            realm=standing.realm,
            region=_reach(standing),
            day=local_date(effects.now()),
            after=request.after,
            before=request.before,
            backwards=request.backwards,
            limit=request.limit,
        )


def count_employees(actor: Actor, criteria: Criteria, *, effects: Effects) -> int:
    """How many match; one more than COUNTED_AT_MOST stands for more than that."""
    with transaction():
        standing = _allowed(actor, effects)
        return listing.count(criteria, realm=standing.realm, region=_reach(standing), day=local_date(effects.now()))


def list_workplaces(actor: Actor, *, effects: Effects) -> list[Workplace]:
    """The workplaces within the actor's power, for the choices of F3 and F5."""
    with transaction():
        standing = identify(actor, effects)
        require(standing, Action.FIND_EMPLOYEES)
        return workplaces.within(_reach(standing))


def _allowed(actor: Actor, effects: Effects) -> Standing:
    standing = identify(actor, effects)
    require(standing, Action.FIND_EMPLOYEES)
    return standing


def _reach(standing: Standing) -> Region | None:
    """The region that the actor's power is bounded by; None for MPSV, who reach all."""
    return None if standing.everywhere else standing.workplace.region
