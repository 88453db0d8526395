"""`oktui` without a command: the program in the terminal."""

import os
import sys
from functools import partial

import click

from oktui.app import OktuiApp
from oktui.cli.grammar import Command
from oktui.cli.invocation import Invocation, Unusable, given
from oktui.cli.opening import open_installation
from oktui.cli.settings import settings_of
from oktui.config import Settings
from oktui.effects import Effects
from oktui.guarding import owner_of
from oktui.jobs.background import run_background
from oktui.last_sign_in import LastSignIn
from oktui.terminal import is_terminal, run
from oktui.worker import post_of
from screens.texts.program import NO_TERMINAL


@click.command("program", cls=Command, help="Spustí program v terminálu.")
@given
def command(invocation: Invocation) -> int:
    """Run the terminal program on the installation."""
    if not has_terminal():
        raise Unusable(NO_TERMINAL)
    settings = settings_of(invocation)
    return show(settings, open_installation(settings))


def has_terminal() -> bool:
    """Whether somebody can see the program and type."""
    return is_terminal(sys.__stdin__) and is_terminal(sys.__stdout__)


def show(settings: Settings, effects: Effects, demo: tuple[str, ...] = ()) -> int:
    """Run the terminal program; with an embedded database it does the sync, and the post, if no worker does (X-7)."""
    embedded = settings.database_url.startswith("sqlite")
    background = partial(run_background, effects=effects, post=post_of(settings)) if embedded else None
    # A demo is played by turns, and an account that does not own the installation is many people's.
    several = bool(demo) or owner_of(settings.home) != os.geteuid()
    memory = None if several else LastSignIn.of_user(settings.home)
    return run(OktuiApp(effects, demo=demo, memory=memory, background=background))
