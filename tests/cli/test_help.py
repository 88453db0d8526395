"""The help of every command is Czech and explains all that the command takes."""

import os
import re

import click
import pytest

from oktui.cli.czech import speak_czech
from oktui.cli.invocation import OK
from tests.support.shell import oktui
from tests.support.walk import commands

ENGLISH = re.compile(
    r"\b(usage|options?|arguments?|commands?|show|exit|error|try|required|default|missing|file|path|text|integer)\b",
    re.IGNORECASE,
)
WALK = [pytest.param(command, context, id=words or "oktui") for words, command, context in commands()]


@pytest.fixture(autouse=True)
def _czech(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    speak_czech(os.environ)


@pytest.mark.parametrize(("command", "context"), WALK)
def test_help_is_czech(command: click.Command, context: click.Context) -> None:
    """Click's own words too; what is left are the names of options and commands."""
    text = command.get_help(context)
    assert text.startswith("Použití: oktui")
    assert command.help
    names = {name for each in command.get_params(context) for name in each.opts}
    names |= set(command.commands) if isinstance(command, click.Group) else set()
    for name in names:
        text = text.replace(name, "")
    assert not ENGLISH.search(text), text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(("command", "context"), WALK)
def test_everything_that_a_command_takes_is_explained(command: click.Command, context: click.Context) -> None:
    """Each option and argument says what it is for, and what stands for its value is Czech or the values themselves."""
    for each in command.get_params(context):
        assert each.help, each.name
        if isinstance(each, click.Option) and not each.is_flag:
            assert each.metavar or isinstance(each.type, click.Choice), each.name
    if isinstance(command, click.Group):
        assert all(child.get_short_help_str() for child in command.commands.values())


@pytest.mark.parametrize(("command", "context"), WALK)
def test_every_command_takes_home_json_and_help(command: click.Command, context: click.Context) -> None:
    """What all take is offered by all, in their help and to completion."""
    assert {"--home", "--json", "-h", "--help"} <= {name for each in command.get_params(context) for name in each.opts}


def test_help_needs_no_installation_and_no_settings() -> None:
    """It is read when something is wrong."""
    for words in ([], ["account", "why"]):
        for option in ("-h", "--help"):
            done = oktui(*words, option, "--home", "/nowhere", LANGUAGE="en", LC_ALL="C")
            assert (done.returncode, done.stderr) == (OK, "")
            assert done.stdout.startswith("Použití: oktui")
