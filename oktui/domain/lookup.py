"""Finding somebody by whatever is known of them: in the one box (^K), and while they are on the telephone (F13)."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from oktui.domain.modules import Module
from oktui.domain.names import fold
from oktui.values import dataclass

_TELEPHONE: Final = re.compile(r"(?:(?:\+|\b00)[0-9]|\b(?=(?:[0-9] *){9}))[0-9 ]*")
_INCIDENT: Final = re.compile(r"[0-9]{7}")


@dataclass(frozen=True)
class Match:
    """Somebody who may be meant; `module` is where the incident asked for has happened."""

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
    return int(typed) if _INCIDENT.fullmatch(typed) else None


def asked_words(text: str) -> tuple[str, ...]:
    """The beginnings of words that were typed, each once; the groups of a telephone number are one word."""
    numbers = (re.sub(r"^00|[^0-9]", "", number) for number in _TELEPHONE.findall(text))
    return tuple(dict.fromkeys((*_split(_TELEPHONE.sub(" ", text)), *numbers)))


def words_of(called: Iterable[str], phone: str) -> str:
    """All words that somebody is found by who is called so, each once, with spaces between them.

    They are letters and digits only, without case and diacritics; of a telephone number, its digits with the country
    and without.
    """
    words = {word for text in called for word in _split(text)}
    return " ".join(sorted(words | _numbers_of(phone)))


def weigh(asked: Iterable[str], surname: str, username: str | None, others: Iterable[str]) -> int:
    """How far the words asked for are from what somebody is called; 0 is nearest.

    A whole surname or username is nearer than the beginning of one, and either nearer than any other word.
    """
    own, all_words = {*_split(surname), *_split(username or "")}, set(others)
    return sum(_distance(word, own, all_words) for word in asked)


def _distance(asked: str, own: set[str], others: set[str]) -> int:
    if asked in own:
        return 0
    if any(word.startswith(asked) for word in own):
        return 1
    return 2 if asked in others else 3


@lru_cache(maxsize=8192)  # the same names and offices come again and again
def _split(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", fold(text)))


@lru_cache(maxsize=8192)
def _numbers_of(phone: str) -> frozenset[str]:
    """The digits of each number that a field of telephones holds, with the country and without it."""
    numbers = [number.strip() for number in re.split(r"[^0-9+ ]", phone)]
    national = [number.partition(" ")[2] for number in numbers if number.startswith("+")]
    return frozenset(re.sub(r"[^0-9]", "", number) for number in (*numbers, *national)) - {""}
