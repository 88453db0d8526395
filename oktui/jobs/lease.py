"""The lease under which one worker at a time runs the sync (X-7)."""

from dataclasses import dataclass
from datetime import timedelta

from oktui.effects import Effects
from storage import krk, sync

LENGTH = timedelta(seconds=20)
"""How long, besides KRK's patience, a worker that died keeps others waiting; longer than any step of a live one."""


class LeaseLost(Exception):
    """Another worker has taken over, so this one has to stop."""


@dataclass(frozen=True)
class Lease:
    """The lease as one holder sees it; each method is called in a transaction."""

    holder: str
    effects: Effects

    def take(self) -> bool:
        """Take it; False while another holder has it."""
        now = self.effects.now()
        return sync.take_lease(self.holder, now, now + self._length)

    def renew(self) -> None:
        """Prolong it, in the transaction that it allows. Raises LeaseLost."""
        if not sync.renew_lease(self.holder, self.effects.now() + self._length):
            raise LeaseLost

    def give_up(self) -> None:
        """Let others have it at once."""
        sync.give_up_lease(self.holder, self.effects.now())

    @property
    def _length(self) -> timedelta:
        # One question to KRK may lie between two renewals.
        return LENGTH + timedelta(seconds=krk.patience())
