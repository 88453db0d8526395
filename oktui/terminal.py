"""The program's manners in a real terminal: how it starts, what leaves it, how it ends.

Textual's defaults suit a developer at their own machine. Here passwords are typed, over lines that break, on
terminals of others; so every way out (a signal, a cut line, a bug) restores the terminal and shows nothing.
"""

import asyncio
import concurrent.futures
import io
import os
import select
import signal
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, ClassVar, Generic, TypeVar

from rich.console import Console, RenderableType
from rich.segment import Segment
from textual import events
from textual.app import App
from textual.color import Color
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter
from textual.message import Message
from textual.message_pump import MessagePump
from textual.messages import TerminalSupportsSynchronizedOutput
from textual.screen import Screen
from textual.widgets import Input, TextArea

from oktui import bugs
from oktui.environment import has_terminal
from oktui.terminal_input import REQUESTS, TerminalInput

R = TypeVar("R")

STOP_SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


class NotATerminal(Exception):
    """Standard input or output is no terminal, or its line has been cut."""


class TerminalApp(App[R], Generic[R], inherit_bindings=False):
    """A Textual app that keeps what it shows to itself and ends cleanly however it ends.

    None of Textual's own keys work (Ctrl+Q, Ctrl+C, Ctrl+P): the program binds what it wants bound.
    """

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    REFUSED_ACTIONS: ClassVar = frozenset(
        {"change_theme", "command_palette", "help_quit", "screenshot", "suspend_process", "toggle_dark"}
    )
    CRASH_NOTICE: ClassVar[str]
    """What is printed after a crash; `{number}` stands for the number of the error in the log."""

    bug_number: str | None = None
    """The number of the error that ended the program, if one did."""

    def on_load(self) -> None:
        """Stills all animation: it costs much over SSH and tells nothing."""
        self.animation_level = "none"

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Stills the cursor: blinking sends 2 KB/s over a line where nothing happens."""
        if isinstance(event.widget, Input | TextArea):
            event.widget.cursor_blink = False

    def get_driver_class(self) -> type[Driver]:
        return TerminalDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """X-22: whatever a widget lets through, no control character reaches the terminal."""
        return [*super().get_line_filters(), NO_CONTROLS]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuses what no key of ours runs but text with markup could. Whoever overrides this calls it."""
        return action not in self.REFUSED_ACTIONS and super().check_action(action, parameters)

    def copy_to_clipboard(self, text: str, *, outside: bool = False) -> None:
        """Keeps `text` for pasting in this program; only `outside` sends it to the terminal as well.

        Of a password field nothing is kept.
        """
        if isinstance(self.focused, Input) and self.focused.password:
            return
        if outside:
            super().copy_to_clipboard(text)
        else:
            self._clipboard = text

    def print_out(self, text: str) -> None:
        """Sends `text` to the printer at the terminal, and has it put the page out.

        Between the two sequences (xterm's and PuTTY's printer controller mode) all goes to the printer and nothing to
        the screen, so they are sent in one piece, in which nothing of a screen can be.
        """
        if self._driver is not None:
            self._driver.write(f"\x1b[5i{text}\f\x1b[4i")

    def paste(self, text: str) -> None:
        """Puts `text` where the cursor is, all at once."""
        self.post_message(events.Paste(text))

    async def settle(self) -> None:
        """Waits until what has been sent so far is handled, and a screen opened by it has its focus.

        That is the way of a key: to the app, then from the focus up through all its parents, the app the last.
        """
        await settle(self)
        for node in (self.focused or self.screen).ancestors_with_self:
            await settle(node)

    def stop(self, signum: int) -> None:
        """Ends the program as `signum` asks, with the exit status a shell expects of it."""
        self.exit(return_code=128 + signum)

    def report_bug(self, error: BaseException) -> str:
        """Logs `error` and returns its number, for screens."""
        return bugs.report_bug(error)

    def crash(self, error: Exception) -> None:
        """Ends the program because of `error`, which is logged; `run` then prints its number."""
        self._handle_exception(error)

    def let_go(self) -> None:
        """Hands the terminal back where Textual, itself interrupted while ending, has not."""
        if self._driver is not None:
            self._driver.close()

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """None beneath a screen that covers all: Textual has the screen in front drawn anew when one moves there."""
        return super()._background_screens if self.screen.styles.background.a < 1 else []

    def _handle_exception(self, error: Exception) -> None:
        self.bug_number = self.report_bug(error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Ends without the traceback that Textual prints: it shows local variables, passwords among them."""
        self.panic()

    def panic(self, *_: RenderableType) -> None:
        """Ends the program at once; what was to be printed is not."""
        super().panic()


def run(app: TerminalApp[Any]) -> int:
    """Runs `app` in this process's terminal and returns the exit status.

    That is 128+n after signal n, 129 when the line was cut, 1 after a crash. Raises NotATerminal.
    """
    if not has_terminal():
        raise NotATerminal
    try:
        app.run()
    except Exception as error:  # noqa: BLE001 - whatever gets as far as here is a bug
        app.bug_number = app.report_bug(error)
        app.let_go()
    if app.bug_number is not None:
        Output(1).write(f"{app.CRASH_NOTICE.format(number=app.bug_number)}\n".encode())
        return 1
    return app.return_code or 0


def screen_text(app: App[Any]) -> str:
    """What the screen shows now, as lines of text without colours."""
    console = Console(
        width=app.size.width, height=app.size.height, file=io.StringIO(), record=True, legacy_windows=False
    )
    screen, behind = app.screen._compositor, app._background_screens  # noqa: SLF001 - Textual offers only an SVG
    console.print(screen.render_update(full=True, screen_stack=behind))
    return "\n".join(line.rstrip() for line in console.export_text().splitlines())


async def settle(node: MessagePump) -> None:
    """Waits until `node` has handled its messages, a second at most: it may have gone, or be at work."""
    handled = asyncio.Event()
    if node.call_later(handled.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(handled.wait(), 1)


class TerminalDriver(LinuxDriver):
    """Textual's driver, but it outlives bad bytes and notices that it is to stop or its terminal is gone."""

    _app: TerminalApp[Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Textual draws on standard error, which is more often sent elsewhere than what `run` has checked.
        self._file = io.TextIOWrapper(Output(1), "utf-8", "replace", newline="", write_through=True)

    def start_application_mode(self) -> None:
        for signum in STOP_SIGNALS:
            self._loop.add_signal_handler(signum, self._app.stop, signum)
        super().start_application_mode()  # type: ignore[no-untyped-call] # Textual leaves it without types
        self._loop.add_signal_handler(signal.SIGCONT, self._take_back)
        self.send_message(TerminalSupportsSynchronizedOutput())  # not asked: see REQUESTS

    def write(self, data: str) -> None:
        """X-29: what a terminal is not asked, it does not answer."""
        super().write(REQUESTS.get(data, data))

    def close(self) -> None:
        super().close()
        for signum in (*STOP_SIGNALS, signal.SIGCONT):
            self._loop.remove_signal_handler(signum)

    def deliver_binary(self, *_: Any, **__: Any) -> None:
        """X-30: Textual's own ways of saving (a picture of the screen) end here; what is saved goes by a service."""

    def open_url(self, *_: Any, **__: Any) -> None:
        """X-30: nor is a program started on the server because somebody clicks on a link."""

    def _sigtstp_application(self, *_: object) -> None:
        """Stays in the foreground: behind a shell, nobody would lock an unattended session (X-27)."""

    def _take_back(self) -> None:
        """Sets up the terminal again after SIGSTOP and `fg`, for the shell has used it in between."""
        if os.isatty(self.fileno):  # a hangup sends SIGCONT, too
            self.suspend_application_mode()
            self.resume_application_mode()
            self._app.refresh(layout=True)

    def process_message(self, message: Message) -> None:
        """Sends `message` on; after a key, waits until it has done what it does.

        Keys often come several in one packet over a slow line. Textual would send them all to the widget in
        focus before the first is handled: a password typed after Tab would land in the name field, readable.
        """
        super().process_message(message)
        if isinstance(message, events.Key | events.Paste):
            settled = asyncio.run_coroutine_threadsafe(self._app.settle(), self._loop)
            while not (settled.done() or self.exit_event.is_set()):
                concurrent.futures.wait([settled], timeout=0.05)

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001 - a thread's bug ends the program like any other
            self._loop.call_soon_threadsafe(self._app.crash, error)

    def run_input_thread(self) -> None:
        """Reads keys until told to stop or the terminal is gone, which ends the program like a hangup."""
        terminal = TerminalInput()
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], 0.1)[0]:
                data = self._read()
                if not data:
                    self._loop.call_soon_threadsafe(self._app.stop, signal.SIGHUP)
                    return
                settled = terminal.feed(data)
            else:
                settled = terminal.tick()
            for event in settled:
                self.process_message(event)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:  # EIO: the other end of the terminal has been closed
            return b""


class Output(io.FileIO):
    """Writes to a terminal, and to nowhere once it is gone: there is nobody left to tell.

    Unbuffered, so that no remainder fails again when Python exits and changes the exit status.
    """

    def __init__(self, fileno: int) -> None:
        super().__init__(fileno, "wb", closefd=False)

    def write(self, data: Any) -> int:
        rest = memoryview(data)
        with suppress(OSError):
            while rest:
                rest = rest[super().write(rest) :]
        return len(data)


class NoControls(LineFilter):
    """Takes out of drawn text the characters that would steer the terminal or turn the text's direction."""

    # Control characters take no cell, so a line keeps its width without them.
    CONTROLS: ClassVar = dict.fromkeys(
        [*range(32), *range(127, 160), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    )

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's
        return [self.clean(segment) for segment in segments]

    def clean(self, segment: Segment) -> Segment:
        if segment.text.isprintable():
            return segment
        return segment._replace(text=segment.text.translate(self.CONTROLS))


NO_CONTROLS = NoControls()
"""One for all: Textual keeps each line once more for each filter that it has not met before."""
