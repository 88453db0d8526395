"""The door over the document's people, on SQLite: what differs between the engines is below the use cases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cast import Cast
from tests.support.door import Opened, open_door


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A database on SQLite alone."""
    return sqlite_url


@pytest.fixture
def door(cast: Cast, tmp_path: Path) -> Iterator[Opened]:
    """The door, open; failures at one source do not slow it down."""
    cast.let_fail()
    with open_door(tmp_path, cast.effects) as opened:
        yield opened
