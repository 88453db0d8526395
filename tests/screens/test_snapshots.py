"""How the pictures of screens are compared."""

from pathlib import Path
from typing import Any, cast

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.app import App, ComposeResult
from textual.widgets import Static

from tests.support import snapshots
from tests.support.snapshots import compared, picture


class Shown(App[None]):
    """A program that shows a word."""

    def compose(self) -> ComposeResult:
        yield Static("ukázka")


class Another:
    """A picture that was looked at, of something else."""

    def use_extension(self, _: type) -> "Another":
        """As snapshots are kept."""
        return self

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = None  # type: ignore[assignment]  # nothing that is kept in a set


def test_the_same_screen_gives_the_same_picture() -> None:
    """Else each run would change them all."""
    assert picture(Shown(), (40, 3)) == picture(Shown(), (40, 3))
    assert picture(Shown(), (40, 3)) != picture(Shown(), (41, 3))


def test_a_picture_that_differs_fails_and_is_left_to_be_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the test's name, of which a folder can have any."""
    monkeypatch.setattr(snapshots, "FOLDER", tmp_path / "pictures")
    compare = compared(cast(SnapshotAssertion, cast(Any, Another())), "test_it[a/b]")
    with pytest.raises(pytest.fail.Exception, match=r"test_it_a_b_\.svg"):
        compare(Shown(), terminal_size=(40, 3))
    assert "ukázka" in (tmp_path / "pictures" / "test_it_a_b_.svg").read_text(encoding="utf-8")
