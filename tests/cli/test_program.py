"""`oktui` without a command: the terminal program."""

from pathlib import Path

from oktui.cli.invocation import UNUSABLE
from tests.support.shell import oktui


def test_without_a_terminal_the_program_says_so(home: Path) -> None:
    """Where nobody can type, it neither hangs nor spins: a sentence, and exit status 2."""
    done = oktui("--home", home)
    assert (done.returncode, done.stderr) == (UNUSABLE, "Tento příkaz potřebuje terminál.\n")
