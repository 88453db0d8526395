"""The directory over the document's people."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cast import Cast
from tests.support.ldap import Opened, open_directory


@pytest.fixture
def directory(cast: Cast, tmp_path: Path) -> Iterator[Opened]:
    """The directory, open; failures at one source do not slow it down."""
    cast.let_fail()
    with open_directory(tmp_path, cast.effects) as opened:
        yield opened
