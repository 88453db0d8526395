"""A small program on `TerminalApp`, started by test_terminal in a terminal of its own."""

import logging
import os
import sys
from pathlib import Path
from typing import ClassVar

from oktui.environment import drop_textual_settings

drop_textual_settings(os.environ)

from rich.text import Text  # noqa: E402
from textual import work  # noqa: E402 - as in oktui/cli/entry.py: Textual reads the environment while it is imported
from textual.app import ComposeResult  # noqa: E402
from textual.binding import Binding  # noqa: E402
from textual.containers import Vertical  # noqa: E402
from textual.screen import ModalScreen  # noqa: E402
from textual.widgets import Input, Static  # noqa: E402

from oktui.terminal import NotATerminal, TerminalApp, run  # noqa: E402


class DrawnValueError(ValueError):
    """One that Textual would let draw itself, as those of its own stylesheets do."""

    def __rich__(self) -> str:
        return str(self)


class Dialog(ModalScreen[None]):
    """One more field, over the others."""

    def compose(self) -> ComposeResult:
        yield Input(id="reason")
        yield Static("nothing yet", id="seen")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#seen", Static).update(f"reason: {event.value}")


class SmallApp(TerminalApp[None]):
    """Two fields, a line that counts what is in them, and a key for every mishap."""

    CRASH_NOTICE = "Chyba {number}."
    BINDINGS: ClassVar = [
        Binding("f1", "crash_in_colour"),
        Binding("f2", "crash"),
        Binding("f3", "crash_at_work"),
        Binding("f4", "show_hostile_text"),
        Binding("f5", "screenshot"),
        Binding("f6", "command_palette"),
        Binding("f7", "suspend_process"),
        Binding("f8", "copy_outside"),
        Binding("f9", "crash_at_the_end"),
        Binding("f11", "print"),
        Binding("f10", "leave"),
    ]

    ends_badly = False

    def compose(self) -> ComposeResult:
        with Vertical(), Vertical(), Vertical(), Vertical(), Vertical(), Vertical():
            yield Input(id="name")
            yield Input(id="password", password=True)
        yield Static("ready", id="state")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#state", Static).update(f"{event.input.id}: {len(event.value)} characters")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "name":
            self.query_one("#password").focus()
        else:
            self.push_screen(Dialog())

    def action_crash(self) -> None:
        password = os.environ["SECRET"]
        raise ValueError(password)

    def action_crash_in_colour(self) -> None:
        raise DrawnValueError(os.environ["SECRET"])

    @work(thread=True)
    def action_crash_at_work(self) -> None:
        self.action_crash()

    def action_show_hostile_text(self) -> None:
        state = self.query_one("#state", Static)
        state.styles.border = ("round", "white")
        state.border_title = "\x1b]0;owned\x07title"
        state.update(Text("Nov\x1b[31mák\x1b]52;c;QQ==\x07 \u202eecilA\x9b2Jend"))

    def action_copy_outside(self) -> None:
        self.copy_to_clipboard("Nataša", outside=True)

    def action_print(self) -> None:
        self.print_out("První\r\nDruhý")

    def action_crash_at_the_end(self) -> None:
        self.ends_badly = True
        self.exit()

    def on_unmount(self) -> None:
        if self.ends_badly:
            self.action_crash()

    def action_leave(self) -> None:
        self.exit()


def main() -> int:
    """Does what oktui/cli/entry.py does around the program proper."""
    logging.basicConfig(filename=Path.home() / "log", format="%(name)s %(message)s")
    try:
        return run(SmallApp())
    except NotATerminal:
        sys.stderr.write("no terminal\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
