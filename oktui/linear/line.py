"""A terminal as two streams of lines: nothing is placed on it, and whatever ends it is noticed.

The terminal edits the line itself, as it does for any program that knows nothing of it: a screen reader hears what it
hears everywhere else, and a bad line carries a line at a time.
"""

import os
import select
import signal
import termios
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, Final

from oktui.domain.text import harmless

_LFLAG, _CC = 3, 6
_LOOK_EVERY: Final = 1.0
"""Seconds after which a program that waits for a line looks after its session."""
_MOST: Final = 64 * 1024
_ENDING: Final = (signal.SIGHUP, signal.SIGTERM)
_IGNORED: Final = (signal.SIGQUIT, signal.SIGTSTP)
"""Behind a shell nobody would lock a session left alone (X-27), and a core dump keeps what was typed."""


class Ended(Exception):
    """Nobody is there any more, or the program is to stop; `status` is what its caller is told."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Interrupted(Exception):
    """Ctrl+C: whoever is asked does not want to answer this."""


class Line:
    """The terminal of this process, to be used within `held`."""

    def __init__(self, given: int = 0, shown: int = 1) -> None:
        self._in, self._out = given, shown
        self._rest = b""
        self._hides = False
        self._stop: int | None = None
        self._interrupted = False
        self._found: list[Any] = []
        self._woken, self._wake = os.pipe()

    @contextmanager
    def held(self) -> Iterator["Line"]:
        """Have the terminal and the signals for oneself; both are as before afterwards."""
        for end in (self._woken, self._wake):
            os.set_blocking(end, False)
        self._found = termios.tcgetattr(self._in)
        numbers = (*_ENDING, *_IGNORED, signal.SIGINT, signal.SIGCONT)
        handlers = {number: signal.getsignal(number) for number in numbers}
        woken = signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        for number in _ENDING:
            signal.signal(number, self._to_stop)
        for number in _IGNORED:
            signal.signal(number, signal.SIG_IGN)
        signal.signal(signal.SIGINT, self._to_interrupt)
        signal.signal(signal.SIGCONT, self._take_back)
        try:
            self._set()
            yield self
        finally:
            with suppress(termios.error):
                termios.tcsetattr(self._in, termios.TCSADRAIN, self._found)
            signal.set_wakeup_fd(woken)
            for number, handler in handlers.items():
                signal.signal(number, handler)

    def say(self, *lines: str) -> None:
        """Write lines, each of them one, whatever a name in it holds (X-22)."""
        self._write("".join(f"{self._wrapped(harmless(line))}\n" for line in lines))

    def tell(self, text: str) -> None:
        """Write a text that has lines of its own."""
        self.say(*text.split("\n"))

    def read(self, prompt: str, look: Callable[[], bool], *, hide: bool = False) -> bytes:
        """The next line, as it was sent; with `hide`, nothing of it is shown.

        `look` is asked every second; where something was said meanwhile, it says so, and the prompt comes anew.
        Raises Ended, Interrupted.
        """
        self._hide(hide)
        try:
            self._write(f"{harmless(prompt)} ")
            while (line := self._next()) is None:
                if look():
                    self._hide(hide)
                    self._write(f"{harmless(prompt)} ")
            return line
        finally:
            if hide:
                self._hide(False)
                self._write("\n")  # which the terminal has not shown either

    def drop(self) -> None:
        """Forget what was typed and not read: it was meant for something else."""
        self._rest = b""
        with suppress(termios.error):
            termios.tcflush(self._in, termios.TCIFLUSH)

    def check(self) -> None:
        """Raise Ended where the program is to stop."""
        if self._stop is not None:
            raise Ended(128 + self._stop)

    @property
    def size(self) -> os.terminal_size:
        """How wide the terminal is, and how many lines are in view."""
        try:
            columns, lines = os.get_terminal_size(self._out)
        except OSError:
            columns, lines = 0, 0
        return os.terminal_size((columns or 80, lines or 24))

    def _wrapped(self, line: str) -> str:
        """The line, broken between words: a terminal would break it within one."""
        width = max(self.size.columns - 1, 20)
        return textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)

    def _next(self) -> bytes | None:
        """The next line, or None where none came for a while."""
        line, end, rest = self._rest.partition(b"\n")
        if end:
            self._rest = rest
            return line
        ready = select.select([self._in, self._woken], [], [], _LOOK_EVERY)[0]
        if self._woken in ready:
            os.read(self._woken, 512)
        self.check()
        if self._interrupted:
            self._interrupted = False
            self.drop()
            raise Interrupted
        if self._in in ready:
            self._rest = (self._rest + self._receive())[:_MOST]
            if b"\n" in self._rest:
                return self._next()
        return None

    def _receive(self) -> bytes:
        try:
            data = os.read(self._in, 4096)
        except OSError:  # the other end of the terminal has been closed
            data = b""
        if not data:
            raise Ended(0 if os.isatty(self._in) else 128 + signal.SIGHUP)
        return data

    def _write(self, text: str) -> None:
        rest = text.encode(errors="replace")
        while rest:
            try:
                rest = rest[os.write(self._out, rest) :]
            except OSError:
                raise Ended(128 + signal.SIGHUP) from None

    def _hide(self, hide: bool) -> None:
        self._hides = hide
        self._set(termios.TCSAFLUSH if hide else termios.TCSADRAIN)

    def _set(self, when: int = termios.TCSADRAIN) -> None:
        """Have the terminal edit lines, and show them unless they are hidden; no key stops the program."""
        wanted = [*self._found[:_CC], list(self._found[_CC])]
        wanted[0] = (wanted[0] | termios.ICRNL) & ~termios.INLCR
        wanted[1] |= termios.OPOST
        wanted[_LFLAG] |= termios.ICANON | termios.ISIG | termios.ECHOE | termios.ECHOK
        wanted[_LFLAG] &= ~(termios.ECHO | termios.ECHONL)
        wanted[_LFLAG] |= 0 if self._hides else termios.ECHO
        for key in (termios.VQUIT, termios.VSUSP):
            wanted[_CC][key] = b"\0"
        with suppress(termios.error):  # who is gone is noticed by whoever reads next
            termios.tcsetattr(self._in, when, wanted)

    def _to_stop(self, number: int, _: FrameType | None) -> None:
        self._stop = number

    def _to_interrupt(self, _: int, __: FrameType | None) -> None:
        self._interrupted = True

    def _take_back(self, _: int, __: FrameType | None) -> None:
        """After SIGSTOP and `fg`, the shell has set the terminal as it likes it, and would show a password."""
        self._set()
