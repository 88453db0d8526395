"""Files that nobody has fetched in time are removed (X-30)."""

from datetime import timedelta

import pytest

from oktui.domain.audit import SubjectKind
from oktui.domain.kept_files import FilesUnavailable, Format, name_file
from oktui.jobs.purge_files import purge_files
from tests.support.cast import Cast


def keep(cast: Cast) -> str:
    """A file, made now."""
    effects = cast.effects
    name = name_file(SubjectKind.AUDIT, Format.CSV, effects.now(), effects.choose)
    with effects.files.make(name, effects.now()) as draft:
        draft.path.write_text("a")
    return name


def test_a_file_is_kept_for_as_long_as_the_installation_says(cast: Cast) -> None:
    """X-30: a day unless it is set otherwise, by the program's clock."""
    keep(cast)
    cast.clock.forward(timedelta(hours=1))
    later = keep(cast)
    cast.clock.forward(cast.effects.files.keep - timedelta(hours=1))
    assert purge_files(effects=cast.effects) == 1
    assert [path.name for path in cast.effects.files.path.iterdir()] == [later]
    cast.clock.forward(timedelta(hours=1))
    assert purge_files(effects=cast.effects) == 1
    assert purge_files(effects=cast.effects) == 0


def test_in_a_folder_that_is_not_ours_alone_nothing_is_removed(cast: Cast) -> None:
    """X-30: it says so instead."""
    keep(cast)
    cast.effects.files.path.chmod(0o755)
    cast.clock.forward(timedelta(days=2))
    with pytest.raises(FilesUnavailable):
        purge_files(effects=cast.effects)
    assert len(list(cast.effects.files.path.iterdir())) == 1
