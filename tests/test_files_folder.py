"""The folder for files, attacked: links, strangers, exchanged folders, quotas, several at once (X-30)."""

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from oktui.domain.audit import SubjectKind
from oktui.domain.kept_files import FileNotKept, FilesUnavailable, FileTooLarge, Format, name_file
from oktui.domain.outages import DiskFull
from oktui.files_folder import MEGABYTE, Draft, FilesFolder
from tests.support.effects import MONDAY, Picks

DAY = timedelta(days=1)
_choose = Picks()


def new_name() -> str:
    """Another one each time."""
    return name_file(SubjectKind.AUDIT, Format.CSV, MONDAY, _choose)


def keep(folder: FilesFolder, content: bytes = b"a;b\r\n", at: datetime = MONDAY) -> str:
    """Make a file."""
    name = new_name()
    with folder.make(name, at) as draft:
        draft.path.write_bytes(content)
    return name


def read(folder: FilesFolder, name: str) -> bytes:
    """What is in a file."""
    with folder.open(name) as file:
        return file.read()


def names(folder: FilesFolder) -> set[str]:
    """All that lies in the folder."""
    return {path.name for path in folder.path.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> FilesFolder:
    """A folder that nobody has made yet."""
    return FilesFolder(tmp_path / "files", limit=MEGABYTE)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of somebody's, with something in it that must stay as it is."""
    place = tmp_path / "outside"
    place.mkdir(mode=0o700)
    (place / "precious").write_text("precious")
    (place / "precious").chmod(0o600)
    return place


def test_a_file_is_ours_alone_in_a_folder_that_is(folder: FilesFolder) -> None:
    """X-20, X-30: 0600 in 0700, whatever the process lets others do."""
    before = os.umask(0)
    try:
        name = keep(folder)
    finally:
        os.umask(before)
    assert names(folder) == {name}
    modes = [path.stat().st_mode & 0o7777 for path in (folder.path, folder.path / name)]
    assert modes == [0o700, 0o600]
    assert read(folder, name) == b"a;b\r\n"


def make_link(folder: FilesFolder, outside: Path) -> None:
    """Lead to somebody's folder."""
    folder.path.symlink_to(outside)


def open_to_all(folder: FilesFolder, outside: Path) -> None:
    """Let others look in."""
    folder.path.mkdir()
    folder.path.chmod(0o755)


def open_to_group(folder: FilesFolder, outside: Path) -> None:
    """Let the group write."""
    folder.path.mkdir()
    folder.path.chmod(0o770)


def make_file(folder: FilesFolder, outside: Path) -> None:
    """No folder at all."""
    folder.path.touch()


def dangle(folder: FilesFolder, outside: Path) -> None:
    """Lead to where there is nothing, which would be made."""
    folder.path.symlink_to(outside / "made")


@pytest.mark.parametrize("attack", [make_link, open_to_all, open_to_group, make_file, dangle])
def test_a_folder_that_is_not_ours_alone_is_not_used(
    folder: FilesFolder, outside: Path, attack: Callable[[FilesFolder, Path], None]
) -> None:
    """X-30: nothing is written, read or removed in it."""
    attack(folder, outside)
    with pytest.raises(FilesUnavailable):
        keep(folder)
    with pytest.raises(FilesUnavailable):
        folder.open(new_name())
    with pytest.raises(FilesUnavailable):
        folder.remove("precious")
    with pytest.raises(FilesUnavailable):
        folder.purge(MONDAY + 3 * DAY)
    assert names(replace(folder, path=outside)) == {"precious"}


@pytest.mark.skipif(os.geteuid() != 0, reason="giving a folder away takes root")
def test_a_folder_of_somebody_else_is_not_used(folder: FilesFolder) -> None:
    """X-30: whoever owns it could exchange what is in it."""
    folder.path.mkdir(mode=0o700)
    os.chown(folder.path, 65534, 65534)
    with pytest.raises(FilesUnavailable):
        keep(folder)


def test_a_folder_exchanged_while_a_file_is_made_gets_no_file(folder: FilesFolder, outside: Path) -> None:
    """X-30: the file is named where the work began, or nowhere."""

    def exchange(draft: Draft) -> None:
        draft.path.write_bytes(b"secret")
        folder.path.rename(folder.path.with_name("moved"))
        folder.path.symlink_to(outside)

    with pytest.raises(FilesUnavailable), folder.make(new_name(), MONDAY) as draft:
        exchange(draft)
    assert names(replace(folder, path=outside)) == {"precious"}


def test_nothing_is_written_through_a_link_that_was_laid(folder: FilesFolder, outside: Path) -> None:
    """X-30: were the name known beforehand."""
    keep(folder)
    name = new_name()
    (folder.path / name).symlink_to(outside / "precious")
    with pytest.raises(FilesUnavailable), folder.make(name, MONDAY) as draft:
        draft.path.write_bytes(b"new")
    assert (outside / "precious").read_text() == "precious"


def hard(at: Path, outside: Path) -> None:
    """Another name of somebody's file."""
    at.hardlink_to(outside / "precious")


def soft(at: Path, outside: Path) -> None:
    """A link to it."""
    at.symlink_to(outside / "precious")


def readable(at: Path, outside: Path) -> None:
    """A file that others could have written to."""
    at.touch()
    at.chmod(0o666)


def pipe(at: Path, outside: Path) -> None:
    """Something to wait for without end."""
    os.mkfifo(at, 0o600)


def directory(at: Path, outside: Path) -> None:
    """A folder in the place of a file."""
    at.mkdir(mode=0o700)


@pytest.mark.parametrize("plant", [hard, soft, readable, pipe, directory])
def test_what_was_planted_is_not_handed_out(
    folder: FilesFolder, outside: Path, plant: Callable[[Path, Path], None]
) -> None:
    """X-30: only a file of ours, known by one name."""
    keep(folder)
    name = new_name()
    plant(folder.path / name, outside)
    with pytest.raises(FileNotKept):
        folder.open(name)


@pytest.mark.parametrize("name", ["..", ".", "../outside/precious", "/etc/passwd", "precious", ""])
def test_no_name_leads_out_of_the_folder(folder: FilesFolder, outside: Path, name: str) -> None:
    """X-30: what is no name of the program's is not even looked for."""
    keep(folder)
    with pytest.raises(FileNotKept):
        folder.open(name)


def test_a_folder_that_was_never_made_has_no_files(folder: FilesFolder) -> None:
    """X-30: and nothing to purge."""
    with pytest.raises(FileNotKept):
        folder.open(new_name())
    assert folder.purge(MONDAY) == 0


def test_the_oldest_make_room_for_the_newest(folder: FilesFolder) -> None:
    """X-30: the quota holds, and nobody can keep others from having theirs made."""
    third = b"x" * (MEGABYTE // 3)
    first, second, last = (keep(folder, third, MONDAY + timedelta(minutes=minute)) for minute in (2, 1, 3))
    newest = keep(folder, third, MONDAY + timedelta(minutes=4))
    assert names(folder) == {first, last, newest}
    assert second not in names(folder)


def test_a_file_larger_than_all_may_be_is_refused_early_and_drives_nobody_out(folder: FilesFolder) -> None:
    """X-30: nothing is left of it."""
    other = keep(folder)

    def write_too_much(draft: Draft) -> None:
        draft.path.write_bytes(b"x" * (MEGABYTE + 1))
        draft.check_size()

    with pytest.raises(FileTooLarge) as refused, folder.make(new_name(), MONDAY) as draft:
        write_too_much(draft)
    assert refused.value.limit == 1
    with pytest.raises(FileTooLarge):
        keep(folder, b"x" * (MEGABYTE + 1))
    assert names(folder) == {other}


def test_several_at_once_keep_to_the_quota(folder: FilesFolder) -> None:
    """X-30: each is whole or gone, and together they take no more room than is allowed."""
    threads = [threading.Thread(target=keep, args=(folder, bytes([65 + number]) * 300_000)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [read(folder, name) for name in names(folder)]
    assert len(kept) == 3
    assert all(len(set(content)) == 1 and len(content) == 300_000 for content in kept)


def test_a_file_is_removed_once(folder: FilesFolder) -> None:
    """X-30: of two who try, one learns that it is gone."""
    name = keep(folder)
    with folder.open(name) as file:
        folder.remove(name)
        with pytest.raises(FileNotKept):
            folder.remove(name)
        assert file.read() == b"a;b\r\n", "whoever has opened it can still read it"


def test_what_is_past_its_time_goes_and_so_does_what_killed_programs_left(folder: FilesFolder, outside: Path) -> None:
    """X-30: drafts too, links themselves, and a file that a wrong clock has dated a year ahead."""
    old, fresh = keep(folder), keep(folder, at=MONDAY + timedelta(hours=1))
    ahead = keep(folder, at=MONDAY + 365 * DAY)
    draft = folder.path / f".{new_name()}.draft"
    draft.mkdir()
    (draft / "half").write_bytes(b"half")
    os.utime(draft, (MONDAY.timestamp(), MONDAY.timestamp()))
    link = folder.path / "link"
    link.symlink_to(outside)
    os.utime(link, (MONDAY.timestamp(), MONDAY.timestamp()), follow_symlinks=False)
    assert folder.purge(MONDAY + DAY) == 3
    assert names(folder) == {fresh}
    assert old != ahead
    assert (outside / "precious").read_text() == "precious"


def test_a_full_disk_leaves_nothing_and_is_called_that(folder: FilesFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-30: that is the machine's matter, and told from a folder that is out of order."""

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        keep(folder)
    assert names(folder) == set()


def test_a_folder_that_cannot_be_made_is_out_of_order(folder: FilesFolder) -> None:
    """X-30: without the folder that it is to be in, for instance."""
    with pytest.raises(FilesUnavailable):
        keep(replace(folder, path=folder.path / "deeper" / "still"))
