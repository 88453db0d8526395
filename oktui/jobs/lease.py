"""The lease under which one worker at a time does a job (X-7)."""

from collections.abc import Callable
from datetime import timedelta

from oktui.effects import Effects
from oktui.values import dataclass
from storage import krk, leases, sync

LENGTH = timedelta(seconds=20)
"""How long, besides the patience with whom it asks, a worker that died keeps others waiting; longer than any
step of a live one."""


class LeaseLost(Exception):
    """Another worker has taken over, so this one has to stop."""


@dataclass(frozen=True)
class Lease:
    """The lease as one holder sees it; each method is called in a transaction."""

    holder: str
    effects: Effects
    name: str = sync.LEASE
    patience: Callable[[], float] = krk.patience
    """For how many seconds somebody else may be waited for between two renewals."""

    def take(self) -> bool:
        """Take it; False while another holder has it."""
        now = self.effects.now()
        return leases.take(self.name, self.holder, now, now + self._length)

    def renew(self) -> None:
        """Prolong it, in the transaction that it allows. Raises LeaseLost."""
        if not leases.renew(self.name, self.holder, self.effects.now() + self._length):
            raise LeaseLost

    def give_up(self) -> None:
        """Let others have it at once."""
        leases.give_up(self.name, self.holder, self.effects.now())

    @property
    def _length(self) -> timedelta:
        return LENGTH + timedelta(seconds=self.patience())
