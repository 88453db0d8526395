"""What F1 remembers of the last time: the application and the username, never the password."""

import os
from pathlib import Path

import pytest

from oktui.domain.modules import Module
from oktui.last_sign_in import LastSignIn


def test_what_was_remembered_is_recalled(tmp_path: Path) -> None:
    """F1: by whoever owns the terminal, and readable by nobody else."""
    memory = LastSignIn.of_user(tmp_path)
    assert memory.recall() is None
    memory.remember(Module.OKNOUZE, "sz_smitko")
    memory.remember(Module.POSKYTOVATEL, "homola")
    assert LastSignIn.of_user(tmp_path).recall() == (Module.POSKYTOVATEL, "homola")
    assert memory.path.stat().st_mode & 0o777 == 0o600
    assert str(os.getuid()) in memory.path.name


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"module": "registr"}', '{"module": "other", "username": "homola"}',
     '{"module": "registr", "username": "[/x]"}', '{"module": "registr", "username": 7}', "\\udcff"],
)  # fmt: skip
def test_a_file_that_holds_something_else_holds_nothing(tmp_path: Path, text: str) -> None:
    """F1, X-22: whatever somebody has put there."""
    memory = LastSignIn(tmp_path / "last")
    memory.path.write_text(text, encoding="utf-8")
    assert memory.recall() is None


def test_where_nothing_can_be_written_nobody_is_held_up(tmp_path: Path) -> None:
    """F1: it saves keys, no more; and it writes through no link that somebody has laid."""
    LastSignIn(tmp_path / "away" / "last").remember(Module.REGISTR, "homola")
    target = tmp_path / "target"
    target.write_text("precious", encoding="utf-8")
    link = tmp_path / "last"
    link.symlink_to(target)
    LastSignIn(link).remember(Module.REGISTR, "homola")
    assert target.read_text(encoding="utf-8") == "precious"
