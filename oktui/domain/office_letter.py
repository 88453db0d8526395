"""An office's letter read strictly: what stands in it once, whichever mail program sent it on (R2.4-2, X-28)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from oktui.domain.administrator_request import LABELS, AdministratorRequest, UnreadableRequest, check_request
from oktui.domain.birth_number import BirthNumber
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module
from oktui.domain.names import plain
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.reading.decoding import compose
from oktui.values import dataclass

T = TypeVar("T", Module, Region, OfficeKind)

_NAMES = {plain(label): name for name, label in LABELS.items()}
_QUOTED = re.compile(r"^(?:[ \t]*>)+ ?")
_BULLET = re.compile(r"^[ \t]*[-*•–][ \t]+")
_MAILTO = re.compile(r"\s*(?:<mailto:[^>]*>|\[mailto:[^\]]*\])", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:!doctype|html|body|head|div|p|br|table|td|span)\b[^>]*>", re.IGNORECASE)
_SIGNATURE = "--"
_LONG = 60  # a mail program breaks no line that is shorter


@dataclass(eq=False)
class LineTwice(DomainError, code="line_twice"):
    """A line of the letter that is given twice and says two things: whom is it about?"""

    line: str
    first: str
    second: str


class LetterNotPlain(DomainError, code="letter_not_plain"):
    """A letter as a web page: what is shown of it, and what is hidden, cannot be told."""


@dataclass
class _Line:
    name: str
    value: str
    in_signature: bool


def read(text: str, *, today: date) -> AdministratorRequest:
    """The request out of such a letter; quoted, wrapped, in whatever case, order and form of letters.

    A line may be repeated word for word, as in an answer that quotes the letter. What stands in a signature is no line
    of the letter, yet must not say anything else than the letter does.

    Raises:
        LetterNotPlain: it is a web page.
        LineTwice: a line says two things.
        UnreadableRequest: a line is missing or says what there is not.
        InvalidBirthNumber, Required, UnsafeText, TooLong, InvalidDataBox: a line at fault.
    """
    if _MARKUP.search(text):
        raise LetterNotPlain
    lines = list(_lines(compose(text)))
    said: dict[str, str] = {}
    for line in lines:
        first = said.setdefault(line.name, line.value)
        if first != line.value:
            raise LineTwice(LABELS[line.name], first, line.value)
    values = {line.name: line.value for line in lines if not line.in_signature}
    missing = next((label for name, label in LABELS.items() if name not in values), None)
    if missing is not None:
        raise UnreadableRequest(missing)
    return _request(values, today)


def _lines(text: str) -> Iterator[_Line]:
    """The lines that begin with a label, each with what a mail program has broken off it."""
    line: _Line | None = None
    before = ""
    signed_at = -1
    for written in text.split("\n"):
        unquoted = _QUOTED.sub("", written)
        depth = written[: len(written) - len(unquoted)].count(">")
        if unquoted.rstrip() == _SIGNATURE:
            signed_at = depth
        in_signature = depth == signed_at  # what is quoted under it was written by another
        begun = _begun(unquoted, in_signature=in_signature)
        if begun is None and line is not None and _goes_on(line, before, unquoted):
            line.value = f"{line.value} {unquoted.strip()}".strip()
        else:
            if line is not None:
                yield _tidy(line)
            line = begun
        before = unquoted
    if line is not None:
        yield _tidy(line)


def _begun(text: str, *, in_signature: bool) -> _Line | None:
    label, colon, value = _BULLET.sub("", text).partition(":")
    name = _NAMES.get(plain(label.strip(" *_"))) if colon else None
    return _Line(name, value.strip(" \t*_"), in_signature) if name else None


def _goes_on(line: _Line, before: str, text: str) -> bool:
    """Whether the text was broken off the line before it: by format=flowed, at its end, or after its label."""
    if not text.strip() or text.rstrip() == _SIGNATURE:
        return False
    flowed = before.endswith(" ") and line.value != ""
    return flowed or len(before) >= _LONG or text[0] in " \t" or (not line.value and ":" not in text)


def _tidy(line: _Line) -> _Line:
    return _Line(line.name, " ".join(_MAILTO.sub("", line.value).split()), line.in_signature)


def _request(values: dict[str, str], today: date) -> AdministratorRequest:
    return check_request(
        AdministratorRequest(
            module=_named(Module, values["module"], "module"),
            region=_named(Region, values["region"], "region") if values["region"] else None,
            office_kind=_named(OfficeKind, values["office_kind"], "office_kind"),
            workplace=values["workplace"],
            data_box=values["data_box"],
            given_name=values["given_name"],
            surname=values["surname"],
            birth_surname=values["birth_surname"],
            birth_number=BirthNumber.parse(values["birth_number"], today=today),
            email=values["email"],
            position=values["position"],
        )
    )


def _named(kind: type[T], title: str, field: str) -> T:
    for member in kind:
        if plain(member.title) == plain(title):
            return member
    raise UnreadableRequest(LABELS[field])
