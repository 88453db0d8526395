"""Stand-ins for the clock, chance and the cost of hashing; nothing else is faked in the tests."""

import hashlib
import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

from oktui.domain.policy import Policy
from oktui.effects import Effects
from oktui.files_folder import FilesFolder

MONDAY = datetime(2016, 7, 25, 8, 5, tzinfo=UTC)
"""A working day in the document's time, five minutes into a slot of the sync: 10:05 in Prague."""

NO_FILES = FilesFolder(Path("/dev/null/files"))
"""A folder that cannot be made, for tests that keep no files."""


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The moment that it shows."""
        return self.now

    def forward(self, step: timedelta) -> None:
        """Move it on."""
        self.now += step


class QuickHashing:
    """Hashing at no cost that counts what it was asked to verify."""

    decoy = "quick$decoy"

    def __init__(self, profile: str = "quick") -> None:
        self.profile = profile
        self.verified: list[str] = []

    def hash(self, password: str) -> str:
        """The profile and a digest."""
        return f"{self.profile}${hashlib.sha256(password.encode()).hexdigest()}"

    def verify(self, stored: str, password: str) -> bool:
        """Whether the digests agree, whatever the profile."""
        self.verified.append(stored)
        return stored.partition("$")[2] == hashlib.sha256(password.encode()).hexdigest()

    def outdated(self, stored: str) -> bool:
        """Whether the profile is another one."""
        return stored.partition("$")[0] != self.profile


class Picks:
    """Chance that picks every seventh character in turn: different each time, and the same in every run."""

    def __init__(self) -> None:
        self._places = itertools.count(step=7)

    def __call__(self, alphabet: str) -> str:
        """One of the characters."""
        return alphabet[next(self._places) % len(alphabet)]


def make_effects(clock: Clock | None = None, hashing: QuickHashing | None = None, **policy: object) -> Effects:
    """Effects for tests: a clock that stands, quick hashing, and the policy's defaults but for what is given."""
    return Effects(
        files=NO_FILES,
        policy=Policy(**policy),  # type: ignore[arg-type]  # the tests name fields of Policy
        now=clock or Clock(),
        choose=Picks(),
        hashing=hashing or QuickHashing(),
        origin="test terminal",
        source="tester@test terminal",
    )
