"""What all fields of a form have in common: a label, one control, and a row for its error when there is one."""

from collections.abc import Callable
from functools import partial
from typing import Final, Generic, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from oktui.domain.errors import DomainError
from screens.widgets.safe import safe

ValueT = TypeVar("ValueT")

FIELD_ID: Final = "field-"
"""What the ids of all fields begin with, and those of nothing else: a field can be called what it likes."""


class Submit(Message):
    """Enter was pressed in a control."""


class Touched(Message):
    """The content of a control may have changed."""


class AnyField(Widget):
    """One labelled field, whatever its value is; `name` is the domain's name of it."""

    error: reactive[str | None] = reactive(None)
    warning: reactive[str | None] = reactive(None)
    """Shown where the error would be, while there is none; it stands in nobody's way."""

    class Used(Message):
        """What the messages of a field have in common."""

        def __init__(self, field: "AnyField") -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> "AnyField":
            """The field, for `@on` with a selector."""
            return self.field

    class Changed(Used):
        """The user has changed the field."""

    class Submitted(Used):
        """Enter was pressed in the field."""

    def __init__(
        self, name: str, label: str, control: Widget, *, disabled: bool = False, classes: str | None = None
    ) -> None:
        super().__init__(name=name, id=f"{FIELD_ID}{name}", disabled=disabled, classes=classes)
        self._label = label
        self._control = control
        self._seen: object = None

    def compose(self) -> ComposeResult:
        """The control above its error."""
        yield self._control.add_class("beside", update=False)  # it is styled when it is mounted, anyway
        yield Static(classes="error beside")

    def render(self) -> Content:
        """The label; the control stands at the right of it, by its margin, which saves two widgets a field."""
        return safe(self._label)

    def on_mount(self) -> None:
        """What the field was made with is no change."""
        self._seen = self.state

    @property
    def value(self) -> object:
        """What the field holds."""
        raise NotImplementedError

    def kept(self) -> Callable[[], None]:
        """Give a way to put the present value back later."""
        raise NotImplementedError

    @property
    def state(self) -> object:
        """What the control holds, finished or not; equal states mean that nothing was changed."""
        return self.value

    @property
    def problem(self) -> DomainError | None:
        """Why what was typed has no value, if it has none."""
        return None

    def focus_control(self) -> None:
        """Put the cursor into the control and the whole field into view."""
        self._control.focus()
        self.call_after_refresh(self.scroll_visible, animate=False)

    def watch_error(self) -> None:
        """Show the error under the control, or give its row back."""
        self._say()

    def watch_warning(self) -> None:
        """Show the warning unless there is an error."""
        self._say()

    def _say(self) -> None:
        self.set_class(self.error is not None, "-error")
        self.set_class(self.error is None and self.warning is not None, "-warning")
        for row in self.query(".error").results(Static):
            row.update(safe(f"! {self.error}" if self.error is not None else self.warning or ""))

    def on_touched(self, event: Touched) -> None:
        """An error is about what was there before; and programs that fill a field in are no users."""
        event.stop()
        if self.state != self._seen:
            self._seen = self.state
            self.error = self.warning = None
            self.post_message(self.Changed(self))

    def on_submit(self, event: Submit) -> None:
        """Pass Enter on as the field's own."""
        event.stop()
        self.post_message(self.Submitted(self))


class Field(AnyField, Generic[ValueT]):
    """A field with values of one type."""

    @property
    def value(self) -> ValueT:
        """What the field holds."""
        return self._get()

    @value.setter
    def value(self, value: ValueT) -> None:
        self._put(value)
        self._seen = self.state
        self.error = self.warning = None

    def refill(self, value: ValueT) -> None:
        """Take the value, unless something is typed that has none yet and is not to be lost."""
        if self.problem is None:
            self.value = value

    def kept(self) -> Callable[[], None]:
        """Give a way to put the present value back later."""
        return partial(self.refill, self.value)

    def _get(self) -> ValueT:
        """Read the value from the control."""
        raise NotImplementedError

    def _put(self, value: ValueT) -> None:
        """Put the value into the control."""
        raise NotImplementedError
