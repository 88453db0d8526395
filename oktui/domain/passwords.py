"""Passwords: what is asked of them (X-15, X-17)."""

import re
import unicodedata
from datetime import datetime
from enum import Enum

from oktui.domain.birth_number import BirthNumber
from oktui.domain.common_passwords import is_common
from oktui.domain.errors import DomainError
from oktui.domain.names import plain
from oktui.domain.password_owner import SHORTEST_WORD, Owner
from oktui.domain.password_policy import PasswordPolicy
from oktui.domain.password_strength import withstands
from oktui.domain.text import UnsafeText
from oktui.values import dataclass


class PasswordRule(Enum):
    """One thing asked of a password (X-15, X-17)."""

    LENGTH = "length"
    MAX_LENGTH = "max_length"
    NO_USERNAME = "no_username"
    NO_SURNAME = "no_surname"
    NO_BIRTH_NUMBER = "no_birth_number"
    NOT_COMMON = "not_common"
    HARD_TO_GUESS = "hard_to_guess"


@dataclass(eq=False)
class PasswordRefused(DomainError, code="password_refused"):
    """A password that breaks the rules in `unmet` (X-15, X-17)."""

    unmet: tuple[PasswordRule, ...]
    field: str | None = "password"


class PasswordsDiffer(DomainError, code="passwords_differ"):
    """The two passwords typed do not agree (R2.3-9)."""

    field = "password_again"


@dataclass(eq=False)
class WrongPassword(DomainError, code="wrong_password"):
    """Not the account's password (R2.7-1, X-27)."""

    field: str | None = "original"


@dataclass(eq=False)
class PasswordTooYoung(DomainError, code="password_too_young"):
    """The password was changed too short a time ago to be changed again before `until` (X-15)."""

    until: datetime
    field: str | None = "password"


@dataclass(eq=False)
class PasswordReused(DomainError, code="password_reused"):
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
    """Every rule but HARD_TO_GUESS with its verdict on the candidate; cheap enough for each keystroke (F9)."""
    password = normalise(candidate)
    folded = plain(password[: policy.max_length])
    verdicts = {
        PasswordRule.LENGTH: len(password) >= policy.least_length(is_administrator=owner.is_administrator),
        PasswordRule.MAX_LENGTH: len(password) <= policy.max_length,
        PasswordRule.NO_USERNAME: not _tells(folded, (plain(owner.username),)),
        PasswordRule.NO_SURNAME: not _tells(folded, _surnames(owner.surname)),
        PasswordRule.NO_BIRTH_NUMBER: not _tells_birth_number(folded, owner.birth_number),
        PasswordRule.NOT_COMMON: not is_common(folded),
    }
    return tuple(Requirement(rule, met) for rule, met in verdicts.items())


def hard_to_guess(candidate: str, owner: Owner, policy: PasswordPolicy) -> Requirement:
    """The verdict of HARD_TO_GUESS; some milliseconds, the first time a quarter of a second: not for the event loop."""
    password = normalise(candidate)[: policy.max_length]
    least = policy.least_guesses(is_administrator=owner.is_administrator)
    return Requirement(PasswordRule.HARD_TO_GUESS, withstands(password, least, owner.words))


def unmet_rules(candidate: str, owner: Owner, policy: PasswordPolicy) -> tuple[PasswordRule, ...]:
    """All rules that the candidate breaks."""
    verdicts = (*requirements(candidate, owner, policy), hard_to_guess(candidate, owner, policy))
    return tuple(each.rule for each in verdicts if not each.met)


def check(candidate: str, owner: Owner, policy: PasswordPolicy) -> None:
    """Accept the candidate or say what it lacks.

    Raises:
        PasswordRefused: with the rules it does not meet.
    """
    unmet = unmet_rules(candidate, owner, policy)
    if unmet:
        raise PasswordRefused(unmet)


def _surnames(surname: str) -> tuple[str, ...]:
    """The folded surname and, of a double one, each of its parts."""
    folded = plain(surname)
    return (folded, *re.split(r"[\s-]+", folded))


def _tells(folded: str, names: tuple[str, ...]) -> bool:
    return any(name in folded for name in names if len(name) >= SHORTEST_WORD)


def _tells_birth_number(folded: str, birth_number: BirthNumber | None) -> bool:
    return birth_number is not None and birth_number.digits in re.sub(r"[^0-9]", "", folded)
