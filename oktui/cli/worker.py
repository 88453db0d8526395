"""`oktui worker`: the sync and the post for an installation with a database server (R2.3-12, X-7)."""

from functools import partial

import click

from oktui.cli.grammar import Command
from oktui.cli.invocation import OK, REFUSED, Invocation, given
from oktui.cli.opening import open_installation
from oktui.cli.settings import settings_of
from oktui.config import Settings
from oktui.domain.outages import DatabaseUnavailable
from oktui.effects import Effects
from oktui.worker import post_of, work, work_once
from screens.texts.causes import to_mend


@click.command(
    "worker", cls=Command, help="Sehrává nové účty a posílá upozornění na pozadí, dokud ho neukončí SIGTERM."
)
@click.option("--once", is_flag=True, help="jedno sehrání hned a konec")
@given
def command(invocation: Invocation, *, once: bool) -> int:
    """Run the sync and the post when they are due, or the sync once."""
    settings = settings_of(invocation)
    if not once:
        status = work(partial(_open, invocation, settings, set()), post_of(settings))
        if invocation.as_json:
            invocation.answer("", {"stopped": True})
        return status
    run = work_once(open_installation(settings))
    if run is None:
        return invocation.complain("Sehrání právě provádí jiný proces.", REFUSED, reason="AlreadyRunning")
    invocation.answer(
        f"Zpracováno účtů: {run.processed}, zprovozněno: {run.activated}, bez odpovědi KRK: {run.failed}.",
        {"processed": run.processed, "activated": run.activated, "failed": run.failed},
    )
    return OK


def _open(invocation: Invocation, settings: Settings, told: set[str]) -> Effects:
    """Open the installation; whoever looks after the machine is told once why that is waited for."""
    try:
        return open_installation(settings)
    except DatabaseUnavailable as error:
        said = to_mend(error)
        if said and said not in told and not invocation.as_json:
            told.add(said)
            invocation.warn(said)
        raise
