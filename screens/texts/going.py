"""Přejít: what one can go to (^K)."""

from typing import Final

from oktui.domain.lookup import Match

NOWHERE: Final = "Nikdo ani nic tomu neodpovídá."
_ASK_TASK: Final = "Napište začátek názvu úlohy."
_ASK: Final = (
    "Napište, co víte: úlohu, jméno, uživatelské jméno, e-mail, telefon, IK, pracoviště, číslo chyby. "
    "Stačí začátky slov."
)


def asking(*, finds: bool) -> str:
    """What to type; people are found by those who may."""
    return _ASK if finds else _ASK_TASK


def task(key: str) -> str:
    """A task, and the key that opens it from the menu."""
    return f"úloha, v nabídce {key}"


def person(match: Match) -> str:
    """Who it is, as far as one line says it."""
    retired = ", vyřazen" if match.retired else ""
    return f"{match.username or '(bez účtu)'} · {match.workplace}{retired}"
