"""A backup is whole and unread, or it is refused (X-19)."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oktui.domain.backups import BackupKeyWrong, BackupUnreadable
from storage.encrypted import read_lines, write_lines

KEY = bytes(range(32))
LINES = [f"řádek {number}" for number in range(200)]


def written(lines: list[str]) -> bytes:
    """The file."""
    file = io.BytesIO()
    write_lines(file, KEY, lines)
    return file.getvalue()


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))))
@settings(max_examples=50)
def test_lines_come_back_as_they_went_in(lines: list[str]) -> None:
    """X-19: whatever is in them, and none at all."""
    assert list(read_lines(io.BytesIO(written(lines)), KEY)) == lines


def test_many_parts_come_back_in_order() -> None:
    """X-19: more than fits into one part, of what cannot be packed."""
    import hashlib

    lines = [hashlib.sha512(str(number).encode()).hexdigest() for number in range(30_000)]
    file = written(lines)
    assert len(file) > 2 << 20
    assert list(read_lines(io.BytesIO(file), KEY)) == lines
    with pytest.raises(BackupUnreadable):  # cut off just behind a whole part
        list(read_lines(io.BytesIO(file[: 15 + 32 + 16 + 5 + (1 << 20) + 16]), KEY))


def test_nothing_is_readable_and_no_two_files_are_alike() -> None:
    """X-19: not even the same twice."""
    assert "řádek".encode() not in written(LINES)
    assert written(LINES)[60:] != written(LINES)[60:]


@pytest.mark.parametrize("place", [0, 20, 63, 70, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    """X-19: in the heading, in the length and in what is encrypted."""
    file = bytearray(written(LINES))
    file[place] ^= 1
    with pytest.raises((BackupUnreadable, BackupKeyWrong)):
        list(read_lines(io.BytesIO(bytes(file)), KEY))


@pytest.mark.parametrize("length", [0, 10, 40, 65, 100, -1])
def test_a_file_cut_off_or_gone_on_with_is_noticed(length: int) -> None:
    """X-19: a copy that was broken off is no backup."""
    for file in (written(LINES)[:length], written(LINES) + b"x"):
        with pytest.raises(BackupUnreadable):
            list(read_lines(io.BytesIO(file), KEY))


def test_another_key_is_called_that() -> None:
    """X-19: it is not the file that is at fault."""
    with pytest.raises(BackupKeyWrong):
        list(read_lines(io.BytesIO(written(LINES)), bytes(32)))
