"""Whose password it is, and what others know of them (X-17)."""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from oktui.domain.birth_number import BirthNumber
from oktui.domain.czech_words import forms
from oktui.domain.names import plain
from oktui.domain.people import Details, PersonalData, Workplace
from oktui.values import dataclass

SHORTEST_WORD = 3
"""A shorter one, such as the surname Ho, stands in too many passwords to be looked for."""

_PRODUCT = "oktui oknouze oksluzby oknouzeoksluzby oksystem registr poskytovatel mpsv spravasystemu"
_DATES = ("%d%m%Y", "%d%m%y", "%Y%m%d", "%y%m%d", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d", "%Y", "%d%m", "%m%d")


@dataclass(frozen=True)
class Owner:
    """What of an account's owner a password must not give away; `known` is what else others know of them."""

    username: str
    surname: str
    birth_number: BirthNumber | None
    is_administrator: bool
    known: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        username: str,
        person: PersonalData,
        workplace: Workplace,
        details: Details | None = None,
        *,
        is_administrator: bool,
    ) -> "Owner":
        """The owner of an account of this name, at the workplace."""
        known = (
            *person.names,
            *(workplace.name, workplace.region.title if workplace.region else ""),
            *((details.email, details.phone, details.position) if details else ()),
        )
        return cls(username, person.surname, person.birth_number, is_administrator, known)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What somebody who knows the owner tries first, without diacritics: names declined, dates, the product."""
        found = chain(self._names(), _numbers(self.birth_number), _PRODUCT.split())
        return tuple(dict.fromkeys(word for word in found if len(word) >= SHORTEST_WORD))

    def _names(self) -> Iterator[str]:
        for text in map(plain, (self.username, self.surname, *self.known)):
            parts = "".join(character if character.isalnum() else " " for character in text).split()
            yield from (text, "".join(parts), *chain.from_iterable(map(forms, parts)))


def _numbers(number: BirthNumber | None) -> Iterator[str]:
    if number is not None:
        yield from (number.digits, str(number), number.digits[:6], number.digits[6:])
        yield f"{number.born.day}{number.born.month}{number.born.year}"
        yield f"{number.born.day}.{number.born.month}.{number.born.year}"
        yield from (number.born.strftime(form) for form in _DATES)
