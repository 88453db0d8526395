"""Files that their owner alone can read (X-20)."""

import errno
import os
from pathlib import Path

import pytest

from oktui.domain.files import FileTaken, FileUnreadable, FileUnwritable, Obstacle, TooMuchToRead
from oktui.domain.outages import DiskFull
from oktui.private_files import make_private, read_bytes, write_private


def test_a_file_is_its_owners_alone_and_nothing_else_is_left(tmp_path: Path) -> None:
    """X-20: whatever the mask of the process lets others do."""
    before = os.umask(0)
    try:
        write_private(tmp_path / "letter", "Správa systému")
        make_private(tmp_path / "folder" / "log")
    finally:
        os.umask(before)
    assert (tmp_path / "letter").read_text(encoding="utf-8") == "Správa systému"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "letter"]
    modes = [
        path.stat().st_mode & 0o777 for path in (tmp_path / "letter", tmp_path / "folder", tmp_path / "folder/log")
    ]
    assert modes == [0o600, 0o700, 0o600]


def test_a_file_is_replaced_only_when_that_is_wanted(tmp_path: Path) -> None:
    """X-21: nobody loses what is there unasked."""
    write_private(tmp_path / "letter", "old")
    with pytest.raises(FileTaken):
        write_private(tmp_path / "letter", "new")
    assert read_bytes(tmp_path / "letter") == b"old"
    write_private(tmp_path / "letter", "new", replace=True)
    assert read_bytes(tmp_path / "letter") == b"new"


@pytest.mark.parametrize("replace", [False, True])
def test_nothing_is_written_through_a_link(tmp_path: Path, *, replace: bool) -> None:
    """X-20: a link that somebody has laid leads nowhere."""
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "letter").symlink_to(tmp_path / "precious")
    if replace:
        write_private(tmp_path / "letter", "new", replace=True)
    else:
        with pytest.raises(FileTaken):
            write_private(tmp_path / "letter", "new")
    assert (tmp_path / "precious").read_text() == "precious"


@pytest.mark.parametrize("replace", [False, True])
def test_a_full_disk_is_told_from_a_wrong_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, replace: bool
) -> None:
    """F3, X-19: with room for nothing, nothing is left, and what was there stays."""
    with pytest.raises(FileUnwritable):
        write_private(tmp_path / "nowhere" / "letter", "new", replace=replace)
    if replace:
        write_private(tmp_path / "letter", "old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        write_private(tmp_path / "letter", "new", replace=replace)
    assert [path.read_text() for path in tmp_path.iterdir()] == (["old"] if replace else [])


LONG = "x" * 300


@pytest.mark.parametrize(
    ("named", "obstacle"),
    [
        ("nowhere", Obstacle.MISSING),
        ("letter/below", Obstacle.MISSING),
        ("~nobody-of-that-name/letter", Obstacle.MISSING),
        ("folder", Obstacle.FOLDER),
        (LONG, Obstacle.NAME),
    ],
)
def test_what_cannot_be_read_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, obstacle: Obstacle
) -> None:
    """F11: and why, for somebody else helps with each."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "letter").write_text("old")
    with pytest.raises(FileUnreadable) as refused:
        read_bytes(Path(named))
    assert refused.value.obstacle is obstacle


def test_what_has_no_end_is_not_read_to_it() -> None:
    """F3, F11: a device that was named by mistake would fill the memory."""
    with pytest.raises(TooMuchToRead):
        read_bytes(Path("/dev/zero"))


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize(
    ("named", "obstacle"),
    [
        ("nowhere/letter", Obstacle.MISSING),
        ("letter/below", Obstacle.MISSING),
        ("~nobody-of-that-name/letter", Obstacle.MISSING),
        ("folder", Obstacle.FOLDER),
        (LONG, Obstacle.NAME),
    ],
)
def test_what_cannot_be_written_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, obstacle: Obstacle, *, replace: bool
) -> None:
    """F3: a folder is no file that could be written over, and what was there stays."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "letter").write_text("old")
    with pytest.raises(FileUnwritable) as refused:
        write_private(Path(named), "new", replace=replace)
    assert refused.value.obstacle is obstacle
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "letter"]


@pytest.mark.parametrize(
    ("number", "obstacle"),
    [
        (errno.EACCES, Obstacle.FORBIDDEN),
        (errno.EPERM, Obstacle.FORBIDDEN),
        (errno.EROFS, Obstacle.FORBIDDEN),
        (errno.EIO, Obstacle.DEVICE),
    ],
)
def test_what_is_not_ours_is_told_from_a_broken_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, obstacle: Obstacle
) -> None:
    """F3, F11: whoever may do everything to files cannot be refused in a test, so the machine's answer is given."""

    def refuse(*_given: object) -> None:
        raise OSError(number, os.strerror(number))

    opened = os.open

    def refuse_new(path: Path, flags: int, *given: int, **named: int) -> int:
        if flags & os.O_CREAT:
            raise OSError(number, os.strerror(number))
        return opened(path, flags, *given, **named)

    monkeypatch.setattr(os, "open", refuse_new)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileUnreadable) as unreadable:
        read_bytes(tmp_path / "letter")
    with pytest.raises(FileUnwritable) as unwritable:
        write_private(tmp_path / "letter", "new")
    assert unreadable.value.obstacle is unwritable.value.obstacle is obstacle
