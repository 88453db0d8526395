"""A file of new employees: one a row, read whole with everything that is wrong in it (R2.3-9, R2.3-10, X-28)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from typing import Any, Final, TypeVar

from oktui.domain.accounts import GrantChange
from oktui.domain.birth_number import BirthNumber
from oktui.domain.errors import DomainError
from oktui.domain.examination import Examination
from oktui.domain.ik import check_ik
from oktui.domain.modules import Level, Module
from oktui.domain.names import check_username, fold
from oktui.domain.offices import OfficeKind
from oktui.domain.people import Details, DetailsEntry, check_details
from oktui.domain.reading.cells import read_birth_number, read_day, read_words
from oktui.domain.reading.faults import Cell, Fault
from oktui.domain.reading.headings import Columns, Line, Table
from oktui.domain.records import titles
from oktui.domain.text import Required
from oktui.values import dataclass

T = TypeVar("T")

COLUMNS: Final = Columns(
    {
        "ik": "IK MPSV",
        "birth_number": "rodné číslo",
        "office_kind": "druh úřadu",
        "workplace": "pracoviště",
        **{name: title.lower() for name, title in titles(DetailsEntry).items()},
        "username": "uživatelské jméno",
        "permission": "oprávnění",
    },
    optional=frozenset(
        {"ik", "birth_number", "office_kind", "valid_to", "phone", "abbreviation", "username", "permission"}
    ),
)

_DAYS: Final = ("valid_from", "valid_to")
_GRANT: Final = re.compile(r"\s*([^();]+?)\s*\(([^()]*)\)\s*(?:[;,]|$)")
_DASHED: Final = re.compile(r"\s+[–-]\s+(\w+)")
_TERMS: Final = re.compile(r"(\w+)(?:,? od ([\d. ]+?))?(?:,? do ([\d. ]+?))?", re.UNICODE)


@dataclass(eq=False)
class GrantUnreadable(DomainError, code="grant_unreadable"):
    """Text that does not name permissions of the module with their levels."""

    text: str
    field: str | None = "permission"


@dataclass(eq=False)
class OfficeKindUnknown(DomainError, code="office_kind_unknown"):
    """Text that is no kind of an office."""

    text: str
    field: str | None = "office_kind"


@dataclass(eq=False)
class WorkplaceUnknown(DomainError, code="workplace_unknown"):
    """No workplace within the actor's power has this name."""

    text: str
    field: str | None = "workplace"


@dataclass(eq=False)
class WorkplaceUnclear(DomainError, code="workplace_unclear"):
    """Workplaces of several kinds have this name, and the row does not say which it is."""

    text: str
    field: str | None = "workplace"


@dataclass(eq=False)
class RowRepeated(DomainError, code="row_repeated"):
    """The same person at the same workplace, or the same username, stands in the file already, on this line."""

    line: int
    field: str | None = None


@dataclass(frozen=True)
class EmployeeRow:
    """A new employee as a row has them: who they are by their IK or by their birth number, and what they are to hold.

    There is to be an account if the row has a username or permissions; a username that is left out follows the surname.
    """

    number: int
    ik: str
    birth_number: BirthNumber | None
    office_kind: OfficeKind | None
    workplace: str
    details: Details
    username: str = ""
    grants: tuple[GrantChange, ...] = ()

    @property
    def with_account(self) -> bool:
        """Whether there is to be an account."""
        return bool(self.username or self.grants)


@dataclass
class EmployeeFile:
    """The employees, and what is wrong with the other rows."""

    rows: list[EmployeeRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_employees(table: Table, module: Module, *, today: date) -> EmployeeFile:
    """Everything that the rows say, as far as that needs to ask nobody."""
    read = EmployeeFile(faults=list(table.faults))
    for line in table.lines:
        try:
            read.rows.append(_row(line, module, today))
        except DomainError as fault:
            read.faults += [COLUMNS.blame(line.number, each) for each in (fault, *fault.also)]
    return read


def _row(line: Line, module: Module, today: date) -> EmployeeRow:
    row = _Cells(line.cells)
    ik, birth_number = row.words("ik"), _birth_number(row, today)
    if not ik and birth_number is None and not row.unread & {"ik", "birth_number"}:
        row.found.faults.append(Required("ik"))
    if ik:
        row.found.passed(check_ik, ik)
    kind, workplace = row.found.passed(_office_kind, row.words("office_kind")), row.words("workplace")
    if not workplace and "workplace" not in row.unread:
        row.found.faults.append(Required("workplace"))
    details = _details(row)
    username = row.words("username")
    if username:
        username = row.found.passed(check_username, username) or ""
    since = details.valid_from if details else today
    grants = row.found.passed(_grants, row.words("permission"), module, since)
    row.found.close()
    assert details is not None  # noqa: S101 - else it was at fault
    return EmployeeRow(line.number, ik, birth_number, kind, workplace, details, username, grants or ())


class _Cells:
    """The cells of a row, and what is wrong with them."""

    def __init__(self, cells: Mapping[str, Cell]) -> None:
        self._cells = cells
        self.found = Examination()

    @property
    def unread(self) -> set[str | None]:
        """The fields of which something is wrong already; what would follow from that is not said besides."""
        return {fault.field for fault in self.found.faults}

    def read(self, name: str, read: Callable[[Cell, str], T]) -> T | None:
        """What stands in a cell; None where it cannot be read."""
        return self.found.passed(read, self._cells.get(name, ""), name)

    def words(self, name: str) -> str:
        """A text, without the sign by which a spreadsheet knows that it is one."""
        return (self.read(name, read_words) or "").removeprefix("'").strip()


def _birth_number(row: _Cells, today: date) -> BirthNumber | None:
    text = row.read("birth_number", lambda cell, name: read_birth_number(cell, today=today, field=name))
    return row.found.passed(lambda: BirthNumber.parse(text, today=today)) if text else None


def _office_kind(text: str) -> OfficeKind | None:
    for kind in OfficeKind:
        if fold(text) in (fold(kind.title), fold(kind.value)):
            return kind
    if text:
        raise OfficeKindUnknown(text)
    return None


def _details(row: _Cells) -> Details | None:
    typed: dict[str, Any] = {
        name: row.read(name, read_day) if name in _DAYS else row.words(name) for name in titles(DetailsEntry)
    }
    unread = row.unread
    try:
        return check_details(DetailsEntry(**typed))
    except DomainError as fault:
        row.found.faults += [each for each in (fault, *fault.also) if each.field not in unread]
        return None


def _grants(text: str, module: Module, since: date) -> tuple[GrantChange, ...]:
    """Permissions as an export of the list writes them, Správa systému (aktualizace, od 1.1.2010 do 31.12.2016).

    Or as the menu shows them: Správa systému – aktualizace.
    """
    rest, found = _DASHED.sub(r" (\1)", text), []
    while rest:
        written = _GRANT.match(rest)
        terms = _TERMS.fullmatch(written[2].strip()) if written else None
        permission = next(
            (each for each in module.permissions if written and fold(each.title) == fold(written[1])), None
        )
        level = next((each for each in Level if terms and fold(each.title) == fold(terms[1])), None)
        if written is None or terms is None or permission is None or level is None:
            raise GrantUnreadable(rest)
        begins, ends = (read_day(day or "", "permission") for day in (terms[2], terms[3]))
        found.append(GrantChange(permission, level, begins or since, ends))
        rest = rest[written.end() :].strip()
    return tuple(found)
