"""Names of people: how they are searched, put in Czech order, made into usernames, and kept harmless."""

import re
import unicodedata
from collections.abc import Callable
from itertools import count, dropwhile
from typing import Final

from oktui.domain.errors import DomainError
from oktui.values import dataclass

LAST: Final = "\U0010ffff"
"""Greater than every other code point, and a noncharacter: no name contains it."""

_LEVEL = "\x1f"  # less than every character of a name
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ı": "i", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th"}
)
_OWN_LETTERS = str.maketrans({"č": f"c{LAST}", "ř": f"r{LAST}", "š": f"s{LAST}", "ž": f"z{LAST}"})
_CH = f"h{LAST}"
_SPOKEN_AS_A = str.maketrans("Əə", "Aa")
_APOSTROPHES = "'`´\u02b9\u02bb\u02bc\u02bd\u02c8\u02ca\u02cb\u055a\u2018\u2019\u201a\u201b\u2032\u2035\ua78c\uff07"
_DASHES = "-\u00ad\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_ONE_KIND = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_DASHES, "-"))
_USERNAME_LIMIT = 32
_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{1,31}")


class InvalidUsername(DomainError, code="invalid_username"):
    """Not a username (R2.3-7)."""

    field = "username"


@dataclass(eq=False)
class UsernameTaken(DomainError, code="username_taken"):
    """The username is used in this realm already; `proposal` is the next free one (R2.3-8, X-5)."""

    username: str
    proposal: str
    field: str | None = "username"


@dataclass(eq=False)
class UnknownUsername(DomainError, code="unknown_username"):
    """The account that the owner of the machine names does not exist."""

    username: str


@dataclass(eq=False)
class AmbiguousUsername(DomainError, code="ambiguous_username"):
    """Both realms have an account of the name, and nothing says which is meant."""

    username: str


def plain(text: str) -> str:
    """The text without case and diacritics, with single spaces, one kind of dash and one of apostrophe (X-28)."""
    return without_marks(_skeleton(text))


def without_marks(text: str) -> str:
    """The text with its case kept and the diacritics taken off."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def fold(text: str) -> str:
    """The search key: as `plain`, with a space for a dash and nothing for an apostrophe (F3, X-28)."""
    return without_marks(_words(text))


def last_word_key(name: str) -> str:
    """The search key of the last of several words, such as a double surname's second half; "" where there is one."""
    before, _, last = fold(name).rpartition(" ")
    return last if before else ""


def prefix_range(prefix: str) -> tuple[str, str]:
    """The half-open range of folded keys that begin as `prefix` does, in code-point order (BINARY, "C")."""
    folded = fold(prefix)
    return folded, folded + LAST


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
    first = folded.replace("ch", f"c{LAST}h")
    last = re.sub(r"ch|c$", _CH, folded)
    return first, re.sub("[crsz]", rf"\g<0>{LAST}", last) + LAST


def username_from(surname: str) -> str:
    """The username offered for a surname in any script; empty only where there is no letter in it (R2.3-7)."""
    from anyascii import anyascii  # here, because few runs need it

    composed = unicodedata.normalize("NFC", surname).translate(_SPOKEN_AS_A)
    letters = re.sub(r"[^a-z0-9 _.-]", "", " ".join(anyascii(composed).lower().split()))
    joined = re.sub(r"[ _.-]*[ -][ _.-]*", "-", letters)[:_USERNAME_LIMIT].strip("-_.")
    return f"{joined}1" if len(joined) == 1 else joined


def join_name(*parts: str) -> str:
    """The parts of a name that there are, with spaces between them; some people have one name only (X-28)."""
    return " ".join(part for part in parts if part)


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
    """`wanted` in small letters if it is free, otherwise with the lowest number behind it that is (X-5)."""
    wanted = wanted.lower()
    if not taken(wanted):
        return wanted
    stem = wanted.rstrip("0123456789") or wanted
    numbered = (f"{stem[: _USERNAME_LIMIT - len(str(number))]}{number}" for number in count(2))
    return next(username for username in numbered if not taken(username))


def _skeleton(text: str) -> str:
    """Small letters, decomposed, single spaces. Folding case composes some letters anew, hence twice."""
    signs = text.translate(_ONE_KIND)  # before some of them fall into a space and a mark
    if signs.isascii():  # of which nothing is composed; a register has a hundred thousand such texts to be gone through
        return " ".join(signs.lower().split())
    small = unicodedata.normalize("NFKD", signs).casefold().translate(_UNDECOMPOSED)
    return _joined(unicodedata.normalize("NFKD", small).translate(_ONE_KIND))


def _words(text: str) -> str:
    return _joined(_skeleton(text).replace("'", "").replace("-", " "))


def _joined(text: str) -> str:
    """The words with single spaces, and without the marks that have no letter to stand on."""
    words = ("".join(dropwhile(unicodedata.combining, word)) for word in text.split())
    return " ".join(word for word in words if word)


def _levels(part: str) -> tuple[str, str, str]:
    """Letters, then diacritics, then case: each is looked at only where those before it are equal."""
    skeleton = _words(part)
    letters = without_marks(unicodedata.normalize("NFC", skeleton).translate(_OWN_LETTERS))
    return letters.replace("ch", _CH), skeleton, " ".join(part.split()).swapcase()
