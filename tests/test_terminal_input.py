"""What a terminal sends by itself types nothing and presses nothing, however a slow line cuts it (X-29)."""

import io
from collections.abc import Iterator
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from oktui.terminal_input import ALT_WITHIN, ESCAPE_WAIT, PASTE_WAIT, REQUESTS, SEQUENCE_WAIT, TerminalInput
from tests.support.recordings import KEYS, SAYS

POLL = 0.1
"""Seconds after which the driver looks whether something has waited long enough."""
PAUSES = (0.12, 0.5)
BEFORE, AFTER = "Jiří ", "č2A~"
PASTED = "Žluťoučký kůň\n[A ]11;"

ALL_KEYS = [(name, sent, key) for name, keys in KEYS.items() for sent, key in keys.items()]
ALL_SAID = [(name, sent) for name, said in SAYS.items() for sent in said]


class Line:
    """A terminal's input over a line with a simulated clock; `read` is what has come out of it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.read: list[str] = []
        self._input = TerminalInput(lambda: self.now)

    def send(self, data: bytes | str) -> "Line":
        """Send all of it at once."""
        data = data.encode() if isinstance(data, str) else data
        self.read += filter(None, map(meaning, self._input.feed(data)))
        return self

    def wait(self, seconds: float) -> "Line":
        """Send nothing for so long."""
        end = self.now + seconds
        while self.now < end:
            self.now = min(self.now + POLL, end)
            self.read += filter(None, map(meaning, self._input.tick()))
        return self

    def settle(self) -> list[str]:
        """What has been read once all waiting is over."""
        self.wait(PASTE_WAIT + 1)
        return self.read


def meaning(event: object) -> str:
    """The character that is typed by an event, else the key's name; nothing for the mouse."""
    if isinstance(event, events.Paste):
        return f"paste {event.text}"
    if isinstance(event, events.Key):
        return event.character if event.is_printable and event.character else event.key
    assert isinstance(event, events.MouseEvent), event
    return ""


def read(*pieces: bytes | str, pause: float = 0.5) -> list[str]:
    """What is read of pieces with a pause between them."""
    line = Line()
    for piece in pieces:
        line.send(piece).wait(pause)
    return line.settle()


def cuts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Both parts for each place between two bytes."""
    return ((data[:at], data[at:]) for at in range(1, len(data)))


def test_more_than_ten_thousand_cuts_change_nothing_that_is_typed() -> None:
    """X-29: six terminals' keys and answers amidst Czech words, cut at every byte with pauses to half a second."""
    expected = {sent: [key] for _, sent, key in ALL_KEYS} | {sent: [] for _, sent in ALL_SAID}
    expected[f"\x1b[200~{PASTED}\x1b[201~"] = [f"paste {PASTED}"]
    times = 0
    for sent in [sent for _, sent, _ in ALL_KEYS] + [sent for _, sent in ALL_SAID] + [*expected][-1:]:
        for parts in cuts(f"{BEFORE}{sent}{AFTER}".encode()):
            for pause in PAUSES:
                times += 1
                assert read(*parts, pause=pause) == [*BEFORE, *expected[sent], *AFTER], (parts, pause)
    assert times > 10_000


@pytest.mark.parametrize("sent", dict.fromkeys(sent for _, sent, _ in ALL_KEYS), ids=repr)
def test_a_key_that_comes_byte_by_byte_is_that_key(sent: str) -> None:
    """X-29: with half a second after each byte, arrows still are arrows and nothing leaves a form."""
    key = next(key for _, other, key in ALL_KEYS if other == sent)
    assert read(*(bytes([byte]) for byte in sent.encode())) == [key]


@pytest.mark.parametrize("sent", dict.fromkeys(sent for _, sent in ALL_SAID), ids=repr)
def test_what_a_terminal_says_byte_by_byte_is_nothing(sent: str) -> None:
    """X-29: with half a second after each byte."""
    assert read(*(bytes([byte]) for byte in sent.encode())) == []


WORDS = st.sampled_from(["Příliš", "žluťoučký", "heslo 1", "€", "\U0001f600", "x"]).map(lambda word: (word, [*word]))
ANSWERS = st.sampled_from([(sent, list[str]()) for _, sent in ALL_SAID])
PRESSES = st.sampled_from(ALL_KEYS).map(lambda key: (key[1], [key[2]]))
PASTES = st.just((f"\x1b[200~{PASTED}\x1b[201~", [f"paste {PASTED}"]))
LENGTHS = st.lists(st.sampled_from([1, 1, 2, 3, 8, 40]), min_size=1)
SILENCES = st.lists(st.sampled_from([0, 0.02, 0.12, 0.3, 0.5]), min_size=1)


