"""All commands of `oktui`, by their words."""

from collections.abc import Iterator

import click

from oktui.cli.grammar import Deferred
from oktui.cli.root import oktui

Walked = tuple[str, click.Command, click.Context]


def commands() -> Iterator[Walked]:
    """Every command and group with its words (`account why`) and a context to ask it in; `oktui` itself has none."""
    yield from _below("", oktui, click.Context(oktui, info_name="oktui", help_option_names=["-h", "--help"]))


def _below(words: str, command: click.Command, context: click.Context) -> Iterator[Walked]:
    yield words, command, context
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            loaded = child.load(context) if isinstance(child, Deferred) else child
            yield from _below(f"{words} {name}".strip(), loaded, click.Context(loaded, context, name))
