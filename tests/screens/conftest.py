"""Fixtures for the tests of screens."""

import pytest

from tests.support.waiting import have_pilots_wait


@pytest.fixture(autouse=True)
def _pilots_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test of a screen depends on how busy the machine is."""
    have_pilots_wait(monkeypatch)
