"""Fields to type into: text, dates and passwords."""

import re
from collections.abc import Callable
from datetime import date

from rich.cells import cell_len
from rich.highlighter import Highlighter
from rich.segment import Segment
from rich.text import Text
from textual import events, on
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Input

from oktui.domain.dates import read_day
from oktui.domain.errors import DomainError
from oktui.domain.text import CharactersNotTaken, TooLong, can_be_seen, harmless, one_line
from screens.texts import dates, typed
from screens.texts.told import refusal
from screens.widgets.field import Field, Submit, Touched, ValueT

_LONGEST_DATE = 30  # longer than «30. listopadu 2027», but no whole page is pasted


class _Visible(Highlighter):
    """Shows what a terminal would act upon as U+FFFD, place for place."""

    def highlight(self, text: Text) -> None:
        text.plain = harmless(text.plain)


class LineInput(Input):
    """One row, a cursor that does not blink, and pastes that come in whole or not at all."""

    # A blinking cursor repaints twice a second, which an idle line over SSH need not carry.
    cursor_blink = reactive(False, init=False)

    leaves_space = False
    """Whether a space at the very beginning, where no text has one, is left to the form."""

    class Restricted(Message):
        """What was typed or pasted was left out: it is too long, or has characters that are not taken here."""

        def __init__(self, *, too_long: bool) -> None:
            super().__init__()
            self.too_long = too_long

    def __init__(self, value: str, *, max_length: int, restrict: str | None, placeholder: str = "") -> None:
        super().__init__(
            value,
            placeholder,
            _Visible(),
            restrict=restrict,
            max_length=max_length,
            validate_on=(),
            compact=True,
        )
        self._too_long = False

    def replace(self, text: str, start: int, end: int) -> None:
        """As Input's, and when it refuses, the field says why; not every terminal has a bell."""
        length = len(self.value) - abs(end - start) + len(text)
        self._too_long = bool(self.max_length) and length > (self.max_length or 0)
        super().replace(text, start, end)

    def restricted(self) -> None:
        """Called by `replace` when it has refused."""
        self.post_message(self.Restricted(too_long=self._too_long))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Leave the keys that go elsewhere to the form and the program where they could not be meant for the field."""
        return super().check_consume_key(key, character) and not self._leaves(character)

    def on_key(self, event: events.Key) -> None:
        """Take nothing of what was left."""
        if self._leaves(event.character):
            event.prevent_default()

    def _leaves(self, character: str | None) -> bool:
        if character in ("/", "*"):
            return bool(self.restrict) and not re.fullmatch(self.restrict or "", character)
        return character == " " and self.leaves_space and not self.value

    def render_line(self, y: int) -> Strip:
        """As Input's, as wide as the field, so that an empty one has an edge, and with … where there is more of it."""
        width, style = self.size.width, self.rich_style
        strip = super().render_line(y).extend_cell_length(width, style)
        if self.has_focus or self.password or cell_len(self.value) <= width:
            return strip
        return Strip.join([strip.crop(0, width - 1), Strip([Segment("…", style)], 1)])

    def on_blur(self) -> None:
        """Show the beginning of what is longer than the field, whoever typed its end last."""
        self.cursor_position = 0

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines of a paste; Textual's own would silently drop those after the first."""
        event.stop().prevent_default()
        self.paste(event.text)

    def action_paste(self) -> None:
        """Paste what was copied in this program."""
        self.paste(self.app.clipboard)

    def paste(self, text: str) -> None:
        """Put text at the cursor as one line: lines joined by a blank, no control characters."""
        self.replace(one_line(text), *self.selection)


class PasswordInput(LineInput):
    """Bullets only: nothing of the content leaves it but by `value`."""

    ALLOW_SELECT = False

    class Changed(Input.Changed):
        """As Input's, but keeps the value out of logs and of tracebacks that show variables."""

        def __repr__(self) -> str:
            return "PasswordInput.Changed()"

    class Submitted(Input.Submitted):
        """As Input's, but keeps the value out of logs and of tracebacks that show variables."""

        def __repr__(self) -> str:
            return "PasswordInput.Submitted()"

    def __init__(self, *, max_length: int) -> None:
        super().__init__("", max_length=max_length, restrict=None)
        self.password = True

    @property
    def selected_text(self) -> str:
        """Nothing, whatever is selected."""
        return ""

    def action_copy(self) -> None:
        """Copy nothing, and let nothing else copy either."""

    def action_cut(self) -> None:
        """Cut nothing."""

    def paste(self, text: str) -> None:
        """Put text at the cursor exactly as it is, but for the line's end; a password must not be altered."""
        line = text.rstrip("\r\n")
        if all(map(can_be_seen, line)):
            self.replace(line, *self.selection)
        else:
            self.post_message(self.Restricted(too_long=False))


