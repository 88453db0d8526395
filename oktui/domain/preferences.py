"""What somebody has chosen for themselves in the program, which concerns nobody else."""

from enum import Enum

from oktui.domain.listing import Sorting
from oktui.values import dataclass


class Appearance(Enum):
    """What the program looks like."""

    DARK = "dark"
    LIGHT = "light"
    CONTRAST = "contrast"
    """For whoever sees little: black, white, and few colours."""

    @property
    def following(self) -> "Appearance":
        """The next one, and after the last the first."""
        every = list(Appearance)
        return every[(every.index(self) + 1) % len(every)]


@dataclass(frozen=True)
class Preferences:
    """What one account's owner has chosen."""

    menu_first: bool = False
    """Whether to begin with the menu (F18)."""
    appearance: Appearance = Appearance.DARK
    sorting: Sorting = Sorting()
    """Of the list of employees (F3)."""
    printer: bool = False
    """Whether the terminal passes on to a printer what it is sent for one."""


NOBODYS = Preferences()
"""What there is before somebody has chosen, and before anybody has signed in."""
