"""Look up an account by what a caller says: a name, a workplace, a username, or an incident's number (F13)."""

from oktui.domain.authority import Action
from oktui.domain.lookup import Match, asked_words, incident_number
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing
from storage import lookup

AT_MOST = 50
"""Who is among more than this many has to be asked about more closely."""


def find_accounts(actor: Actor, text: str, *, effects: Effects) -> list[Match]:
    """Whoever the text may mean within the actor's power, the nearest first; nobody by no text. Raises Forbidden."""
    number, asked = incident_number(text), asked_words(text)
    with seeing(actor, Action.DIAGNOSE, effects) as principal:
        if number is not None:
            return lookup.of_incident(number, principal.scope)
        if not asked:
            return []
        return lookup.find(asked, principal.scope, limit=AT_MOST)
