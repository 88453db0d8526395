"""What is said of a change that is taken back (F3, F6)."""

from collections.abc import Sequence
from typing import Final

from oktui.services.employees.undo_change import Undoing
from oktui.services.outcomes import Made
from screens.texts import dates, details, many
from screens.texts.message import sentence

TITLE: Final = "Vzít zpět"
SAY_YES: Final = "Nic se nezměnilo. Zpět to vezme tentýž příkaz s --yes."
_KEEPS: Final = "Heslo, které se při tom změnilo, zůstane nové."


def change(undoing: Undoing) -> str:
    """Which change it is, how many it changes, and what of it stays."""
    event = undoing.last.event
    what = f"hromadná změna ({details.EVENTS[event.kind]})" if undoing.many else details.EVENTS[event.kind]
    lines = [
        f"Vaše poslední změna: {dates.moment(event.at)}, {what}.",
        many.summary(undoing.rows),
        _KEEPS if undoing.keeps_password else "",
    ]
    return "\n".join(filter(None, lines))


def done(made: Sequence[Made]) -> str:
    """Of whom it was taken back."""
    return sentence(f"Vráceno zpět: {', '.join(many.whom(row.planned) for row in made)}")
