"""The lock files: what they must and must not hold."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_a_version_and_hashes(lock: str) -> None:
    """What is installed is what was tested, byte for byte."""
    assert [entry for entry in _entries(lock) if not re.fullmatch(r"\S+==\S+( --hash=sha256:\w{64})+", entry)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_folder(lock: str) -> None:
    """A lock holds on every machine, wherever that one downloads from."""
    assert not re.search(r"://|^\s*-|@ |^\.?/", "\n".join(_entries(lock)), re.MULTILINE)


def test_the_locks_agree_on_versions() -> None:
    """What a server installs is what the tests ran on."""
    assert _versions("requirements.lock").items() <= _versions("requirements-dev.lock").items()


def test_the_locks_hold_what_the_project_asks_for() -> None:
    """`make lock` ran after the dependencies changed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    runtime = [*project["dependencies"], *extras["postgresql"]]
    assert _names(runtime) <= _versions("requirements.lock").keys()
    assert _names(extras["dev"]) <= _versions("requirements-dev.lock").keys()


def _entries(lock: str) -> list[str]:
    """One line a package: comments dropped, continued lines joined."""
    lines = [line for line in (ROOT / lock).read_text().splitlines() if not line.lstrip().startswith("#")]
    return re.sub(r"\s*\\\n\s*", " ", "\n".join(lines)).strip().splitlines()


def _versions(lock: str) -> dict[str, str]:
    return dict(entry.split()[0].split("==") for entry in _entries(lock))


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9-]", requirement)[0] for requirement in requirements}
