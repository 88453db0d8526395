"""Check that our database is as it can only be: every invariant, with its rule, and nothing written."""

from oktui.domain.authority import Action
from oktui.domain.checks import Breach
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.services.acting import seeing
from oktui.values import dataclass
from storage.checks import INVARIANTS


@dataclass(frozen=True)
class Checked:
    """How many invariants were asked for, and what breaks them."""

    invariants: int
    breaches: tuple[Breach, ...]


def check_database(owner: MachineOwner, *, effects: Effects) -> Checked:
    """Ask every invariant of one state of the database. Raises Forbidden, AuditKeyMissing, Outage."""
    with seeing(owner, Action.COMMAND_MACHINE, effects):
        found = [breach for invariant in INVARIANTS for breach in invariant.breaches()]
    return Checked(len(INVARIANTS), tuple(found))
