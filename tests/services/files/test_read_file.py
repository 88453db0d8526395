"""The beginning of a file on screen, for its maker alone (X-30)."""

import pytest

from oktui.domain.audit import AuditCriteria, Recorded
from oktui.domain.kept_files import FileNotKept, Format
from oktui.services.audit.export_events import export_events
from oktui.services.exporting import Target
from oktui.services.files import read_file as module
from oktui.services.files.fetch_file import fetch_file
from oktui.services.files.read_file import read_file
from tests.support.cast import Cast
from tests.support.journal import new_events


def export(cast: Cast, username: str) -> str:
    """A short list."""
    target = Target[Recorded](Format.CSV, (("Událost", lambda row: row.event.kind.value),))
    return export_events(cast.actor(username), AuditCriteria(), target, effects=cast.effects).name


def test_its_maker_reads_it_and_it_waits_as_before(cast: Cast) -> None:
    """X-30: on the way from one form to another; nothing is spent."""
    name, homola = export(cast, "homola"), cast.actor("homola")
    with new_events() as added:
        for _ in range(2):
            excerpt = read_file(homola, name, effects=cast.effects)
            assert (excerpt.text, excerpt.whole) == ("Událost\r\nsign_in\r\n", True)
    assert added() == []
    fetch_file(name, effects=cast.effects).close()
    with pytest.raises(FileNotKept):
        read_file(homola, name, effects=cast.effects)


def test_a_long_one_is_shown_as_far_as_whole_lines_go(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-30: and said not to be whole; a letter is never cut in two."""
    name = export(cast, "homola")
    monkeypatch.setattr(module, "MOST", 12)
    excerpt = read_file(cast.actor("homola"), name, effects=cast.effects)
    assert (excerpt.text, excerpt.whole) == ("Událost\r\n", False)


def test_nobody_else_reads_it(cast: Cast) -> None:
    """X-3, X-30: were all of its name known to somebody of more power."""
    name = export(cast, "homola")
    with pytest.raises(FileNotKept):
        read_file(cast.actor("mpsv_radek"), name, effects=cast.effects)