@given(st.lists(WORDS | ANSWERS | PRESSES | PASTES), LENGTHS, SILENCES)
def test_whatever_comes_in_whatever_packets_is_read_as_it_was_typed(
    sent: list[tuple[str, list[str]]], lengths: list[int], silences: list[float]
) -> None:
    """X-29: keys, answers, pastes and text in any order, in packets of any length, with pauses of any length."""
    stream = io.BytesIO("".join(data for data, _ in sent).encode())
    line = Line()
    for length, silence in zip(cycle(lengths), cycle(silences)):
        if not (data := stream.read(length)):
            break
        line.send(data).wait(silence)
    assert line.settle() == [key for _, keys in sent for key in keys]


def test_esc_alone_is_esc_once_nothing_has_followed_it() -> None:
    """X-29: only time tells it from the beginning of an arrow; not later than what is felt as prompt."""
    line = Line().send("\x1b").wait(ESCAPE_WAIT - POLL)
    assert line.read == []
    assert line.wait(2 * POLL).read == ["escape"]
    assert 0.5 < ESCAPE_WAIT < 0.75


@pytest.mark.parametrize(
    ("then", "keys"),
    [("x", ["x"]), ("\r", ["enter"]), ("2", ["2"]), ("ě", ["ě"]), ("\x1bOR", ["f3"]), ("\x1b[B", ["down"])],
)
def test_esc_and_a_key_pressed_after_it_are_two_keys_at_once(then: str, keys: list[str]) -> None:
    """X-29: a hand needs longer than 0.05 s between two keys; the second one settles what the first was."""
    assert Line().send("\x1b").wait(2 * ALT_WITHIN).send(then).read == ["escape", *keys]


def test_esc_pressed_twice_is_two_keys() -> None:
    """X-29: the second one waits like the first, so that it may begin an arrow."""
    line = Line().send("\x1b").wait(0.2).send("\x1b")
    assert line.read == ["escape"]
    assert line.wait(ESCAPE_WAIT + POLL).read == ["escape", "escape"]


@pytest.mark.parametrize("name", ["Pavel", "Olga", "Otakar", "Xenie"])
def test_a_name_typed_by_hand_after_esc_is_not_lost(name: str) -> None:
    """X-29: ESC and P, O or X may begin a sequence, but theirs end, and names do not."""
    assert read("\x1b", *name, "\t", pause=0.2) == ["escape", *name, "tab"]


@pytest.mark.parametrize(
    "sent", ["\x1bv", "\x1b3", "\x1bě", "\x1b\r", "\x1b\\", "\x1b\x1b[A", "\x1b\x1bOA", "\x1bO", "\x1bP", "\x1b["]
)
def test_alt_with_a_key_does_nothing(sent: str) -> None:
    """X-29: nothing is bound to Alt, and Alt pressed for AltGr must neither type another character nor leave a form."""
    assert read(sent) == []


@pytest.mark.parametrize(
    ("sent", "key"), [("\x1b\t", "shift+tab"), ("\x1b\x7f", "ctrl+w"), ("\x1bOM", "enter"), ("\x1bOq", "1")]
)
def test_older_terminals_keys_work(sent: str, key: str) -> None:
    """X-29: the Linux console's Shift+Tab, a word deleted by Alt, and a keypad that another program left changed."""
    assert read(sent) == [key]


@pytest.mark.parametrize("begun", ["\x1b[", "\x1b[?62;2", "\x1b]11;rgb:ee", "\x1bP>|XT", "\x1b_G", "\x1b[M!", "\x1bO"])
def test_what_has_no_end_is_dropped_and_swallows_no_key(begun: str) -> None:
    """X-29: after two seconds, or at once by a key that cannot belong to it."""
    assert read(begun, pause=SEQUENCE_WAIT + POLL) == []
    assert read(begun, "ž", pause=SEQUENCE_WAIT + POLL) == ["ž"]
    assert read(begun, "\r") == ["enter"]
    assert read(begun, "\x1b[A") == ["up"]


def test_a_paste_without_its_end_does_not_deafen_the_program() -> None:
    """X-29: what has come is pasted after ten seconds, and the next key is a key."""
    assert read("\x1b[200~Novák", pause=PASTE_WAIT + POLL) == ["paste Novák"]
    assert read("\x1b[200~Novák", "x", "\x1b[201~", "y", pause=PASTE_WAIT + POLL) == ["paste Novák", "x", "y"]


def test_what_is_asked_instead_asks_nothing() -> None:
    """X-29: of kitty's protocol only that Esc and Ctrl are told apart, without lock keys and without text."""
    assert set(REQUESTS.values()) == {"", "\x1b[>1u"}
