"""Where the work that is recorded is done."""

from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder to work in."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"
