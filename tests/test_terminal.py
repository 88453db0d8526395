"""What the program does in a real terminal, and when that terminal misbehaves.

Each test runs tests/terminal_app.py in a process and on a pseudo-terminal of its own.
"""

import base64
import os
import re
import resource
import signal
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from oktui.terminal import TerminalApp
from tests.support.terminal import PATIENCE, Terminal, clean_environment

SECRET = "kobyla-má-malý-bok"
COMMAND = (sys.executable, "-m", "tests.support.terminal_app")
ALTERNATE_SCREEN_LEFT = b"\x1b[?1049l"
CURSOR_SHOWN = b"\x1b[?25h"
MOUSE_OFF = b"\x1b[?1003l"
CLIPBOARD = b"\x1b]52;"

Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Starts the small program and waits until it can be used."""

    def start(**environ: str) -> Terminal:
        terminal = Terminal(COMMAND, tmp_path, environ={"SECRET": SECRET, **environ})
        terminal.wait_for("ready")
        return terminal

    return start


def assert_restored(terminal: Terminal) -> None:
    """The terminal is as a shell expects it: lines, echo and Ctrl+C work, and nothing reports the mouse."""
    assert ALTERNATE_SCREEN_LEFT in terminal.output
    assert CURSOR_SHOWN in terminal.output
    assert MOUSE_OFF in terminal.output
    flags = termios.tcgetattr(terminal.fileno)[3]
    assert flags & termios.ICANON
    assert flags & termios.ECHO
    assert flags & termios.ISIG


def test_typing_works_and_leaving_restores_the_terminal(start: Start) -> None:
    """What all the others start from: keys arrive, accents included, and status 0 means that all was well."""
    with start() as terminal:
        terminal.type("Radomír")
        terminal.press("tab")
        terminal.type("x")
        terminal.wait_for("password: 1 characters")
        terminal.press("f10")
        assert terminal.exit_status == 0
        assert_restored(terminal)
        assert (terminal.keystrokes, terminal.typed) == (2, 8)


@pytest.mark.parametrize("redirected", ["stdin", "stdout"])
def test_without_a_terminal_it_does_not_start(redirected: str, tmp_path: Path) -> None:
    """Textual itself would read the end of its input for ever, at 100 % of a processor."""
    ours, theirs = os.openpty()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        COMMAND,
        stdin=subprocess.DEVNULL if redirected == "stdin" else theirs,
        stdout=subprocess.DEVNULL if redirected == "stdout" else theirs,
        stderr=subprocess.PIPE,
        env=clean_environment(tmp_path),
        timeout=PATIENCE,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    os.close(ours)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (2, b"no terminal\n")
    assert after.ru_utime - before.ru_utime < 5


def test_with_its_input_closed_it_does_not_start(tmp_path: Path) -> None:
    """`oktui <&-` leaves Python without a standard input, which is no reason for a traceback."""
    with Terminal(["sh", "-c", 'exec "$0" "$@" <&-', *COMMAND], tmp_path) as terminal:
        assert terminal.exit_status == 2
        assert terminal.text.strip() == "no terminal"


def test_it_is_drawn_on_the_terminal_though_errors_go_to_a_file(tmp_path: Path) -> None:
    """`oktui 2>errors`: Textual itself draws on standard error, so the whole screen would be in the file."""
    with Terminal(["sh", "-c", 'exec "$0" "$@" 2>"$HOME"/errors', *COMMAND], tmp_path) as terminal:
        terminal.wait_for("ready")
        terminal.press("f10")
        assert terminal.exit_status == 0
    assert (tmp_path / "errors").read_bytes() == b""


def test_a_cut_line_ends_it(start: Start) -> None:
    """An SSH line that breaks hangs up the terminal: the program ends by itself, as a hangup says."""
    with start() as terminal:
        terminal.hang_up()
        assert terminal.exit_status == 128 + signal.SIGHUP


def test_the_end_of_input_ends_it_without_a_signal_too(tmp_path: Path) -> None:
    """A terminal that is not the controlling one sends no SIGHUP; its input ends all the same."""
    ours, theirs = os.openpty()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    program = subprocess.Popen(
        COMMAND, stdin=theirs, stdout=theirs, start_new_session=True, env=clean_environment(tmp_path)
    )
    os.close(theirs)
    seen = b""
    while b"ready" not in seen:
        seen += os.read(ours, 65536)
    os.close(ours)
    assert program.wait(PATIENCE) == 128 + signal.SIGHUP
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime < 5


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_cleanly(start: Start, signum: signal.Signals) -> None:
    """By default they kill on the spot and leave the terminal raw and reporting the mouse."""
    with start() as terminal:
        terminal.signal(signum)
        assert terminal.exit_status == 128 + signum
        assert_restored(terminal)


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q", "ctrl+z", "ctrl+p", "f5", "f6", "f7"])
def test_no_key_of_textual_itself_does_anything(start: Start, key: str, tmp_path: Path) -> None:
    """No sudden end, no stop in the background (X-27), no command palette, and no screenshot in a file."""
    downloads = tmp_path / "Downloads"
    downloads.mkdir()
    with start() as terminal:
        terminal.type("a")
        before = terminal.wait_for("name: 1 characters")
        terminal.press(key, "b")
        after = terminal.wait_for("name: 2 characters")
        assert after.replace("ab", "a ").replace("2 characters", "1 characters") == before
        terminal.press("f10")
        assert terminal.exit_status == 0
    assert list(downloads.iterdir()) == []


def use_as_a_shell(terminal: Terminal) -> None:
    """Lines, echo and a screen of its own: what a shell makes of a terminal."""
    terminal.listen(0.3)
    terminal.forget_screen()
    attributes = termios.tcgetattr(terminal.fileno)
    attributes[3] |= termios.ICANON | termios.ECHO
    termios.tcsetattr(terminal.fileno, termios.TCSANOW, attributes)


def test_it_cannot_be_stopped_but_survives_being_frozen(start: Start) -> None:
    """SIGTSTP does nothing; after SIGSTOP the terminal, which a shell has used, is set up and drawn anew."""
    with start() as terminal:
        terminal.signal(signal.SIGTSTP)
        terminal.type("a")
        terminal.wait_for("name: 1 characters")
        terminal.signal(signal.SIGSTOP)
        use_as_a_shell(terminal)
        terminal.signal(signal.SIGCONT)
        terminal.wait_for("name: 1 characters")
        terminal.type("b")
        terminal.wait_for("name: 2 characters")
        terminal.press("f10")
        assert terminal.exit_status == 0
        assert_restored(terminal)


def test_bytes_that_are_no_utf_8_do_not_crash_it(start: Start) -> None:
    """A Latin-2 terminal or line noise sends such bytes; each shows as a replacement character."""
    with start() as terminal:
        terminal.send(b"\xe8")
        terminal.type("erny")
        terminal.wait_for("\N{REPLACEMENT CHARACTER}erny")
        terminal.wait_for("name: 5 characters")


def test_a_character_cut_in_two_arrives_whole(start: Start) -> None:
    """Replacement must not turn half a character, met at the end of a packet, into two wrong ones."""
    first, second = "č".encode()[:1], "č".encode()[1:]
    with start() as terminal:
        terminal.type("a")
        terminal.wait_for("name: 1 characters")
        terminal.send(first)
        terminal.listen(0.3)
        terminal.send(second)
        terminal.wait_for("ač")


def test_it_asks_the_terminal_nothing(start: Start) -> None:
    """X-29: an answer could come in pieces; and of kitty's protocol it wants neither lock keys nor their text."""
    with start() as terminal:
        terminal.press("f10")
        assert terminal.exit_status == 0
        assert (
            re.findall(rb"\x1b\[[<-?]?[\d;]*(?:c|n|x|q|\$p)|\x1b\[\?u|\x1bP|\x1b_|\?\x1b\\\\|\?\a", terminal.output)
            == []
        )
        assert re.findall(rb"\x1b\[>\d+u|\x1b\[\?1004h", terminal.output) == [b"\x1b[>1u"]


