"""Passwords: what is asked of them (X-15, X-17), how they are made and how they are spelled (X-16)."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cache

from oktui.domain.birth_number import BirthNumber
from oktui.domain.errors import DomainError
from oktui.domain.names import plain
from oktui.domain.text import UnsafeText

_SHORTEST_WORD = 3  # a surname such as Ho stands in too many passwords to be refused
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no l, i, o, 0, 1; no capitals, which are tiresome to dictate
_GROUPS, _GROUP_LENGTH = 5, 4
_TRIES = 100  # chance spells a name of three letters once in a thousand times

_ROWS = (
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertzuiopasdfghjklyxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
)
_CZECH_WORDS = """
    heslo hesla tajneheslo mojeheslo noveheslo dobreheslo silneheslo bezpecneheslo admin administrator
    spravce uzivatel urad urednik krajskyurad obec kraj mpsv oknouze oksluzby oksystem socialnipracovnik
    prihlaseni pristup ahoj nazdar nevim neznam zapomnel tajne laska milacek zlaticko slunicko kocicka
    kocka pejsek beruska broucek kralik konicek pivo pivecko kofola skola prace penize rodina maminka
    tatinek babicka sparta slavia banik bohemians zbrojovka kometa hokej fotbal skoda skodovka favorit
    octavia cesko cechy morava slezsko ceskarepublika praha brno ostrava plzen liberec olomouc pardubice
    jihlava zlin martin martina petr petra pavel pavla jana josef jiri tomas lukas michal michala jakub
    ondrej vojtech david marie anna hana lenka katerina lucie veronika tereza alena jitka zuzana monika
    barbora kristyna leden unor brezen duben kveten cerven cervenec srpen zari rijen listopad prosinec
    jaro leto podzim zima vanoce pondeli utery streda ctvrtek patek sobota nedele
"""

_SPELLING_ALPHABET = """
    Adam Božena Cyril David Emil František Gustav Helena Ivan Josef Karel Ludvík Marie Norbert Oto Petr
    Quido Rudolf Svatopluk Tomáš Urban Václav Xaver Ypsilon Zuzana
"""
_DIGITS = ("nula", "jedna", "dvě", "tři", "čtyři", "pět", "šest", "sedm", "osm", "devět")
_SPOKEN = {
    **{word[0].lower(): word for word in _SPELLING_ALPHABET.split()},
    **{str(value): word for value, word in enumerate(_DIGITS)},
    "w": "dvojité vé",
    "-": "pomlčka",
}


@dataclass(frozen=True)
class PasswordPolicy:
    """The rules in force, as configured (X-15, X-16)."""

    min_length: int = 12
    admin_min_length: int = 17
    max_length: int = 256
    max_age_months: int = 18
    min_age: timedelta = timedelta(minutes=30)
    remembered: int = 12
    temporary_lifetime: timedelta = timedelta(minutes=60)
    first_lifetime: timedelta = timedelta(hours=72)

    def least_length(self, *, is_administrator: bool) -> int:
        """The fewest characters that such an account's password may have."""
        return self.admin_min_length if is_administrator else self.min_length


@dataclass(frozen=True)
class Owner:
    """What of an account's owner a password must not give away."""

    username: str
    surname: str
    birth_number: BirthNumber | None
    is_administrator: bool


class PasswordRule(Enum):
    """One thing asked of a password (X-15, X-17)."""

    LENGTH = "length"
    MAX_LENGTH = "max_length"
    NO_USERNAME = "no_username"
    NO_SURNAME = "no_surname"
    NO_BIRTH_NUMBER = "no_birth_number"
    NOT_COMMON = "not_common"


@dataclass(eq=False)
class PasswordRefused(DomainError):
    """A password that breaks the rules in `unmet` (X-15, X-17)."""

    unmet: tuple[PasswordRule, ...]
    field: str | None = "password"


class PasswordsDiffer(DomainError):
    """The two passwords typed do not agree (R2.3-9)."""

    field = "password_again"


@dataclass(eq=False)
class WrongPassword(DomainError):
    """Not the account's password (R2.7-1, X-27)."""

    field: str | None = "original"


@dataclass(eq=False)
class PasswordTooYoung(DomainError):
    """The password was changed too short a time ago to be changed again before `until` (X-15)."""

    until: datetime
    field: str | None = "password"


@dataclass(eq=False)
class PasswordReused(DomainError):
    """One of the last `remembered` passwords (X-15)."""

    remembered: int
    field: str | None = "password"


@dataclass(frozen=True)
class Requirement:
    """A rule, and whether the password meets it."""

    rule: PasswordRule
    met: bool


