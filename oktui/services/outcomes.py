"""What became of each of many, for whoever asked for it."""

from enum import Enum

from oktui.domain.changes import Planned
from oktui.domain.errors import DomainError
from oktui.values import dataclass


class Ending(Enum):
    """What became of one of them."""

    DONE = "done"
    UNCHANGED = "unchanged"
    """There was nothing to change."""
    REFUSED = "refused"
    LEFT = "left"
    """The work was stopped, or could not go on, before it came to them."""


@dataclass(frozen=True, repr=False)
class Made:
    """What became of one of them: why it was refused, or the password that is told this once."""

    planned: Planned
    ending: Ending
    refusal: DomainError | None = None
    password: str = ""

    @property
    def key(self) -> int:
        """The employee."""
        return self.planned.employee_id

    @property
    def settled(self) -> bool:
        """Whether they are as they were wanted: nothing is left to be done."""
        return self.ending in (Ending.DONE, Ending.UNCHANGED)
