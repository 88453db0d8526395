"""Correcting what KRK has of a person: by MPSV, or by whoever entered them until they can sign in (F17, R2.4-1)."""

from datetime import date
from typing import Final

from oktui.domain.authority import Action, Denial, Forbidden, Principal, denial
from oktui.domain.birth_number import BirthNumber, check_certain
from oktui.domain.errors import DomainError
from oktui.domain.modules import Category
from oktui.domain.people import Names, PersonalData
from oktui.domain.records import titles, values
from oktui.domain.register import REQUIRED, Consent, OneNameOnly, PersonEntry, check_name
from oktui.domain.text import Required, check_text
from oktui.values import dataclass


class BirthNumberChanges(DomainError, code="birth_number_changes"):
    """The correction changes the birth number, by which others know the person; confirming allows it."""

    field = "birth_number"


@dataclass(frozen=True)
class Correction:
    """What is to be written of a person whom KRK has, and what stood there when that was decided (X-21)."""

    ik: str
    before: PersonalData
    after: PersonalData
    added: frozenset[Category] = frozenset()
    consent: Consent | None = None

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.before != self.after or self.added or self.consent)


@dataclass(frozen=True)
class Confirmed:
    """What a correction was asked about and is wanted all the same."""

    birth_number_changes: bool = False
    doubtful_birth_number: bool = False
    one_name: bool = False


NOTHING_CONFIRMED: Final = Confirmed()


def correction_denial(actor: Principal, *, entered: bool, activated: bool) -> Denial | None:
    """Why the actor may not correct a person, or None if they may: MPSV anybody, others whom they entered themselves.

    `entered` says whether the actor's account entered the person by F8, `activated` whether any account of the person
    has been made usable: from then on, only MPSV corrects.
    """
    refused = denial(actor, Action.CORRECT_PERSON)
    if refused is not None or actor.everywhere:
        return refused
    if not entered:
        return Denial.ENTERED_BY_OTHERS
    return Denial.ACTIVATED if activated else None


def require_correction(actor: Principal, *, entered: bool, activated: bool) -> None:
    """Raise Forbidden unless the actor may correct the person (X-3)."""
    reason = correction_denial(actor, entered=entered, activated=activated)
    if reason is not None:
        raise Forbidden(Action.CORRECT_PERSON, reason)


def check_correction(
    ik: str, stored: PersonalData, typed: PersonEntry, confirmed: Confirmed, *, today: date
) -> Correction:
    """The correction; what is stored already is let be, and a birth number that was not typed is the one stored.

    Raises:
        Required, UnsafeText, TooLong, InvalidBirthNumber: the first field at fault.
        OneNameOnly, BirthNumberChanges, DoubtfulBirthNumber: to be confirmed.
    """
    names = {name: _corrected(getattr(stored, name), getattr(typed, name), name) for name in titles(Names)}
    number = _number(stored.birth_number, typed.birth_number, today)
    if not names["given_name"] and stored.given_name and not confirmed.one_name:
        raise OneNameOnly
    if number != stored.birth_number:
        if not confirmed.birth_number_changes:
            raise BirthNumberChanges
        check_certain(number, confirmed=confirmed.doubtful_birth_number)
    return Correction(ik, stored, PersonalData(**names, birth_number=number))


def check_reason(text: str) -> str:
    """Why a person is corrected, which has to be said. Raises Required, UnsafeText, TooLong."""
    reason = check_text(text, "correction_reason")
    if not reason:
        raise Required("correction_reason")
    return reason


def updated(stored: PersonalData, read: PersonalData, columns: frozenset[str]) -> PersonalData:
    """What KRK has, with the names that a file has columns for; a birth number is never taken from one."""
    named = {name: value for name, value in values(read).items() if name in columns and name in titles(Names)}
    return PersonalData(**{**values(stored), **named})


def _corrected(stored: str, typed: str, name: str) -> str:
    return stored if typed == stored else check_name(typed, name, REQUIRED - {"given_name"})


def _number(stored: BirthNumber, typed: str, today: date) -> BirthNumber:
    return BirthNumber.parse(typed, today=today) if typed.strip() else stored
