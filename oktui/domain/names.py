"""Names of people: how they are searched, put in Czech order, made into usernames, and kept harmless."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from oktui.domain.errors import DomainError

_LAST = "\U0010ffff"  # greater than every other code point, and a noncharacter: no name contains it
_LEVEL = "\x1f"  # less than every character of a name
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ı": "i", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th"}
)
_OWN_LETTERS = str.maketrans({"č": f"c{_LAST}", "ř": f"r{_LAST}", "š": f"s{_LAST}", "ž": f"z{_LAST}"})
_CH = f"h{_LAST}"
_USERNAME_LIMIT = 32
_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{1,31}")


class InvalidUsername(DomainError):
    """Not a username (R2.3-7)."""

    field = "username"


@dataclass(eq=False)
class UsernameTaken(DomainError):
    """The username is used in this realm already; `proposal` is the next free one (R2.3-8, X-5)."""

    username: str
    proposal: str
    field: str | None = "username"


@dataclass(eq=False)
class UnknownUsername(DomainError):
    """The account that the owner of the machine names does not exist."""

    username: str


@dataclass(eq=False)
class AmbiguousUsername(DomainError):
    """Both realms have an account of the name, and nothing says which is meant."""

    username: str


def fold(text: str) -> str:
    """The search key: no case, no diacritics, single spaces (F3)."""
    return _without_marks(_skeleton(text))


def prefix_range(prefix: str) -> tuple[str, str]:
    """The half-open range of folded keys that begin as `prefix` does, in code-point order (BINARY, "C")."""
    folded = fold(prefix)
    return folded, folded + _LAST


def czech_sort_key(*parts: str) -> str:
    """A string whose plain code-point comparison gives the Czech order (ČSN 97 6030).

    Č, ř, š, ž are letters of their own and ch follows h; other diacritics only break ties, and case, small
    before capital, the last of them. The first part (a surname) decides before the second is looked at.
    """
    return _LEVEL.join(level for part in parts for level in _levels(part))


def sort_bounds(prefix: str) -> tuple[str, str]:
    """The smallest half-open range of sort keys with every name that, folded, begins as `prefix` does.

    Folded c stands for c, č and half of ch, so the range may hold other names too: `prefix_range` decides.
    """
    folded = fold(prefix)
    first = folded.replace("ch", f"c{_LAST}h")
    last = re.sub(r"ch|c$", _CH, folded)
    return first, re.sub("[crsz]", rf"\g<0>{_LAST}", last) + _LAST


def username_from(surname: str) -> str:
    """The username offered for a surname, empty where the surname yields none (R2.3-7)."""
    letters = re.sub(r"[^a-z0-9 _.-]", "", fold(surname))
    joined = re.sub(r"[ _.-]*[ -][ _.-]*", "-", letters)[:_USERNAME_LIMIT].strip("-_.")
    return joined if _USERNAME.fullmatch(joined) else ""


def check_username(text: str) -> str:
    """Give the username back, without surrounding spaces (R2.3-7).

    Raises:
        InvalidUsername: not 2 to 32 ASCII letters, digits, `_`, `.`, `-`, beginning with a letter or a digit.
    """
    username = text.strip()
    if not is_username(username):
        raise InvalidUsername
    return username


def is_username(text: str) -> bool:
    """Whether the text could be a username (R2.3-7)."""
    return _USERNAME.fullmatch(text) is not None


def next_free_username(wanted: str, taken: Callable[[str], bool]) -> str:
    """`wanted` itself if it is free, otherwise with the lowest number behind it that is (X-5)."""
    if not taken(wanted):
        return wanted
    stem = wanted.rstrip("0123456789") or wanted
    numbered = (f"{stem[: _USERNAME_LIMIT - len(str(number))]}{number}" for number in count(2))
    return next(username for username in numbered if not taken(username))


def _skeleton(text: str) -> str:
    """Small letters, decomposed, single spaces. Folding case composes some letters anew, hence twice."""
    small = unicodedata.normalize("NFKD", text).casefold().translate(_UNDECOMPOSED)
    return " ".join(unicodedata.normalize("NFKD", small).split())


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _levels(part: str) -> tuple[str, str, str]:
    """Letters, then diacritics, then case: each is looked at only where those before it are equal."""
    skeleton = _skeleton(part)
    letters = _without_marks(unicodedata.normalize("NFC", skeleton).translate(_OWN_LETTERS))
    return letters.replace("ch", _CH), skeleton, " ".join(part.split()).swapcase()
