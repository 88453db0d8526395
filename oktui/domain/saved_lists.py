"""Lists of employees that somebody has saved under a name: the criteria of F3, to be asked again."""

from dataclasses import replace
from typing import Final

from oktui.domain.errors import DomainError
from oktui.domain.listing import Criteria, Sorting
from oktui.domain.text import Required, check_text
from oktui.values import dataclass

AT_MOST: Final = 20
"""How many lists one account can have: more are not found again."""
NAME_LENGTH: Final = 40


@dataclass(eq=False)
class TooManyLists(DomainError, code="too_many_lists"):
    """Another list than those that one account can have."""

    field: str | None = "name"
    limit: int = AT_MOST


class UnknownList(DomainError, code="unknown_list"):
    """There is no list of this name."""


@dataclass(frozen=True)
class SavedList:
    """A list by its name, with what it is sorted by."""

    name: str
    criteria: Criteria
    sorting: Sorting = Sorting()

    def checked(self) -> "SavedList":
        """The same as it is stored: a name composed and without surrounding spaces, nobody kept.

        Raises:
            Required: it has no name.
            TooLong, UnsafeText: the name, or a criterion, is no text that one could type (X-22).
        """
        name = check_text(self.name, "name", NAME_LENGTH)
        if not name:
            raise Required("name")
        asked = self.criteria
        criteria = replace(
            asked,
            words=check_text(asked.words, "words"),
            given_name=check_text(asked.given_name, "given_name"),
            surname=check_text(asked.surname, "surname"),
            second_surname=check_text(asked.second_surname, "second_surname"),
            ik=check_text(asked.ik, "ik"),
            kept=frozenset(),
        )
        return SavedList(name, criteria, self.sorting)


@dataclass(frozen=True)
class CountedList:
    """A list, and how many are on it now; one more than COUNTED_AT_MOST stands for more."""

    saved: SavedList
    number: int

    @property
    def key(self) -> str:
        """Its name, of which each account has but one."""
        return self.saved.name
