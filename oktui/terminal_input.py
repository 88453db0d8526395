"""What a terminal sends, told apart: keys, pastes and the mouse go on, whatever it says by itself does not (X-29).

All that works around Textual's reading of a terminal is here; docs/upstream.md says what, and why.
"""

import codecs
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser  # its tables have no public name, as it has none
from textual.message import Message

ESCAPE_WAIT: Final = 0.6
"""Seconds after which ESC and nothing else is the key Esc.

The one thing that only time can tell: a line that pauses just there must not make «Zpět» of an arrow. Lost packets
are sent again after 0.2 to 0.5 s; curses waits for 1 s. A terminal with kitty's protocol says `CSI 27u`, and whatever
key follows settles it, too: then there is no wait.
"""
SEQUENCE_WAIT: Final = 2.0
"""Seconds of silence after which a sequence that has begun is given up; no key ends in the midst of one."""
PASTE_WAIT: Final = 10.0
"""Seconds of silence after which a paste without its end is taken for whole: else no key would ever work again."""
ALT_WITHIN: Final = 0.05
"""Seconds within which what follows ESC belongs to it, as Alt sends it; no hand is that fast between two keys."""

REQUESTS: Final[Mapping[str, str]] = {
    "\x1b[?2026$p": "",  # whether frames may be marked: whoever does not know the marks ignores them
    "\x1b[?2048$p": "",  # sizes as text: SIGWINCH tells them
    "\x1b[?1004h": "",  # whether the window has the focus
    "\x1b[>25u": "\x1b[>1u",  # kitty's protocol: with all keys and their text it reports lock keys, as text
}
"""What Textual asks of a terminal though this program does not need it, and what is asked instead."""

_ESC: Final = "\x1b"
_ESCAPES: Final = (_ESC, _ESC * 2)
_PASTE_BEGINS: Final = "\x1b[200~"
_PASTE_ENDS: Final = "\x1b[201~"
# Control characters of eight bits, as a terminal set to UTF-8 sends them: SS3, DCS, SOS, CSI, ST, OSC, PM, APC.
_EIGHT_BITS: Final = {code: f"\x1b{chr(code - 64)}" for code in (0x8F, 0x90, 0x98, *range(0x9B, 0xA0))}

# ECMA-48, and what is older or newer: the Linux console's F1 (CSI [ A), the mouse of X10 (CSI M and three characters),
# rxvt's Shift+Delete (CSI 3$). ESC ESC is Alt with a key that has a sequence of its own.
_CSI: Final = r"\[\[|\[M[^\0-\x1f]{0,2}|\[[ -?]*"
_STRING: Final = r"[\]P^_X][^\0-\x1f\x7f]*"
_WHOLE: Final = re.compile(
    r"\x1b?\x1b(?:\[\[[@-~]|\[M[^\0-\x1f]{3}|\[(?:[378]|2[34])\$|\[(?!\[|M)[ -?]*[@-~]|O[0-9;]*[@-~]"
    rf"|{_STRING}(?:\a|\x1b\\))"
)
_BEGUN: Final = re.compile(rf"\x1b?\x1b(?:{_CSI}|O[0-9;]*|{_STRING}\x1b?)?")
_BROKEN: Final = re.compile(rf"\x1b?\x1b(?:{_CSI}|O[0-9;]*|{_STRING})")

_MOUSE: Final = re.compile(r"\x1b\[<\d{1,3};-?\d{1,5};-?\d{1,5}[Mm]")
_POSITION: Final = re.compile(r"\x1b\[\d+;\d+R")  # where the cursor is; xterm's F3 with Shift looks the same
_KEY: Final = re.compile(
    r"\x1b\[(?P<code>\d{0,7})(?::[\d:]*)?"
    r"(?:;(?P<modifiers>\d{0,3})(?::(?P<event>\d))?(?:;(?P<text>[\d:]{0,64}))?)?(?P<final>[A-HP-Su~])"
)
_RELEASED: Final = "3"
_NAMED: Final = {9, 13, 27, 127}
_KEYPAD: Final = range(57399, 57428)