def normalise(password: str) -> str:
    """The form that is measured and hashed: composed, so that every keyboard's á is one á (X-15).

    Raises:
        UnsafeText: it holds half of a character, which a terminal that is not UTF-8 makes out of some bytes.
    """
    if any(unicodedata.category(character) == "Cs" for character in password):
        raise UnsafeText("password")
    return unicodedata.normalize("NFC", password)


def requirements(candidate: str, owner: Owner, policy: PasswordPolicy) -> tuple[Requirement, ...]:
    """Every rule with its verdict on the candidate; cheap enough for each keystroke (F9)."""
    password = normalise(candidate)
    folded = plain(password[: policy.max_length])
    verdicts = {
        PasswordRule.LENGTH: len(password) >= policy.least_length(is_administrator=owner.is_administrator),
        PasswordRule.MAX_LENGTH: len(password) <= policy.max_length,
        PasswordRule.NO_USERNAME: not _tells(folded, (plain(owner.username),)),
        PasswordRule.NO_SURNAME: not _tells(folded, _surnames(owner.surname)),
        PasswordRule.NO_BIRTH_NUMBER: not _tells_birth_number(folded, owner.birth_number),
        PasswordRule.NOT_COMMON: not _is_common(folded),
    }
    return tuple(Requirement(rule, met) for rule, met in verdicts.items())


def check(candidate: str, owner: Owner, policy: PasswordPolicy) -> None:
    """Accept the candidate or say what it lacks.

    Raises:
        PasswordRefused: with the rules it does not meet.
    """
    unmet = tuple(each.rule for each in requirements(candidate, owner, policy) if not each.met)
    if unmet:
        raise PasswordRefused(unmet)


def generate(choose: Callable[[str], str], groups: int = _GROUPS) -> str:
    """A password of 99 bits, fit for an administrator; `choose` picks one of the given characters (X-16)."""
    return "-".join("".join(choose(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(groups))


def generate_for(owner: Owner, policy: PasswordPolicy, choose: Callable[[str], str]) -> str:
    """A generated password that its owner's rules accept; another one is made when chance has spelled a name (X-17).

    Raises:
        PasswordRefused: the rules accept nothing that is generated.
    """
    least = policy.least_length(is_administrator=owner.is_administrator)
    groups = max(_GROUPS, -(-(least + 1) // (_GROUP_LENGTH + 1)))
    password = generate(choose, groups)
    for _ in range(_TRIES):
        if all(each.met for each in requirements(password, owner, policy)):
            break
        password = generate(choose, groups)
    check(password, owner, policy)
    return password


def spell(password: str) -> tuple[tuple[str, str], ...]:
    """Each character with its word of the Czech spelling alphabet, for reading over the telephone (X-16)."""
    return tuple((character, _word(character)) for character in password)


def _word(character: str) -> str:
    word = _SPOKEN.get(character.lower(), character)
    return f"velké {word}" if character.isupper() else word


def _surnames(surname: str) -> tuple[str, ...]:
    """The folded surname and, of a double one, each of its parts."""
    folded = plain(surname)
    return (folded, *re.split(r"[\s-]+", folded))


def _tells(folded: str, names: tuple[str, ...]) -> bool:
    return any(name in folded for name in names if len(name) >= _SHORTEST_WORD)


def _tells_birth_number(folded: str, birth_number: BirthNumber | None) -> bool:
    return birth_number is not None and birth_number.digits in re.sub(r"[^0-9]", "", folded)


def _is_common(folded: str) -> bool:
    """Whether it repeats itself, is a known password or a row of keys, be it among digits and signs."""
    core = _core(folded)
    return _repeats(folded) or any(
        text in _common_passwords() or any(_runs_along(row, text) for row in _ROWS)
        for text in (folded, core, _core(core[: _period(core)]))
        if len(text) >= _SHORTEST_WORD
    )


def _core(folded: str) -> str:
    """What is left without the digits and signs at both ends."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)


def _repeats(text: str) -> bool:
    return 0 < _period(text) <= len(text) // 2


def _period(text: str) -> int:
    """The length of the shortest beginning whose repetition gives the text."""
    return next((length for length in range(1, len(text)) if text.startswith(text[length:])), len(text))


def _runs_along(row: str, text: str) -> bool:
    endless = row * (len(text) // len(row) + 2)
    return text in endless or text in endless[::-1]


@cache
def _common_passwords() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # here, because few runs need its 30,000 words

    return frozenset(FREQUENCY_LISTS["passwords"]) | frozenset(_CZECH_WORDS.split())
