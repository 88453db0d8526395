"""What somebody should look at: no rule forbids it, and it is how accounts are taken over (X-31)."""

from datetime import timedelta
from enum import Enum
from typing import Final


class Alarm(Enum):
    """What has been seen; on record as an event of its own."""

    SPRAYING = "spraying"
    """Many names were tried in vain from one source."""
    LOCK_WAVE = "lock_wave"
    """Many accounts of one region were locked."""
    ONE_PLACE = "one_place"
    """A new administrator signed in from a source of whoever made them one: the two may be one person."""
    MADE_BY_SUBJECT = "made_by_subject"
    """Somebody changed the account of whoever, directly or through others, made them administrator."""


SPRAYED_NAMES: Final = 4
LOCKED_ACCOUNTS: Final = 3
WITHIN: Final = timedelta(hours=1)
"""So many within this time are an alarm, and within it of the same there is no second one."""

SHOWN_DAYS: Final = 30
"""For how many days the menu and `oktui alarms` tell of one; in the audit it stays as long as any event."""
