"""The catalogue of Click's words is what the program reads, and says what this Click says."""

import ast
import gettext
from collections.abc import Iterator
from pathlib import Path

import click

from oktui.cli.czech import DOMAIN, LOCALE

SOURCE = LOCALE / "cs" / "LC_MESSAGES" / f"{DOMAIN}.po"


def entries() -> Iterator[list[tuple[str, str]]]:
    """The entries of the source: pairs of a keyword and its text."""
    for block in SOURCE.read_text(encoding="utf-8").split("\n\n"):
        entry: list[tuple[str, str]] = []
        for line in block.splitlines():
            if line.startswith("msg"):
                keyword, _, quoted = line.partition(" ")
                entry.append((keyword, ast.literal_eval(quoted)))
            elif line.startswith('"'):
                keyword, text = entry.pop()
                entry.append((keyword, text + ast.literal_eval(line)))
        yield entry


def test_the_compiled_catalogue_is_the_one_that_is_read() -> None:
    """`make words` was not forgotten after a change."""
    compiled = gettext.translation(DOMAIN, LOCALE, ["cs"])
    for (_, message), *said in entries():
        if not message:
            continue
        if said[0][0] == "msgid_plural":
            plurals = [compiled.ngettext(message, said[0][1], number) for number in (1, 2, 5)]
            assert plurals == [text for _, text in said[1:]]
        else:
            assert compiled.gettext(message) == said[0][1] != message


def test_click_still_says_what_is_translated() -> None:
    """A newer Click that words something anew is noticed here, not by somebody who reads English in the middle."""
    folder = Path(click.__file__).parent
    said = {
        node.value
        for module in folder.glob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
    }
    messages = {text for entry in entries() for keyword, text in entry if keyword.startswith("msgid") and text}
    assert messages <= said