def test_keys_that_come_together_each_go_where_the_one_before_led(start: Start) -> None:
    """A slow line sends many at once. Textual alone would put the password, after Tab, in the name field."""
    with start() as terminal:
        terminal.send(b"martinka\t" + SECRET.encode() + b"\x1b[Z\x1b[F!")
        terminal.wait_for("name: 9 characters")
        assert "martinka!" in terminal.text
        assert SECRET.encode() not in terminal.output


def test_keys_that_come_together_wait_for_the_screen_that_one_opens(start: Start) -> None:
    """Typed on after Enter, text goes to the field and the dialog that it leads to, and none of it is lost."""
    with start() as terminal:
        terminal.send(b"martinka\r" + SECRET.encode() + b"\rodchod")
        terminal.wait_for("reason: odchod")
        assert SECRET.encode() not in terminal.output


def test_a_password_cannot_be_copied(start: Start) -> None:
    """Copied nowhere: not to the terminal's clipboard (OSC 52), not to a field where it could be read."""
    with start() as terminal:
        terminal.press("tab")
        terminal.type(SECRET)
        terminal.wait_for(f"password: {len(SECRET)} characters")
        terminal.press("shift+home", "ctrl+c", "ctrl+x")
        terminal.wait_for("password: 0 characters")
        terminal.press("shift+tab", "a", "ctrl+v", "b")
        terminal.wait_for("name: 2 characters")
        assert CLIPBOARD not in terminal.output
        assert SECRET.encode() not in terminal.output


