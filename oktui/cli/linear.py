"""`oktui --linear`: the program line by line, for a screen reader or a bad line."""

import threading

import click

from oktui.cli.grammar import Command
from oktui.cli.invocation import Invocation, Unusable, given
from oktui.cli.opening import memory_of, open_installation
from oktui.cli.settings import settings_of
from oktui.config import Settings
from oktui.effects import Effects
from oktui.environment import has_terminal
from oktui.linear.program import run
from screens.texts.program import NO_TERMINAL


@click.command("linear", cls=Command, help="Spustí program v terminálu po řádcích.")
@given
def command(invocation: Invocation) -> int:
    """Run the program line by line on the installation."""
    if not has_terminal():
        raise Unusable(NO_TERMINAL)
    settings = settings_of(invocation)
    return show(settings, open_installation(settings))


def show(settings: Settings, effects: Effects, demo: tuple[str, ...] = ()) -> int:
    """Run it; with an embedded database it does the sync, and the post, if no worker does (X-7)."""
    stop = threading.Event()
    if settings.database_url.startswith("sqlite"):
        threading.Thread(target=_go_on_behind, args=(stop, settings, effects), name="background", daemon=True).start()
    try:
        return run(effects, demo=demo, memory=None if demo else memory_of(settings))
    finally:
        stop.set()


def _go_on_behind(stop: threading.Event, settings: Settings, effects: Effects) -> None:
    from oktui.jobs.background import run_background  # here, because the first question does not wait for it
    from oktui.worker import post_of

    run_background(stop, effects=effects, post=post_of(settings))
