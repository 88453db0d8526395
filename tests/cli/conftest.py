"""What the commands are tried on."""

from pathlib import Path

import pytest

from tests.support.effects import make_effects
from tests.support.shell import make_home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with the demo's people, whose passwords cost nothing and open nothing."""
    return make_home(tmp_path / "home", make_effects())
