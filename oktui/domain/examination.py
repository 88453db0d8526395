"""Looking at all that was typed before any of it is refused: whoever typed it is told everything at once (R2.3-9)."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from oktui.domain.errors import DomainError

P = ParamSpec("P")
T = TypeVar("T")


class Examination:
    """Goes on past what is refused; the first that was is raised at the end, with the others."""

    def __init__(self) -> None:
        self.faults: list[DomainError] = []

    def passed(self, check: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What the check gives back; None where it refuses, which is kept in mind."""
        try:
            return check(*args, **kwargs)
        except DomainError as fault:
            self.faults += (fault, *fault.also)
            return None

    def close(self) -> None:
        """Raise the first refusal, if there was one, with all others beside it."""
        if self.faults:
            first, *others = self.faults
            first.also = tuple(others)
            raise first
