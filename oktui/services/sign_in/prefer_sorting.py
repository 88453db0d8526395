"""What somebody has the list of employees sorted by (F3)."""

from oktui.domain.listing import Sorting
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting_on_oneself
from storage import accounts


def prefer_sorting(actor: Actor, sorting: Sorting, *, effects: Effects) -> None:
    """Begin with this order from the next sign-in on. It concerns nobody else, so it is no event of the audit."""
    with acting_on_oneself(actor, effects) as own:
        accounts.prefer_sorting(own.account.id, sorting)
