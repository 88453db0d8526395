"""What the program looks like to somebody."""

from oktui.domain.preferences import Appearance
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting_on_oneself
from storage import accounts


def prefer_appearance(actor: Actor, appearance: Appearance, *, effects: Effects) -> None:
    """Look like this from now on, wherever the actor signs in. It concerns nobody else, so it is no event."""
    with acting_on_oneself(actor, effects) as own:
        accounts.prefer_appearance(own.account.id, appearance)
