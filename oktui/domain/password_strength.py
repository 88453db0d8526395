"""How many guesses a password withstands: zxcvbn's estimate, told Czech words and whose password it is (X-17)."""

import math
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise
from types import ModuleType

from oktui.domain.contacts import is_phone
from oktui.domain.czech_words import czech_words
from oktui.domain.names import without_marks

Dictionaries = dict[str, dict[str, int]]

_WINDOW = 48  # the estimate's time grows with the square of the length, and 17 characters are what is asked for
_CZECH_KEYS = str.maketrans("+ěščřžýáíéĚŠČŘŽÝÁÍÉúů§)yzYZ", "12345678902345678" + "90[;']zyZY")
_LETTERLIKE = "@$!|([{<%+"
_SPELLED_BY = 3  # kinds of such signs in one password; the estimate's time grows by the product of their meanings
_SIGN = re.compile(rf"[^\w{re.escape(_LETTERLIKE)}]|_|[{re.escape(_LETTERLIKE)}]+$")
_NO_LETTER = re.compile(r"[\W\d_]+")
_USUAL_SIGNS = " -._,/!?"
_SIGNS = 32
_WAYS_OF_CAPITALS = 4
_DIGITS = re.compile(r"[+(]?\d[\d\W]*")
_SIGNS_ALONE = re.compile(r"\W*")
_DATE = re.compile(r"(?<!\d)(\d{1,2})[ ./-]+(\d{1,2})[ ./-]+(\d{4}|\d{2})(?!\d)")
_DATES = 365 * 100
_WAYS_OF_A_DATE = 8
_TELEPHONES = 10**9
_SAME = re.compile(r"(.)\1+", re.DOTALL)
_REPEATED = re.compile(r"(.{4,}?)\1+", re.DOTALL)


def withstands(password: str, guesses: int, words: tuple[str, ...]) -> bool:
    """Whether somebody who knows the words must make that many guesses, however they read the password."""
    if _of_digits(password) < guesses:
        return False
    known = _known(words)
    return all(
        any(_estimate(window, known) * left_out >= guesses for window in _windows(reading))
        for reading, left_out in dict(_readings(password)).items()
    )


def _of_digits(password: str) -> float:
    """How many guesses dates written one after the other withstand, or a telephone number; infinity for all else."""
    if not _DIGITS.fullmatch(password):
        return math.inf
    if not _SIGNS_ALONE.fullmatch(_DATE.sub("", password)):
        return _TELEPHONES if is_phone(password) else math.inf
    days = {(int(day), int(month), int(year) % 100) for day, month, year in _DATE.findall(password)}
    return float(_DATES ** len(days) * _WAYS_OF_A_DATE ** len(_DATE.findall(password)))


def _readings(password: str) -> Iterator[tuple[str, int]]:
    """What the password may have been to who typed it, and how many choices that reading leaves out.

    With its diacritics off; the keys of a Czech keyboard as an English one has them; each letter once that stands
    several times running; its words in small letters without the signs among them, and without digits either.
    """
    plain = _plain(password)
    yield plain, 1
    yield _plain(password.translate(_CZECH_KEYS)), 1
    yield _SAME.sub(r"\1", plain), 10 ** len({len(run[0]) for run in _SAME.finditer(plain)})
    case = _choices_of_case(plain)
    for left_out in (_SIGN, _NO_LETTER):
        words = left_out.sub("", plain).lower()
        if words:
            yield words, case * math.prod(map(_choices, set(left_out.findall(plain))))


def _choices_of_case(text: str) -> int:
    """In how many ways somebody would try to write such a text: words that begin with a capital are seldom more."""
    if text == text.lower():
        return 1
    if not re.search("[A-Z]{2}", text):
        return _WAYS_OF_CAPITALS
    return int(2 ** sum(one.isupper() != other.isupper() for one, other in pairwise(text)))


def _choices(left_out: str) -> int:
    """How many digits and signs somebody would try in the place of these; one sign repeated is one sign."""
    if left_out == left_out[0] * len(left_out):
        return len(left_out) * _choices_of_one(left_out[0])
    return math.prod(map(_choices_of_one, left_out))


def _choices_of_one(character: str) -> int:
    if character.isdigit():
        return 10
    return len(_USUAL_SIGNS) if character in _USUAL_SIGNS else _SIGNS


def _plain(text: str) -> str:
    plain = without_marks(unicodedata.normalize("NFKD", text))
    if len(set(plain) & set(_LETTERLIKE)) > _SPELLED_BY:
        plain = re.sub(rf"[{re.escape(_LETTERLIKE)}]", "~", plain)
    return plain


def _windows(text: str) -> Iterator[str]:
    """Parts no longer than the estimate can bear: whoever guesses the whole must guess the hardest of them."""
    if len(text) > _WINDOW:
        text = _REPEATED.sub(r"\1", text)
    return (text[start : start + _WINDOW] for start in range(0, len(text), _WINDOW))


def _estimate(text: str, known: Dictionaries) -> Decimal:
    """The product of the parts' guesses and of their orders, without the sum that zxcvbn adds for each further part.

    That sum takes `Jablko-Hruska-2024!`, four parts that everybody knows, for a million million guesses.
    """
    zxcvbn = _zxcvbn()
    found = zxcvbn.most_guessable_match_sequence(text, zxcvbn.omnimatch(text, known), _exclude_additive=True)
    return Decimal(found["guesses"])


def _known(words: tuple[str, ...]) -> Dictionaries:
    """The library's dictionaries and the words; its outermost function would share the words among threads."""
    return {**_zxcvbn().RANKED_DICTIONARIES, "owner": {word: rank for rank, word in enumerate(words, 1)}}


@cache
def _zxcvbn() -> ModuleType:
    from zxcvbn import matching  # here, because few runs need its 90,000 words

    matching.RANKED_DICTIONARIES["czech"] = czech_words()  # where it also looks for what is repeated
    return matching  # type: ignore[no-any-return]
