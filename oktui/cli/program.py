"""`oktui` without a command: the program in the terminal."""

import threading
from functools import partial

import click

from oktui.app import OktuiApp
from oktui.bugs import report_bug
from oktui.cli.grammar import Command
from oktui.cli.invocation import Invocation, Unusable, given
from oktui.cli.opening import memory_of, open_installation
from oktui.cli.settings import settings_of
from oktui.config import Settings
from oktui.effects import Effects
from oktui.environment import has_terminal
from oktui.terminal import run
from screens.ahead import load_forms
from screens.texts.program import NO_TERMINAL


@click.command("program", cls=Command, help="Spustí program v terminálu.")
@given
def command(invocation: Invocation) -> int:
    """Run the terminal program on the installation."""
    if not has_terminal():
        raise Unusable(NO_TERMINAL)
    settings = settings_of(invocation)
    return show(settings, open_installation(settings))


def show(settings: Settings, effects: Effects, demo: tuple[str, ...] = ()) -> int:
    """Run the terminal program; with an embedded database it does the sync, and the post, if no worker does (X-7)."""
    embedded = settings.database_url.startswith("sqlite")
    background = partial(_go_on_behind, settings=settings, effects=effects, embedded=embedded)
    memory = None if demo else memory_of(settings)  # a demo is played by turns
    return run(OktuiApp(effects, demo=demo, memory=memory, background=background))


def _go_on_behind(stop: threading.Event, *, settings: Settings, effects: Effects, embedded: bool) -> None:
    """Have the other forms ready by the time that somebody has signed in; only then see to the sync and the post."""
    try:
        load_forms(stop.is_set)
    except Exception as error:  # noqa: BLE001 - whoever opens the form will be told; the sync goes on
        report_bug(error)
    if embedded and not stop.is_set():
        from oktui.jobs.background import run_background  # here, because F1 does not wait for it
        from oktui.worker import post_of

        run_background(stop, effects=effects, post=post_of(settings))
