"""Whether somebody's terminal passes on to a printer what it is sent for one."""

from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting_on_oneself
from storage import accounts


def prefer_printer(actor: Actor, *, printer: bool, effects: Effects) -> None:
    """Offer to print, or not any more. It concerns nobody else, so it is no event of the audit."""
    with acting_on_oneself(actor, effects) as own:
        accounts.prefer_printer(own.account.id, printer=printer)
