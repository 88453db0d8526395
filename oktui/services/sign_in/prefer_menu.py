"""Which form somebody wants to begin with: the overview, or the menu (F18)."""

from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting_on_oneself, seeing_oneself
from storage import accounts


def prefer_menu(actor: Actor, *, menu: bool, effects: Effects) -> None:
    """Begin with the menu from the next sign-in on, or not. It concerns nobody else, so it is no event of the audit."""
    with acting_on_oneself(actor, effects) as own:
        accounts.prefer_menu(own.account.id, menu=menu)


def prefers_menu(actor: Actor, *, effects: Effects) -> bool:
    """Whether the actor has asked for the menu."""
    with seeing_oneself(actor, effects) as own:
        return accounts.preferences(own.account.id).menu_first
