"""A person at the line: answers one question after the other, and hears what is said in between."""

import sys
from pathlib import Path

from tests.support.cast import PASSWORD
from tests.support.terminal import Terminal


class Talk(Terminal):
    """`oktui --linear` on a terminal; what was heard already is not heard again."""

    def __init__(self, home: Path) -> None:
        super().__init__([sys.executable, "-m", "oktui", "--linear"], home.parent)
        self._heard = 0

    @property
    def said(self) -> str:
        """All that the program has said since the last answer."""
        return self.output[self._heard :].decode(errors="ignore").replace("\r\n", "\n")

    def hear(self, wanted: str) -> str:
        """Wait until the program has said it; returns all that it has said since the last answer."""
        self._wait_for_output(lambda: wanted in self.said, repr(wanted), 20)
        return self.said

    def answer(self, *pairs: tuple[str, str]) -> None:
        """Wait for each question, and answer it."""
        for question, said in pairs:
            self.hear(question)
            self._heard = len(self.output)
            self.type(f"{said}\r")

    def sign_in(self, username: str, module: str = "1", password: str = PASSWORD) -> None:
        """Sign in, from the first question."""
        self.answer(("slova [", module), ("jméno", username), ("Heslo: ", password))
