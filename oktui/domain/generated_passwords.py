"""Passwords that the program makes, and how they are read over the telephone (X-16)."""

from collections.abc import Callable

from oktui.domain.password_owner import Owner
from oktui.domain.password_policy import PasswordPolicy
from oktui.domain.passwords import PasswordRefused, PasswordRule, unmet_rules

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no l, i, o, 0, 1; no capitals, which are tiresome to dictate
_GROUPS, _GROUP_LENGTH = 5, 4
_TRIES = 100  # chance spells a name of three letters once in a thousand times

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
    unmet: tuple[PasswordRule, ...] = ()
    for _ in range(_TRIES):
        password = generate(choose, groups)
        unmet = unmet_rules(password, owner, policy)
        if not unmet:
            return password
    raise PasswordRefused(unmet)


def spell(password: str) -> tuple[tuple[str, str], ...]:
    """Each character with its word of the Czech spelling alphabet, for reading over the telephone (X-16)."""
    return tuple((character, _word(character)) for character in password)


def _word(character: str) -> str:
    word = _SPOKEN.get(character.lower(), character)
    return f"velké {word}" if character.isupper() else word
