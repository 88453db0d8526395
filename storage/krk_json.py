"""What is said to a register's web service and what it answers, as JSON (docs/krk.md)."""

import json
import re
from collections.abc import Collection
from dataclasses import fields
from datetime import date
from types import SimpleNamespace
from typing import Any

from oktui.domain.birth_number import BirthNumber
from oktui.domain.corrections import Correction
from oktui.domain.ik import is_ik
from oktui.domain.krk import Answer
from oktui.domain.modules import Category
from oktui.domain.people import PersonalData
from oktui.domain.records import values
from oktui.domain.register import Consent, NewPerson
from storage import krk_rows


class Misunderstood(ValueError):
    """The answer is not what the contract says; the message names no value of it (X-20)."""


def parsed(body: bytes) -> dict[str, Any]:
    """The JSON object. Raises Misunderstood."""
    try:
        said = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Misunderstood("no JSON") from error
    if not isinstance(said, dict):
        raise Misunderstood("no JSON object")
    return said


def answer(said: dict[str, Any]) -> Answer:
    """The persons, and the IKs of those who cannot be read, whom the log names. Raises Misunderstood."""
    found, unreadable = [], {_ik(ik) for ik in _list(said, "unreadable", may_be_missing=True)}
    for each in _list(said, "persons"):
        if not isinstance(each, dict):
            raise Misunderstood("persons")
        ik = _ik(each.get("ik"))
        try:
            found.append(krk_rows.person(_row(each), _names(each.get("categories", []))))
        except krk_rows.UnreadableRow:
            unreadable.add(ik)
    for ik in unreadable:
        krk_rows.log_unreadable(ik)
    return Answer(tuple(found), frozenset(unreadable))


def consents(said: dict[str, Any]) -> list[Consent]:
    """The consents. Raises Misunderstood."""
    found = []
    for each in _list(said, "consents"):
        try:
            found.append(Consent(date.fromisoformat(each["received_on"]), text(each, "reference")))
        except (TypeError, KeyError, ValueError) as error:
            raise Misunderstood("consents") from error
    return found


def iks(said: dict[str, Any], count: int) -> list[str]:
    """As many new IKs as persons were written, in their order. Raises Misunderstood."""
    given = _list(said, "iks")
    if len(given) != count or len(set(map(str, given))) != count or not all(is_ik(str(ik)) for ik in given):
        raise Misunderstood("iks")
    return list(map(str, given))


def text(said: dict[str, Any], name: str) -> str:
    """A text of the answer. Raises Misunderstood."""
    value = said.get(name)
    if not isinstance(value, str) or any("\ud800" <= character <= "\udfff" for character in value):
        raise Misunderstood(name)
    return value


def new_person(new: NewPerson) -> dict[str, Any]:
    """A person to be given an IK."""
    return {**_data(new.data), "categories": categories(new.categories), "consent": consent(new.consent)}


def correction(asked: Correction) -> dict[str, Any]:
    """A correction, with what stood there when it was decided."""
    return {
        "ik": asked.ik,
        "before": _data(asked.before),
        "after": _data(asked.after),
        "added": categories(asked.added),
        "consent": consent(asked.consent),
    }


def categories(of: Collection[Category]) -> list[str]:
    """The codes, in order."""
    return sorted(category.value for category in of)


def consent(given: Consent | None) -> dict[str, Any] | None:
    """A consent, or nothing."""
    return None if given is None else {"received_on": day(given.received_on), "reference": given.reference}


def day(given: date | None) -> str | None:
    """ISO 8601."""
    return None if given is None else given.isoformat()


def _data(person: PersonalData) -> dict[str, Any]:
    return {**values(person), "birth_number": person.birth_number.digits}


def _row(said: dict[str, Any]) -> Any:
    """The person as a row of a table would be."""
    named: dict[str, Any] = {field.name: said.get(field.name) for field in fields(PersonalData)}
    number = named["birth_number"]
    named["birth_number"] = BirthNumber(number.replace("/", "") if isinstance(number, str) else "")
    return SimpleNamespace(ik=said["ik"], **named)


def _list(said: dict[str, Any], name: str, *, may_be_missing: bool = False) -> list[Any]:
    value = said.get(name, [] if may_be_missing else None)
    if not isinstance(value, list):
        raise Misunderstood(name)
    return value


def _names(value: object) -> list[str]:
    if not isinstance(value, list):
        raise krk_rows.UnreadableRow
    return [each for each in value if isinstance(each, str)]


def _ik(value: object) -> str:
    if not isinstance(value, str) or re.fullmatch("[0-9]{10}", value) is None:
        raise Misunderstood("ik")
    return value
