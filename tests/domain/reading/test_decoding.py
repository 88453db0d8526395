"""Bytes to text: X-28."""

import pytest

from oktui.domain.reading.decoding import looks_garbled, read_text
from oktui.domain.reading.faults import EncodingMixed, EncodingUnclear, EncodingUnknown, FileKind, NotATable

CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy, Šťáhlavy – Řeřicha Žižka Ťok\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1250", "iso8859-2", "cp852"]
)
def test_czech_text_is_read_in_every_encoding_that_czech_programs_write(encoding: str) -> None:
    """X-28: with or without a mark, by content."""
    text = CZECH.replace("–", "-") if encoding in ("iso8859-2", "cp852") else CZECH
    assert read_text(text.encode(encoding)) == text


def test_the_first_letter_of_a_text_may_be_any() -> None:
    """X-28: two letters are no mark of UTF-16, and an empty text is one."""
    assert read_text("ž".encode()) == "ž"
    assert read_text(b"") == read_text(b"\xef\xbb\xbf") == read_text(b"\xff\xfe") == ""


def test_letters_spaces_and_line_ends_become_of_one_kind() -> None:
    """X-28: decomposed letters, no-break and narrow spaces, three line ends."""
    assert read_text("Zkus\u030cebni\u0301\u00a0x\u202fy\r\nz\rw".encode()) == "Zkušební x y\nz\nw"


def test_a_word_that_two_encodings_read_differently_is_not_guessed() -> None:
    """X-28: ľ of Windows is ž of ISO 8859-2; who reads a name has to decide."""
    with pytest.raises(EncodingUnclear) as refused:
        read_text("jmeno;Koľada".encode("cp1250"))
    assert (refused.value.one, refused.value.other) == ("Koľada", "Kožada")


def test_a_line_in_another_encoding_is_told() -> None:
    """X-28: two files joined."""
    with pytest.raises(EncodingMixed) as refused:
        read_text("číslo\njedna\n".encode() + "Dlouhý".encode("cp1250"))
    assert refused.value.line == 3


@pytest.mark.parametrize("data", [b"\x00\x01\x02text", b"PNG\x00\x00\x01\x02", bytes(range(256))])
def test_bytes_that_are_no_text_are_told(data: bytes) -> None:
    """X-28: one sentence, no letters out of noise."""
    with pytest.raises(NotATable) as refused:
        read_text(data)
    assert refused.value.kind is FileKind.BINARY


def test_half_a_letter_of_utf16_is_told() -> None:
    """X-28: a file that was cut off."""
    with pytest.raises(EncodingUnknown):
        read_text("Zkušební".encode("utf-16")[:-1])


@pytest.mark.parametrize("text", ["ZkuĹˇebnĂ\xad", "Zku?ební", "Zku\ufffdební", "ZkouÅ¡ka", "Dlouh?"])
def test_letters_that_were_lost_show(text: str) -> None:
    """X-28: read once in a wrong encoding, or saved in one that lacks them."""
    assert looks_garbled(text)


@pytest.mark.parametrize("text", ["Zkušební", "O’Brien", "Đặng", "Шевченко", "MPSV-2016/1 ?", "Ångström", "Müller"])
def test_letters_of_any_language_are_no_loss(text: str) -> None:
    """X-28: a name is not at fault for being foreign."""
    assert not looks_garbled(text)