def test_copied_text_stays_inside_unless_it_is_meant_to_leave(start: Start) -> None:
    """What is shown is personal data; the terminal's clipboard may be another computer's."""
    with start() as terminal:
        terminal.type("Adam")
        terminal.press("shift+home", "ctrl+c", "end", "ctrl+v")
        terminal.wait_for("AdamAdam")
        assert CLIPBOARD not in terminal.output
        terminal.press("f8")
        terminal.wait_for_output(CLIPBOARD + b"c;" + base64.b64encode("Nataša".encode()))


def test_what_is_printed_goes_to_the_printer_whole_and_to_no_screen(start: Start) -> None:
    """X-30: in one piece between the two sequences, with the page put out; what is drawn goes on below it."""
    with start() as terminal:
        terminal.type("Adam")
        terminal.wait_for("name: 4 characters")
        terminal.press("f11")
        terminal.wait_for_output(b"\x1b[4i")
        # The terminal line adds a return to each new line, which one more does not harm.
        assert re.search(b"\x1b\\[5i" + "První\r+\nDruhý".encode() + b"\f\x1b\\[4i", terminal.output)
        terminal.type("x")
        terminal.wait_for("name: 5 characters")
        assert terminal.output.count(b"\x1b[5i") == terminal.output.count(b"\x1b[4i") == 1


@pytest.mark.parametrize("key", ["f1", "f2", "f3", "f9"])
def test_a_crash_shows_a_number_and_nothing_else(start: Start, key: str, tmp_path: Path) -> None:
    """Textual prints a traceback with local variables and may exit 0; the log has places, never values."""
    with start() as terminal:
        terminal.press(key)
        assert terminal.exit_status == 1
        assert_restored(terminal)
        left = terminal.output.rpartition(ALTERNATE_SCREEN_LEFT)[2]
        number = left.rpartition(b"Chyba ")[2].removesuffix(b".\r\n").decode()
        assert number.isdecimal()
        assert len(number) == 8
        assert b"Traceback" not in left
        assert SECRET.encode() not in terminal.output
    log = (tmp_path / "log").read_text()
    assert f"error {number}" in log
    assert "ValueError" in log
    assert "in action_crash" in log
    assert SECRET not in log


