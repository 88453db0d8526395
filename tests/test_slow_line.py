"""A slow line cuts what a terminal says, in the midst of signing in to the real program."""

import sys
from itertools import zip_longest
from pathlib import Path

import pytest

from tests.support.cast import PASSWORD
from tests.support.terminal import Terminal

NAME = "homola"
CUT = [
    ["\x1b[57358;1;65u"],
    ["\x1b[?62;2", "2c"],
    ["\x1b[?2026;2", "$y"],
    ["\x1b]11;rgb:eeee/eeee/eeee\x1b\\"],
    ["\x1b]11;rgb:eeee/e", "eee/eeee\x1b", "\\"],
    ["\x1b", "P>|XTerm(379)\x1b\\"],
    ["\x1b", "[O"],
    ["\x1b[<35;", "40;12M"],
    ["\x1b[999", "9;9999;9999t"],
    ["\x1b[99;98;", "97z"],
    ["\x1b", "[", "D", "\x1bO", "C"],
    ["\x1b[97;1", ":3;97u"],
    ["\x1b[200", "~\x1b", "[201~"],
]
"""What comes between two letters, in pieces; the arrows lead back and forth."""


@pytest.mark.slow
@pytest.mark.parametrize("pause", [0.12, 0.5])
def test_nothing_that_a_terminal_says_gets_into_name_or_password(pause: float, tmp_path: Path) -> None:
    """X-29: in pieces with pauses it neither types, nor leaves F1, nor counts as a failure: the first try is right."""
    command = [sys.executable, "-m", "oktui", "demo", "--home", str(tmp_path / "oktui")]
    with Terminal(command, tmp_path) as terminal:
        terminal.wait_for("Heslo:")
        interrupted(terminal, NAME, pause)
        terminal.press("tab")
        interrupted(terminal, PASSWORD, pause)
        typed = [line.split()[-1] for line in terminal.screen if "jméno:" in line or "Heslo:" in line]
        assert typed == [NAME, "•" * len(PASSWORD)]
        terminal.press("enter")
        terminal.wait_for("Hlavní menu")


def interrupted(terminal: Terminal, text: str, pause: float) -> None:
    """Type text, and let the terminal speak after each letter."""
    for letter, pieces in zip_longest(text, CUT, fillvalue=""):
        terminal.type(letter)
        for piece in pieces:
            terminal.listen(pause)
            terminal.send(piece.encode())
    terminal.listen(pause)
