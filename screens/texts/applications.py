"""What is said of applications and their keys."""

from collections.abc import Sequence

from oktui.domain.applications import Application
from screens.texts import dates


def key(made: str) -> str:
    """A new key, which is shown this once."""
    return f"{made}\nKlíč se už nezobrazí. Uložte ho tam, odkud ho čte jen aplikace."


def listed(found: Sequence[Application]) -> str:
    """A line for each."""
    if not found:
        return "Žádná aplikace tu není. Přidá ji oktui application add."
    return "\n".join(f"{each.name}  {each.module.value}  klíč z {dates.moment(each.key_made_at)}" for each in found)


def removed(name: str, ended: int) -> str:
    """That it may ask no more."""
    return f"Aplikace {name} je odebrána. Ukončených přihlášení: {ended}."
