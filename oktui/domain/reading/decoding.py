"""Bytes to text, whichever program wrote them: a letter's as well as a table's (X-28)."""

import codecs
import re
import unicodedata
from itertools import pairwise
from typing import Final

from oktui.domain.reading.faults import EncodingMixed, EncodingUnclear, EncodingUnknown, FileKind, NotATable

_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPACES = dict.fromkeys(map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"), " ")
_SPACES |= dict.fromkeys(map(ord, "\u200a\u202f\u205f\u3000"), " ")
_UTF8_LETTER = re.compile(rb"[\xc3-\xc5][\x80-\xbf]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NEVER_IN_A_WORD = re.compile(
    r"[\x7f-\x9f]"  # the controls that other encodings keep š, ť and ž at
    r"|(?<=[^\W\d_])[^\x00-\x7f\w\s’‘–—‐‑´](?=[^\W\d_])|[µˇ]|ą(?=[aeiouyáéěíóúůý])"
    r"|(?<![^\W\d_])[©®¬±¦¶](?=[^\W\d_])"
)
_WORD = re.compile(r"[^\W\d_]+")


def read_text(data: bytes) -> str:
    r"""The text, with letters composed, every space the plain one and every line ended by `\n`.

    Raises:
        NotATable: no text at all.
        EncodingUnknown, EncodingMixed, EncodingUnclear: text in an encoding that cannot be told for certain.
    """
    return compose(_decode(data)).strip("\ufeff\x1a")


def compose(text: str) -> str:
    """The text with its letters composed, and with one kind of space and of line end."""
    return unicodedata.normalize("NFC", text).translate(_SPACES).replace("\r\n", "\n").replace("\r", "\n")


def looks_garbled(text: str) -> bool:
    """Whether letters were lost to a program that took the text for another encoding (`ZkuĹˇebnĂ­`, `Zku?ební`)."""
    if "\ufffd" in text or re.search(r"[^\W\d_]\?|\?[^\W\d_]", text):
        return True
    return any(_is_utf8_as(encoding, text) for encoding in ("cp1250", "cp1252", "latin-1"))


def _is_utf8_as(encoding: str, text: str) -> bool:
    try:
        return not text.isascii() and text.encode(encoding).decode() != text
    except UnicodeError:
        return False


def _decode(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKED if data.startswith(mark)), None) or _unmarked_utf16(data)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding is not None:
            raise EncodingUnknown from error
        return _decode_old(data, error.start)
    if "\0" in text:
        raise NotATable(FileKind.BINARY)
    return text


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: of Latin letters every other byte is nearly always zero, and the rest never is."""
    for name, high, low in (("utf-16-le", data[1::2], data[::2]), ("utf-16-be", data[::2], data[1::2])):
        if len(data) % 2 == 0 and high.count(0) > len(high) / 2 and low.count(0) == 0:
            return name
    return None


def _decode_old(data: bytes, failed_at: int) -> str:
    """Text of one byte a letter. Windows' encoding comes first; the others only where it makes no words."""
    if _UTF8_LETTER.search(data):
        raise EncodingMixed(len(re.split(rb"\r\n|\r|\n", data[:failed_at])))
    windows, iso, dos = (_decode_plausibly(data, encoding) for encoding in ("cp1250", "iso8859-2", "cp852"))
    if windows is not None and iso is not None and windows != iso:
        raise EncodingUnclear(*_first_difference(windows, iso))
    read = windows or iso or dos
    if read is not None:
        return read
    if _CONTROLS.search(data.decode("latin-1")):
        raise NotATable(FileKind.BINARY)
    raise EncodingUnknown


def _decode_plausibly(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    wrong = _CONTROLS.search(text) or _NEVER_IN_A_WORD.search(text)
    return None if wrong or any(map(_has_stray_capital, _WORD.findall(text))) else text


def _has_stray_capital(word: str) -> bool:
    """Whether an accented capital stands behind a small letter, or between a capital and a small one."""
    if word.isascii() or word.islower():
        return False
    places = pairwise(range(len(word)))
    return any(
        word[here].isupper() and not word[here].isascii() and (word[before].islower() or word[here + 1 :][:1].islower())
        for before, here in places
    )


def _first_difference(one: str, other: str) -> tuple[str, str]:
    return next(
        pair for pair in zip(re.split(r"[\s;,]", one), re.split(r"[\s;,]", other), strict=True) if len({*pair}) > 1
    )
