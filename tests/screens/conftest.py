"""Fixtures for the tests of screens."""

from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.support.snapshots import compared
from tests.support.waiting import have_pilots_wait


@pytest.fixture(autouse=True)
def _pilots_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test of a screen depends on how busy the machine is."""
    have_pilots_wait(monkeypatch)


@pytest.fixture
def snap_compare(snapshot: SnapshotAssertion, request: pytest.FixtureRequest) -> Callable[..., bool]:
    """What compares a program's screen with the picture of the test."""
    return compared(snapshot, request.node.name)
