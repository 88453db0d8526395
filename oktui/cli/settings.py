"""The settings of the installation that a command was given for."""

from oktui.cli.invocation import Invocation, Unusable
from oktui.config import BadSettings, Settings, load_settings
from oktui.environment import hide_postgresql


def settings_of(invocation: Invocation) -> Settings:
    """The settings of the installation. Raises Unusable."""
    try:
        return load_settings(invocation.home)
    except BadSettings as error:
        raise Unusable(str(error)) from error


def leave_out_drivers(invocation: Invocation) -> None:
    """Keep the driver that these settings do not ask for from being imported with peewee."""
    try:
        settings = settings_of(invocation)
    except Unusable:  # for the command to say: its help needs no settings
        return
    if settings.database_url.startswith("sqlite") and settings.krk_url.startswith("sqlite"):
        hide_postgresql()