def test_hostile_text_is_only_text(start: Start) -> None:
    """X-22: sequences in data reach the screen as harmless letters, in widgets and in their borders."""
    with start() as terminal:
        terminal.press("f4")
        shown = terminal.wait_for("2Jend")
        assert "Nov[31mák]52;c;QQ== ecilA2Jend" in shown
        assert "]0;ownedtitle" in shown
        assert CLIPBOARD not in terminal.output
        assert b"\x1b]0;" not in terminal.output
        assert "\u202e".encode() not in terminal.output
        assert "\x9b".encode() not in terminal.output


def test_an_idle_program_is_silent_and_at_rest(start: Start) -> None:
    """With the cursor in a field, where Textual's would blink, nothing is sent over the line."""
    with start() as terminal:
        terminal.type("a")
        terminal.wait_for("name: 1 characters")
        terminal.listen(0.5)
        used = terminal.cpu_seconds
        assert terminal.listen(3) == b""
        assert terminal.cpu_seconds - used < 0.5


def test_the_environment_cannot_steer_textual(start: Start, tmp_path: Path) -> None:
    """Nobody's leftover or planted variable presses keys, logs, takes pictures, or brings its own driver."""
    with start(
        TEXTUAL="debug,devtools",
        TEXTUAL_DRIVER="textual.drivers.headless_driver:HeadlessDriver",
        TEXTUAL_LOG=str(tmp_path / "textual.log"),
        TEXTUAL_DEBUG="1",
        TEXTUAL_PRESS="x,y,z",
        TEXTUAL_SCREENSHOT="0",
        TEXTUAL_SCREENSHOT_LOCATION=str(tmp_path),
        TEXTUAL_SHOW_RETURN="1",
        TEXTUAL_ALLOW_SIGNALS="1",
        COLUMNS="40",
        LINES="10",
    ) as terminal:
        terminal.press("ctrl+c", "a")
        terminal.wait_for("name: 1 characters")
        assert len(terminal.screen[0]) == 80
        terminal.press("f10")
        assert terminal.exit_status == 0
        assert b"returned" not in terminal.output
    assert [path.name for path in tmp_path.iterdir()] == ["log"]


def test_no_color_is_respected(start: Start) -> None:
    """https://no-color.org: shades of grey are left, no hue."""
    with start(COLORTERM="truecolor") as colourful, start(COLORTERM="truecolor", NO_COLOR="1") as plain:
        assert not all_grey(colourful.output)
        assert all_grey(plain.output)


def all_grey(output: bytes) -> bool:
    """Whether all true colours in `output` have equal shares of red, green and blue."""
    colours = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", output)
    assert colours
    return all(red == green == blue for red, green, blue in colours)


def test_it_follows_the_size_of_the_terminal(start: Start) -> None:
    """A window made wider is filled."""
    with start() as terminal:
        terminal.resize(100, 30)
        terminal.wait_for(re.compile(r"▔{97,}"))


class Nested(TerminalApp[None]):
    """Enter leads from the field, deep in containers, to a dialog with another one."""

    def compose(self) -> ComposeResult:
        with Vertical(), Vertical(), Vertical(), Vertical():
            yield Input(id="name")

    def on_input_submitted(self) -> None:
        self.push_screen(Asking())


class Asking(ModalScreen[None]):
    """A dialog whose first field, likewise deep, has the focus once all the others stand."""

    def compose(self) -> ComposeResult:
        with Vertical(), Vertical(), Vertical(), Vertical():
            yield Input(id="reason")
        yield Vertical(*(Vertical(Input(), Input()) for _ in range(50)))


async def test_after_a_key_has_settled_what_it_opened_has_the_focus() -> None:
    """So the next key, sent at once, goes there."""
    app = Nested()
    async with app.run_test():
        await app.settle()
        app.simulate_key("enter")
        await app.settle()
        assert app.focused is not None
        assert app.focused.id == "reason"
