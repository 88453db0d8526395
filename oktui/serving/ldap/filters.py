"""Filters of LDAP's searches (RFC 4515): read, asked of an entry, and what each of its matches must have.

The libraries for it on PyPI are either parts of whole servers and clients, or unescape values in an order that makes
others of some; slapd has checked the filter and writes it in one form.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from oktui.serving.ldap.wire import Attributes, Malformed
from oktui.values import dataclass

DEEPEST: Final = 20
"""How many brackets may be open at once."""
_ITEM: Final = re.compile(r"([A-Za-z][\w.;-]*)(=|~=|>=|<=)([^()]*)")
_ESCAPED: Final = re.compile(r"\\([0-9a-fA-F]{2})")


@dataclass(frozen=True)
class Filter:
    """A condition, or several that are joined.

    `sign` is `&`, `|` or `!` of those joined; `=` of an attribute with the one value, or with one that has these parts
    in their order; `?` of what nothing is known about, which is true of nobody.
    """

    sign: str
    joined: "tuple[Filter, ...]" = ()
    attribute: str = ""
    parts: tuple[str, ...] = ()

    def matches(self, attributes: Attributes) -> bool | None:
        """Whether it is true of an entry; None where it says of it neither (RFC 4511, 4.5.1.7)."""
        match self.sign:
            case "&":
                return _all(each.matches(attributes) for each in self.joined)
            case "|":
                return _not(_all(_not(each.matches(attributes)) for each in self.joined))
            case "!":
                return _not(self.joined[0].matches(attributes))
            case "=":
                return self._has(attributes)
        return None

    def _has(self, attributes: Attributes) -> bool | None:
        values = next((held for name, held in attributes.items() if name.lower() == self.attribute), None)
        if values is None:
            return False
        return any(_is_made_of(plain(value), self.parts) for value in values)

    def asks(self, attribute: str) -> bool:
        """Whether what it says of an entry depends on the attribute."""
        return self.attribute == attribute or any(each.asks(attribute) for each in self.joined)

    def required(self, attribute: str) -> str | None:
        """The value that everything has for which it is true; None where several will do."""
        if self.sign == "=" and self.attribute == attribute and len(self.parts) == 1:
            return self.parts[0]
        if self.sign != "&":
            return None
        return next((value for each in self.joined if (value := each.required(attribute)) is not None), None)


def parse_filter(written: str) -> Filter:
    """Read a filter. Raises Malformed."""
    found, rest = _parse(written.strip(), DEEPEST)
    if rest:
        raise Malformed
    return found


def plain(value: str) -> str:
    """The value as it is compared: without regard to case and to blanks around it."""
    return " ".join(value.split()).casefold()


def _parse(written: str, deepest: int) -> tuple[Filter, str]:
    if not written.startswith("(") or not deepest:
        raise Malformed
    sign = written[1:2]
    if sign not in ("&", "|", "!"):
        item, closed, rest = written[1:].partition(")")
        if not closed:
            raise Malformed
        return _item(item), rest
    joined, rest = list[Filter](), written[2:]
    while rest.startswith("("):
        each, rest = _parse(rest, deepest - 1)
        joined.append(each)
    if not rest.startswith(")") or (sign == "!" and len(joined) != 1):
        raise Malformed
    return Filter(sign, tuple(joined)), rest[1:]


def _item(written: str) -> Filter:
    found = _ITEM.fullmatch(written)
    if found is None or found[2] in (">=", "<="):
        return Filter("?")  # an order, a rule of matching, or what slapd's schema does not know
    parts = tuple(plain(_unescaped(part)) for part in found[3].split("*"))
    return Filter("=", attribute=found[1].lower(), parts=parts)


def _unescaped(value: str) -> str:
    """The value that is written so: `\\2a` is an asterisk, and letters beyond ASCII may be written by their bytes."""
    pieces = _ESCAPED.split(value)
    raw = b"".join(bytes.fromhex(each) if n % 2 else each.encode() for n, each in enumerate(pieces))
    return raw.decode(errors="replace")


def _is_made_of(value: str, parts: Sequence[str]) -> bool:
    """Whether the value begins with the first part, ends with the last, and has the others between in their order."""
    first, *between = parts
    if not between:
        return value == first
    if not value.startswith(first):
        return False
    place = len(first)
    for part in between[:-1]:
        found = value.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return value.endswith(between[-1]) and len(value) - len(between[-1]) >= place


def _all(found: Iterator[bool | None]) -> bool | None:
    answers = list(found)
    if False in answers:
        return False
    return None if None in answers else True


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer
