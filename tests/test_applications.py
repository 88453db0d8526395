"""The page for those who connect an application (docs/aplikace.md): its program is run as it stands there."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oktui.effects import Effects
from tests.support.cast import PASSWORD
from tests.support.effects import NO_FILES
from tests.support.shell import make_home

PAGE = Path(__file__).parent.parent / "docs" / "aplikace.md"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with the demo's people."""
    return make_home(tmp_path / "home", Effects(files=NO_FILES))


@pytest.fixture(scope="module")
def program() -> dict[str, Callable[..., Any]]:
    """The page's program."""
    written = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert written is not None
    names: dict[str, Any] = {}
    exec(written[1], names)  # noqa: S102 - our own page
    return names


def test_the_program_of_the_page_signs_people_in(home: Path, program: dict[str, Callable[..., Any]]) -> None:
    """R1.1-2, R2.6-1, X-4: whoever may, with their permissions; nobody else, in the document's words; an outage."""
    command = [sys.executable, "-m", "oktui", "--home", str(home)]
    user, told = program["sign_in"](command, "registr", "homola", PASSWORD, "192.0.2.7")
    assert (user["name"], told) == ("Jiří Homola", "")
    assert program["may_change"](user, "system_administration")
    assert not program["may_change"](user, "reports")
    nobody, told = program["sign_in"](command, "registr", "homola", "spatne", "192.0.2.7")
    assert nobody is None
    assert told.startswith("Neplatné uživatelské jméno nebo heslo.")
    (home / "oktui.db").write_bytes(b"Vazeni, " * 1000)
    with pytest.raises(OSError, match=r"Databáze|databáze"):
        program["sign_in"](command, "registr", "homola", PASSWORD, "192.0.2.7")
