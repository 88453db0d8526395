"""A person at a terminal: runs a command on a real pseudo-terminal, presses keys and reads the screen."""

import codecs
import os
import re
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import pexpect
import pyte

PATIENCE = 60.0
"""Seconds to wait for what should come at once: two cores may be shared by many tests."""

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "ctrl+home": "\x1b[1;5H",
    "ctrl+end": "\x1b[1;5F",
    "shift+up": "\x1b[1;2A",
    "shift+down": "\x1b[1;2B",
    "shift+left": "\x1b[1;2D",
    "shift+right": "\x1b[1;2C",
    "shift+home": "\x1b[1;2H",
    "shift+end": "\x1b[1;2F",
    **{f"f{n}": f"\x1bO{letter}" for n, letter in zip(range(1, 5), "PQRS", strict=True)},
    **{f"f{n}": f"\x1b[{code}~" for n, code in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)},
    **{f"ctrl+{chr(96 + n)}": chr(n) for n in range(1, 27)},
}
"""What an xterm sends for each key, by Textual's names of them."""

# A newer terminal shows a frame only when it is whole.
FRAME_BEGINS = "\x1b[?2026h"
FRAME_ENDS = "\x1b[?2026l"

# Requests that only a newer terminal than pyte understands; it would show parts of them as text.
UNKNOWN_TO_PYTE = re.compile(r"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
UNFINISHED = re.compile(r"\x1b(?:\[[<>=?0-9;$]*|\][^\x07\x1b]*)?$")


class Terminal:
    """One command on one pseudo-terminal.

    `home` becomes its HOME and holds its OKTUI_HOME; `environ` is added to an otherwise clean environment.
    """

    def __init__(
        self,
        command: Sequence[str],
        home: Path,
        *,
        size: tuple[int, int] = (80, 24),
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.keystrokes = 0
        """Keys pressed, without those of typed text."""
        self.typed = 0
        """Characters typed as text."""
        self.output = b""
        """All that the command has sent."""
        width, height = size
        self._display = pyte.Screen(width, height)
        self._stream = pyte.Stream(self._display)
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        self._rest = ""
        self._cut = False
        self._ended = False
        self._child: pexpect.spawn[bytes] = pexpect.spawn(
            command[0],
            list(command[1:]),
            dimensions=(height, width),
            env=clean_environment(home) | dict(environ or {}),
            timeout=PATIENCE,
        )
        self._child.delaybeforesend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            error.add_note(f"The last screen:\n{self.text}")
        self.close()

    @property
    def pid(self) -> int:
        pid = self._child.pid
        assert pid is not None
        return pid

    @property
    def fileno(self) -> int:
        """Our end of the terminal."""
        fileno = self._child.child_fd
        assert fileno is not None
        return fileno

    @property
    def screen(self) -> list[str]:
        """The lines of the screen as they are now, without trailing spaces."""
        self._receive(0)
        return [line.rstrip() for line in self._display.display]

    @property
    def text(self) -> str:
        return "\n".join(self.screen)

    @property
    def exit_status(self) -> int:
        """The command's exit status, waited for; -n when signal n killed it."""
        self._wait_until(lambda: not self._child.isalive(), "the command to end")
        if self._child.signalstatus is not None:
            return -self._child.signalstatus
        status = self._child.exitstatus
        assert status is not None
        return status

    @property
    def cpu_seconds(self) -> float:
        """The processor time that the command has used so far, in user and system mode."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def press(self, *keys: str) -> None:
        """Presses keys by name (`KEYS`) or by the character on them."""
        for key in keys:
            self.send(KEYS[key].encode() if len(key) > 1 else key.encode())
            self.keystrokes += 1

    def type(self, text: str) -> None:
        self.send(text.encode())
        self.typed += len(text)

    def send(self, data: bytes) -> None:
        """Sends bytes as they are, counted as nothing."""
        self._receive(0)
        self._child.send(data)

    def paste(self, text: str) -> None:
        """Pastes as a terminal with bracketed paste does; one keystroke."""
        self.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")
        self.keystrokes += 1

    def wait_for(self, wanted: str | re.Pattern[str], timeout: float = PATIENCE) -> str:
        """Waits until the screen's text contains `wanted` and returns that text."""
        pattern = re.compile(re.escape(wanted)) if isinstance(wanted, str) else wanted
        self._wait_for_output(lambda: pattern.search(self.text) is not None, f"{pattern.pattern!r}", timeout)
        return self.text

    def wait_until_gone(self, unwanted: str, timeout: float = PATIENCE) -> str:
        """Waits until the screen's text contains `unwanted` no more and returns that text."""
        self._wait_for_output(lambda: unwanted not in self.text, f"{unwanted!r} to go", timeout)
        return self.text

    def wait_for_output(self, wanted: bytes, timeout: float = PATIENCE) -> None:
        """Waits until the command has sent `wanted`, which need not show on the screen."""
        self._wait_for_output(lambda: wanted in self.output, f"{wanted!r}", timeout)

    def forget_screen(self) -> None:
        """Clears the screen behind the command's back."""
        self._receive(0)
        self._display.reset()

    def listen(self, seconds: float) -> bytes:
        """What the command sends within `seconds`."""
        self._receive(0)
        before = len(self.output)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._receive(left)
        return self.output[before:]

    def resize(self, width: int, height: int) -> None:
        self._display.resize(height, width)
        self._child.setwinsize(height, width)

    def signal(self, signum: signal.Signals) -> None:
        self._child.kill(signum)

    def hang_up(self) -> None:
        """Closes the terminal under the command, as a cut line does."""
        self._cut = True
        cast(Any, self._child).ptyproc.fileobj.close()  # its types do not know it

    def close(self) -> None:
        """Ends the command, if it has not ended, and closes its terminal."""
        self._child.close(force=True)

    def _wait_until(self, condition: Callable[[], bool], what: str, timeout: float = PATIENCE) -> None:
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"waited {timeout:g} s for {what}")
            self._receive(0.05)

    def _wait_for_output(self, condition: Callable[[], bool], what: str, timeout: float) -> None:
        self._wait_until(lambda: condition() or self._ended, what, timeout)
        if not condition():
            raise AssertionError(f"the command ended before {what}")

    def _receive(self, timeout: float) -> None:
        """Takes in what the command sends next, waiting for at most `timeout` seconds."""
        if self._cut:
            time.sleep(timeout)
            return
        try:
            data = self._child.read_nonblocking(65536, timeout)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            self._cut = self._ended = True
            return
        self.output += data
        self._draw(self._rest + self._decode(data))

    def _draw(self, text: str) -> None:
        """Draws whole frames only, so that nobody reads half a screen; keeps the rest of `text` for later."""
        begun = text.rfind(FRAME_BEGINS)
        if begun > text.rfind(FRAME_ENDS):
            end = begun
        else:
            unfinished = UNFINISHED.search(text)
            end = unfinished.start() if unfinished else len(text)
        self._rest = text[end:]
        self._stream.feed(UNKNOWN_TO_PYTE.sub("", text[:end]))


def clean_environment(home: Path) -> dict[str, str]:
    """An environment with nothing of the machine's in it but where its programs are."""
    return {
        "HOME": str(home),
        "OKTUI_HOME": str(home / "oktui"),
        "LANG": "C.UTF-8",
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
    }