class TypedField(Field[ValueT]):
    """A field whose control is a line of text."""

    def __init__(
        self, name: str, label: str, line: LineInput, *, disabled: bool = False, classes: str | None = None
    ) -> None:
        self._line = line
        super().__init__(name, label, line, disabled=disabled, classes=classes)

    @property
    def state(self) -> str:
        """The text as it was typed."""
        return self._line.value

    @property
    def whole(self) -> str:
        """The label and all of the text, of which the control may have no room for but a part."""
        return f"{self._label} {self._line.value}"

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(Touched())

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(Submit())

    @on(LineInput.Restricted)
    def _restricted(self, event: LineInput.Restricted) -> None:
        event.stop()
        limit = self._line.max_length or 0
        refused = TooLong(limit, self.name) if event.too_long else CharactersNotTaken(self.name)
        self.error = refusal(refused).text


class TextField(TypedField[str]):
    """A line of text; its value has no blanks around it."""

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        max_length: int = 0,
        restrict: str | None = None,
        disabled: bool = False,
        classes: str | None = None,
    ) -> None:
        """`restrict` is a regular expression that the whole text must match at every moment."""
        line = LineInput(value, max_length=max_length, restrict=restrict)
        super().__init__(name, label, line, disabled=disabled, classes=classes)

    def leave_space(self) -> None:
        """Leave a space that nothing stands before to the form."""
        self._line.leaves_space = True

    def propose(self, value: str) -> None:
        """Put a value in that typing replaces, wherever the cursor is."""
        self.value = value
        self._line.select_all()

    def _get(self) -> str:
        return self._line.value.strip()

    def _put(self, value: str) -> None:
        self._line.value = value


class DateField(TypedField[date | None]):
    """A date in any usual form, shown as day.month.year once the field is left; nothing typed is no date (X-28)."""

    def __init__(
        self,
        name: str,
        label: str,
        value: date | None = None,
        *,
        today: Callable[[], date],
        past: bool = False,
        disabled: bool = False,
        classes: str | None = None,
    ) -> None:
        """`today` is asked what day it is; `past` of a day that has been (see `parse_date`)."""
        self._today = today
        self._past = past
        self._given = value
        line = LineInput(dates.day(value), max_length=_LONGEST_DATE, restrict=None, placeholder="d.m.rrrr")
        super().__init__(name, label, line, disabled=disabled, classes=classes)

    def _get(self) -> date | None:
        try:
            return self._read()
        except DomainError:
            return None

    def _read(self) -> date | None:
        said = self._line.value
        if said == dates.day(self._given):  # what was stored is let be, however odd
            return self._given
        return read_day(said, self.name, today=self._today(), past=self._past)

    def _put(self, value: date | None) -> None:
        self._given = value
        self._line.value = dates.day(value)

    @property
    def problem(self) -> DomainError | None:
        """Set when something was typed that is no date, or none to be calculated with."""
        try:
            self._read()
        except DomainError as refused:
            return refused
        return None

    @on(Input.Blurred)
    def _left(self, event: Input.Blurred) -> None:
        event.stop()
        if self.problem is not None:
            self.error = refusal(self.problem).text
        elif self.value is not None:
            self._line.value = dates.day(self.value)


class PasswordField(TypedField[str]):
    """A password: shown as bullets, never copied, taken exactly as typed."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        max_length: int = 256,
        disabled: bool = False,
        classes: str | None = None,
    ) -> None:
        super().__init__(name, label, PasswordInput(max_length=max_length), disabled=disabled, classes=classes)

    def _get(self) -> str:
        return self._line.value

    def _put(self, value: str) -> None:
        self._line.value = value

    @property
    def whole(self) -> str:
        """Nothing: a password is read by nobody."""
        return ""

    def clear(self) -> None:
        """Forget what was typed."""
        self.value = ""

    @on(Field.Changed)
    def _hint_at_a_space_before(self) -> None:
        """Say what the bullets hide: a space that was pasted along with the password (X-28)."""
        self.warning = typed.hint_at_spaces(self.value.rstrip())

    @on(Field.Submitted)
    @on(Input.Blurred)
    def _hint_at_spaces(self) -> None:
        """At the end too, but not before it is the end: there are spaces inside passwords."""
        self.warning = typed.hint_at_spaces(self.value)
