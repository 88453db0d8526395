"""The request for an office's first administrator, as a text to send (R2.4-2)."""

from dataclasses import fields, replace

from oktui.domain.birth_number import BirthNumber
from oktui.domain.contacts import check_email
from oktui.domain.errors import DomainError
from oktui.domain.examination import Examination
from oktui.domain.modules import Module
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.register import OneNameOnly
from oktui.domain.text import Required, check_text
from oktui.values import dataclass

MPSV_DATA_BOX = "sc9aavg"
"""MPSV's data box, which requests go to (R2.4-2)."""

_BOX_LENGTH = 7
_BOX_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


class InvalidDataBox(DomainError, code="invalid_data_box"):
    """Not the ID of a data box."""

    field = "data_box"


class MpsvsDataBox(DomainError, code="mpsvs_data_box"):
    """The box that requests go to, named as an office's own (R2.4-2)."""

    field = "data_box"


@dataclass(eq=False)
class UnreadableRequest(DomainError, code="unreadable_request"):
    """A request for an administrator in which this line is missing or wrong (R2.4-2)."""

    line: str


class PersonDisagrees(DomainError, code="person_disagrees"):
    """KRK has another person by this birth number than the one who was named (R2.4-2)."""

    field = "birth_number"


def check_data_box(text: str) -> str:
    """The ID of a data box, or "" for none: seven characters without l, o, 0 and 1, of which the last one checks.

    Raises InvalidDataBox.
    """
    box = text.strip().lower()
    if box and (len(box) != _BOX_LENGTH or not set(box) <= set(_BOX_ALPHABET) or not _checks(box)):
        raise InvalidDataBox
    return box


def check_office_box(text: str, office_kind: OfficeKind) -> str:
    """The ID of an office's own data box, as `check_data_box` reads it. Raises InvalidDataBox, MpsvsDataBox."""
    box = check_data_box(text)
    if box == MPSV_DATA_BOX and office_kind is not OfficeKind.MPSV:
        raise MpsvsDataBox
    return box


def _checks(box: str) -> bool:
    """Luhn's check in base 32: from the end, every second place counts double, by the sum of its two digits."""
    base = len(_BOX_ALPHABET)
    doubled = (_BOX_ALPHABET.index(character) << place % 2 for place, character in enumerate(reversed(box)))
    return sum(sum(divmod(value, base)) for value in doubled) % base == 0


@dataclass(frozen=True)
class AdministratorRequest:
    """Who is to be the administrator of which office, for which module."""

    module: Module
    region: Region | None
    office_kind: OfficeKind
    workplace: str
    data_box: str
    given_name: str
    surname: str
    birth_surname: str
    birth_number: BirthNumber
    email: str
    position: str


LABELS = {
    "module": "Aplikace",
    "region": "Kraj",
    "office_kind": "Druh úřadu",
    "workplace": "Pracoviště",
    "data_box": "ID datové schránky úřadu",
    "given_name": "Jméno",
    "surname": "Příjmení",
    "birth_surname": "Rodné příjmení",
    "birth_number": "Rodné číslo",
    "email": "Email",
    "position": "Funkce/služební číslo",
}
"""What stands before each line of the request."""

_MAY_BE_EMPTY = frozenset({"region", "data_box", "given_name"})

_LETTER = """Komu: Ministerstvo práce a sociálních věcí, odbor informačních a komunikačních technologií
Datová schránka: {box}

Věc: Žádost o vytvoření účtu s oprávněním správa systému k aplikaci {module}

Žádáme o vytvoření uživatelského účtu s oprávněním správa systému, protože úřad nemá žádného pracovníka
s platným účtem a tímto oprávněním.

{lines}
"""


def check_request(request: AdministratorRequest) -> AdministratorRequest:
    """Give the request back, its e-mail in one form, if nothing is missing in it and every text keeps to its line.

    Whether somebody has no given name is for `check_named` to ask.

    Raises:
        Required, UnsafeText, TooLong, InvalidDataBox, InvalidEmail: a field at fault, with the others.
    """
    examination = Examination()
    for name, value in _values(request).items():
        examination.passed(_check_line, name, value)
    if request.data_box:
        examination.passed(check_data_box, request.data_box)
    email = examination.passed(check_email, request.email)
    examination.close()
    assert email is not None  # noqa: S101 - else it was at fault
    return replace(request, email=email)


def _check_line(name: str, value: str) -> None:
    if not check_text(value, name) and name not in _MAY_BE_EMPTY:
        raise Required(name)


def check_named(request: AdministratorRequest, *, confirmed: bool) -> None:
    """Raise OneNameOnly for somebody without a given name, unless it is confirmed that they have none (X-28)."""
    if not request.given_name.strip() and not confirmed:
        raise OneNameOnly


def write(request: AdministratorRequest) -> str:
    """The request as a letter; the birth number is written whole, for MPSV cannot do without it."""
    return _LETTER.format(box=MPSV_DATA_BOX, module=request.module.title, lines=lines(request))


def lines(request: AdministratorRequest) -> str:
    """What the request says, a line for each thing."""
    return "\n".join(f"{LABELS[name]}: {value}".rstrip() for name, value in _values(request).items())


def _values(request: AdministratorRequest) -> dict[str, str]:
    return {field.name: _written(getattr(request, field.name)) for field in fields(AdministratorRequest)}


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case Module() | Region() | OfficeKind():
            return value.title
    return str(value)