class TerminalInput:
    """Reads a terminal's bytes as they come, in pieces of any size, and makes events of what is typed.

    Args:
        clock: seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        self._textual = XTermParser()
        self._buffer = ""
        """What has come and is not settled: the beginning of a sequence, or of a paste."""
        self._came_at = 0.0
        self._pasting = False
        self._apart = False
        """Whether what follows the ESC in the buffer came after a pause: it may be a key of its own."""

    def feed(self, data: bytes) -> Iterator[Message]:
        """Take in what the terminal has sent, and give what is settled by it."""
        now = self._clock()
        if self._buffer in _ESCAPES:
            self._apart = now - self._came_at > ALT_WITHIN
        self._came_at = now
        self._buffer += self._decode(data).translate(_EIGHT_BITS)
        while self._buffer:
            settled = self._paste() if self._pasting else self._next()
            if settled is None:
                return
            yield from settled

    def tick(self) -> Iterator[Message]:
        """Settle what has waited long enough; to be called again and again while nothing comes."""
        waited = self._clock() - self._came_at
        if self._pasting:
            if waited >= PASTE_WAIT:
                yield self._pasted(len(self._buffer))
        elif self._buffer in _ESCAPES:
            if waited >= ESCAPE_WAIT:
                self._take(len(self._buffer))
                yield _escape()
        elif self._buffer and waited >= SEQUENCE_WAIT:
            yield from self._broken_off(len(self._buffer))

    def _next(self) -> Iterator[Message] | None:
        """What the beginning of the buffer means, taken out of it; None where more has to come first."""
        if self._buffer[0] != _ESC:
            return self._character(self._take(1))
        if self._apart and self._buffer.startswith(_ESC * 2):
            self._take(1)
            return iter([_escape()])
        if whole := _WHOLE.match(self._buffer):
            return self._sequence(whole[0])
        if _BEGUN.fullmatch(self._buffer):
            return None
        if begun := _BROKEN.match(self._buffer):
            return self._broken_off(len(begun[0]))
        return self._after_escape()

    def _take(self, length: int) -> str:
        taken, self._buffer = self._buffer[:length], self._buffer[length:]
        self._apart = False
        return taken

    def _character(self, character: str) -> Iterator[Message]:
        yield from self._textual._sequence_to_key_events(character)  # noqa: SLF001

    def _after_escape(self) -> Iterator[Message]:
        """Esc and the next key, or a key with Alt: the program has none, and Alt for AltGr must not leave a form."""
        if self._apart or self._buffer.startswith(_ESC * 2):
            self._take(1)
            yield _escape()
        else:
            yield from _tabled(self._take(2))

    def _broken_off(self, length: int) -> Iterator[Message]:
        """What has no end is dropped, unless it is Esc and then a name in capitals, typed by hand: «Pavel», «Olga»."""
        apart = self._apart
        taken = self._take(length)
        if apart and taken[1].isalpha():
            yield _escape()
            for character in taken[1:].rstrip(_ESC):
                yield from self._character(character)

    def _sequence(self, sequence: str) -> Iterator[Message]:
        if self._apart and sequence[1] == "O" and sequence[-1].islower():
            yield from self._broken_off(len(sequence))
            return
        self._take(len(sequence))
        if sequence == _PASTE_BEGINS:
            self._pasting = True
        elif _MOUSE.fullmatch(sequence):
            if (event := self._textual.parse_mouse_code(sequence)) is not None:
                yield event
        elif pressed := _pressed(sequence):
            yield from self._textual._sequence_to_key_events(pressed)  # noqa: SLF001
        elif not _POSITION.fullmatch(sequence):
            yield from _tabled(sequence)

    def _paste(self) -> Iterator[Message] | None:
        end = self._buffer.find(_PASTE_ENDS)
        if end < 0:
            return None
        paste = self._pasted(end)
        self._take(len(_PASTE_ENDS))
        return iter([paste])

    def _pasted(self, length: int) -> events.Paste:
        self._pasting = False
        return events.Paste(self._take(length).replace("\0", ""))


def _escape() -> events.Key:
    return events.Key("escape", _ESC)


def _tabled(sequence: str) -> Iterator[Message]:
    """The one key that Textual's table has for a sequence, or the keypad's character."""
    keys = ANSI_SEQUENCES_KEYS.get(sequence)
    if isinstance(keys, tuple) and len(keys) == 1:
        yield events.Key(keys[0].value, None)
    elif isinstance(keys, str) and sequence.startswith("\x1bO"):
        yield events.Key(keys, keys)


def _pressed(sequence: str) -> str | None:
    """A key of kitty's or xterm's kind as Textual can read it; None where nothing is pressed by it, or nothing known.

    Textual itself stops at event types and alternate keys, and types the text that goes with a lock key.
    """
    key = _KEY.fullmatch(sequence)
    if key is None or key["event"] == _RELEASED or _POSITION.fullmatch(sequence):
        return None
    code, modifiers = key["code"] or "1", key["modifiers"] or ""
    if key["final"] != "u":
        return f"\x1b[{code};{modifiers}{key['final']}" if f"{code}{key['final']}" in FUNCTIONAL_KEYS else None
    if int(code) in _NAMED:
        return f"\x1b[{code};{modifiers}u"
    text = [point for point in (key["text"] or "").split(":") if point]
    typed = int(code) in _KEYPAD or _printable(code)
    return f"\x1b[{code};{modifiers};{':'.join(text)}u" if typed and all(map(_printable, text)) else None


def _printable(code: str) -> bool:
    """Whether a character of this number can be typed; locks, modifiers and media keys have numbers of no character."""
    return int(code) <= sys.maxunicode and chr(int(code)).isprintable()
