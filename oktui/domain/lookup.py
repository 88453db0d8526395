"""Finding an account while its owner is on the telephone (F13)."""

import re
from dataclasses import dataclass

from oktui.domain.modules import Module
from oktui.domain.names import fold, plain


@dataclass(frozen=True)
class Match:
    """Somebody who may be the caller; `module` is where the incident asked for has happened."""

    employee_id: int
    name: str
    username: str | None
    workplace: str
    retired: bool
    module: Module | None = None

    @property
    def key(self) -> int:
        """Where the row stands."""
        return self.employee_id


def incident_number(text: str) -> int | None:
    """The number of an incident, if that is what was typed (X-6)."""
    typed = text.strip()
    return int(typed) if re.fullmatch(r"[0-9]{7}", typed) else None


def parts(text: str) -> tuple[str, ...]:
    """What was typed between commas: «Smítko, Nová Ves» asks for both `smitko` and `nova ves`."""
    return tuple(part for part in map(plain, text.split(",")) if fold(part))


def begins_a_word(text: str, beginning: str) -> bool:
    """Whether the text, or one of its words, begins so; both without case and diacritics."""
    folded, sought = fold(text), fold(beginning)
    return any(folded.startswith(sought, match.start()) for match in re.finditer(r"\b\w", folded))
