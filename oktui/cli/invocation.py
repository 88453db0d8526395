"""One run of `oktui`: what every command takes, and how every command answers."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path

import click

from oktui.domain.text import can_be_seen, harmless
from oktui.values import dataclass

_NOT_PLAIN = re.compile(r"[^ -~]")
OK, REFUSED, UNUSABLE, OUTAGE = 0, 1, 2, 3
"""Exit statuses: done, refused by a rule, called in a way or place that cannot work, not to be had at the moment."""


class Unusable(Exception):
    """The command cannot work as or where it was called; the message is a Czech sentence for the user."""


@dataclass(frozen=True)
class Invocation:
    """The installation's folder, if one was named, and whether answers are for a script."""

    home: Path | None = None
    as_json: bool = False
    uid: int = field(default_factory=os.geteuid)
    """Who gave the command; the program may go on as somebody who can do less."""

    def answer(self, text: str, data: Mapping[str, object]) -> None:
        """Say the result on standard output, to a person or to a script."""
        self.say(_json(data) if self.as_json else _harmless(text))

    def complain(self, text: str, status: int, *, reason: str, **details: object) -> int:
        """Say why it was not done, to a person on standard error; returns the exit status."""
        if self.as_json:
            self.answer("", {"error": text, "reason": reason, "exit_status": status, **details})
        else:
            self.warn(text)
        return status

    @staticmethod
    def warn(text: str) -> None:
        """Tell a person something that is not the result."""
        click.echo(_harmless(text), err=True)

    @staticmethod
    def say(text: str) -> None:
        """Write lines on standard output."""
        click.echo(text)


given = click.make_pass_decorator(Invocation)
"""Gives a command the invocation as its first argument."""


def take_invocation(arguments: Sequence[str]) -> tuple[Invocation, list[str]]:
    """Take --home and --json, which stand before or after any command, off the command line.

    This comes before Click reads the line: the folder decides with which drivers the command's module is loaded, and
    a script gets JSON even of a line that Click cannot read.
    """
    home, as_json, rest = None, False, []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--json":
            as_json = True
        elif word == "--home" and (folder := next(words, None)) is not None:
            home = Path(folder)
        elif word.startswith("--home="):
            home = Path(word.removeprefix("--home="))
        else:
            rest.append(word)
    return Invocation(home, as_json), rest


def _json(data: Mapping[str, object]) -> str:
    """The data, whole; what a terminal would act upon or nobody would see is written as its number (X-22)."""
    return _NOT_PLAIN.sub(
        lambda found: found[0] if can_be_seen(found[0]) else json.dumps(found[0])[1:-1],
        json.dumps(data, ensure_ascii=False),
    )


def _harmless(text: str) -> str:
    """The lines of the text without anything that would steer the terminal: names come from outside (X-22)."""
    return "\n".join(map(harmless, text.split("\n")))
