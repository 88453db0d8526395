"""What a state means to whoever looks at it; which colour that is, the style sheets say."""

from enum import Enum
from typing import Final

from oktui.domain.listing import Status


class Tone(Enum):
    """A meaning, by the name that it has in the style sheets; never the only thing that tells it."""

    VALID = "valid"
    WAITING = "waiting"
    LOCKED = "locked"
    ENDED = "ended"
    RETIRED = "retired"


OF: Final = {
    Status.NO_ACCOUNT: Tone.RETIRED,
    Status.RETIRED: Tone.RETIRED,
    Status.LOCKED: Tone.LOCKED,
    Status.EXPIRED: Tone.ENDED,
    Status.PENDING: Tone.WAITING,
    Status.NOT_BEGUN: Tone.WAITING,
    Status.ACTIVE: Tone.VALID,
}
"""What each state of an account means."""
