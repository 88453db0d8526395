"""What the program asks KRK and what it has it change: the port that each register of persons is reached by (X-4).

`docs/krk.md` tells the same to those who connect a register; `tests/krk_contract` holds every adapter to it.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Final, Protocol

from oktui.domain.birth_number import BirthNumber
from oktui.domain.corrections import Correction
from oktui.domain.errors import DomainError
from oktui.domain.modules import Category
from oktui.domain.people import Person
from oktui.domain.register import Consent, NewPerson
from oktui.values import dataclass

AT_ONCE: Final = 100
"""About how many persons one question asks at most."""

AT_MOST: Final = 50
"""How many persons a search by names answers with at most."""


@dataclass(eq=False)
class PersonUnreadable(DomainError, code="person_unreadable"):
    """KRK answers, and what it has of this one person does not say who they are; nobody else is concerned (X-7)."""

    ik: str = ""
    """Empty where not even that can be read."""


class KrkReadOnly(DomainError, code="krk_read_only"):
    """The register takes no changes from here: it is another's, and only read."""


@dataclass(frozen=True)
class Answer:
    """The persons found of those asked about, in no order, and the IKs of those whose row cannot be read."""

    persons: tuple[Person, ...] = ()
    unreadable: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NameSearch:
    """Beginnings of the names as they were typed, and the day of birth if it is known; the surname is never empty."""

    given_name: str
    surname: str
    born: date | None = None


def passed_over() -> None:
    """The point of no return of a change that nobody would leave before it is made."""


class Krk(Protocol):
    """A register of persons.

    Every question and every change raises KrkUnavailable: there is no answer, or none that can be one. A change is
    made as a whole or not at all; right before it can be made, `point_of_no_return` is called, and what that raises
    leaves all as it was. Where the answer to a change is lost after that, KrkOutcomeUnknown is raised (X-32).
    """

    @property
    def place(self) -> str:
        """Which register it is, for whoever mends it; without any password."""

    def ping(self) -> None:
        """Ask about nobody."""

    def persons(self, iks: Collection[str]) -> Answer:
        """Those who have the IKs, of which there are AT_ONCE at most (R2.3-4)."""

    def by_birth_numbers(self, numbers: Collection[BirthNumber]) -> Answer:
        """Those who have the birth numbers, of which there are AT_ONCE at most (R2.3-4)."""

    def search(self, names: NameSearch) -> Sequence[Person]:
        """At least those whose folded names begin so, or the last word of whose surname does (X-28).

        There may be others among them, and AT_MOST are enough; those whose row cannot be read are left out.
        """

    def consents(self, ik: str) -> Sequence[Consent]:
        """The consents on record for the person, oldest first."""

    def register(
        self,
        persons: Sequence[NewPerson],
        corrections: Sequence[Correction] = (),
        *,
        point_of_no_return: Callable[[], None] = passed_over,
    ) -> list[Person]:
        """Give each person the next free IK and write them, and the corrections of others (R2.4-1, X-24).

        Raises:
            PersonKnown: one of them is in the register already, or a birth number is somebody else's.
            EditConflict, NotFound: one who is to be corrected is not any more what they were (X-21).
            PersonUnreadable, KrkReadOnly.
        """

    def change_categories(
        self,
        ik: str,
        *,
        added: Collection[Category],
        removed: Collection[Category],
        consent: Consent | None,
        point_of_no_return: Callable[[], None] = passed_over,
    ) -> None:
        """Give and take categories and put a consent on record (R2.2-2). Raises NotFound, KrkReadOnly."""
