"""Fields to choose in: a list that opens, a tick, one of a few in a row; and one only to read."""

from collections.abc import Hashable, Sequence
from typing import ClassVar, TypeVar

from rich.console import RenderableType
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Checkbox, Select, Static
from textual.widgets._select import SelectCurrent, SelectOverlay

from oktui.domain.text import Required
from screens.widgets.field import Field, Submit, Touched, ValueT
from screens.widgets.safe import literal, safe, safe_line

ChoiceT = TypeVar("ChoiceT", bound=Hashable)
Options = Sequence[tuple[str, ValueT]]

_SUBMIT = Binding("enter", "submit", show=False)


class ChoiceOverlay(SelectOverlay):
    """The opened list; its Esc is not announced, the form's is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", show=False)]


class CompactSelect(Select[ChoiceT]):
    """A list that Space and the arrows open, so that Enter can mean the same in all fields."""

    BINDINGS: ClassVar[list[BindingType]] = [_SUBMIT]

    def compose(self) -> ComposeResult:
        """As Select's, with our list."""
        yield SelectCurrent(self.prompt)
        yield ChoiceOverlay().data_bind(compact=Select.compact)

    def action_submit(self) -> None:
        """Enter on the closed list."""
        self.post_message(Submit())


class ChoiceField(Field[ChoiceT | None]):
    """One value out of a list; None when the empty choice is taken."""

    def __init__(
        self,
        name: str,
        label: str,
        options: Options[ChoiceT],
        value: ChoiceT | None = None,
        *,
        blank: str | None = None,
        disabled: bool = False,
        classes: str | None = None,
    ) -> None:
        """`blank` is the text of the empty choice; without it there is none, and the first value is taken."""
        self._select: CompactSelect[ChoiceT] = CompactSelect(
            _prompts(options),
            prompt=literal(blank),
            allow_blank=blank is not None or not options,
            value=Select.NULL if value is None else value,
            compact=True,
        )
        super().__init__(name, label, self._select, disabled=disabled, classes=classes)

    def set_options(self, options: Options[ChoiceT]) -> None:
        """Offer other values; the one chosen stays when it is among them."""
        chosen = self.value
        self._select.set_options(_prompts(options))
        if chosen in [value for _, value in options]:
            self._select.value = chosen
        self._seen = self.state

    @property
    def chosen(self) -> ChoiceT:
        """The value, where there has to be one. Raises Required."""
        if self.value is None:
            raise Required(self.name)
        return self.value

    def _get(self) -> ChoiceT | None:
        return self._select.selection

    def _put(self, value: ChoiceT | None) -> None:
        self._select.value = Select.NULL if value is None else value

    @on(Select.Changed)
    def _chosen(self, event: Select.Changed) -> None:
        event.stop()
        self.post_message(Touched())


def _prompts(options: Options[ChoiceT]) -> list[tuple[RenderableType, ChoiceT]]:
    return [(safe_line(label), value) for label, value in options]


class Tick(Checkbox):
    """`[x]` or `[ ]`: told apart without colours, which Textual's own is not."""

    BINDINGS: ClassVar[list[BindingType]] = [_SUBMIT, Binding("space", "toggle_button", show=False)]

    def render(self) -> Content:
        """The mark and the label, which shows the focus."""
        label = self.label.pad(1, 1).stylize_before(self.get_visual_style("toggle--label"))
        return Content.assemble("[x]" if self.value else "[ ]", label)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 - Textual's signature
        """The mark, and the label between two blanks."""
        return 3 + 2 + self.label.cell_length

    def action_submit(self) -> None:
        """Enter."""
        self.post_message(Submit())


class TickField(Field[bool]):
    """Yes or no; the label stands at the right of the box."""

    def __init__(
        self,
        name: str,
        label: str,
        value: bool = False,
        *,
        disabled: bool = False,
        classes: str | None = None,
    ) -> None:
        self._tick = Tick(safe(label), value, compact=True)
        super().__init__(name, "", self._tick, disabled=disabled, classes=classes)

    def _get(self) -> bool:
        return self._tick.value

    def _put(self, value: bool) -> None:
        self._tick.value = value

    @on(Checkbox.Changed)
    def _toggled(self, event: Checkbox.Changed) -> None:
        event.stop()
        self.post_message(Touched())


class Radios(Widget, can_focus=True):
    """`(o) one  ( ) another` in a row, or one below the other; the arrows choose, Tab leaves."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"radios--chosen"}
    BINDINGS: ClassVar[list[BindingType]] = [
        _SUBMIT,
        Binding("left,up", "step(-1)", show=False),
        Binding("right,down,space", "step(1)", show=False),
    ]

    place: reactive[int] = reactive(0)

    def __init__(self, labels: Sequence[str], place: int, *, stacked: bool) -> None:
        super().__init__()
        self._labels = [literal(label) for label in labels]
        self._stacked = stacked
        self.set_reactive(Radios.place, place)

    def _choice(self, place: int) -> Content:
        chosen = place == self.place
        content = Content(f"({'o' if chosen else ' '}) {self._labels[place]}")
        if chosen and self.has_focus:
            return content.stylize(self.get_visual_style("radios--chosen"))
        return content

    def render(self) -> Content:
        """All choices, the chosen one marked."""
        gap = Content("\n" if self._stacked else "  ")
        return gap.join([self._choice(place) for place in range(len(self._labels))])

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show whether the arrows go here."""
        super().watch_has_focus(has_focus)
        self.refresh()

    def watch_place(self) -> None:
        """Tell the field."""
        self.post_message(Touched())

    def action_step(self, steps: int) -> None:
        """Choose the next one, or the one before; round at the ends."""
        self.place = (self.place + steps) % len(self._labels)

    def action_submit(self) -> None:
        """Enter."""
        self.post_message(Submit())

    def on_click(self, event: events.Click) -> None:
        """Choose the one clicked on."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        left = 0
        for place in range(len(self._labels)):
            width = self._choice(place).cell_length
            if offset.y == place if self._stacked else left <= offset.x < left + width:
                self.place = place
            left += width + 2


class RadioChoice(Field[ChoiceT]):
    """One value out of a few that are all in view."""

    def __init__(
        self,
        name: str,
        label: str,
        options: Options[ChoiceT],
        value: ChoiceT | None = None,
        *,
        stacked: bool = False,
        disabled: bool = False,
        classes: str | None = None,
    ) -> None:
        """`stacked` puts them one below the other; without a value the first is chosen."""
        self._values = [option for _, option in options]
        place = 0 if value is None else self._values.index(value)
        self._radios = Radios([text for text, _ in options], place, stacked=stacked)
        super().__init__(name, label, self._radios, disabled=disabled, classes=classes)

    def _get(self) -> ChoiceT:
        return self._values[self._radios.place]

    def _put(self, value: ChoiceT) -> None:
        self._radios.place = self._values.index(value)


class ReadOnlyField(Field[str]):
    """A text that is only shown."""

    def __init__(self, name: str, label: str, value: str = "", *, classes: str | None = None) -> None:
        self._shown = value
        self._text = Static(safe(value), classes="shown")
        super().__init__(name, label, self._text, classes=classes)

    def _get(self) -> str:
        return self._shown

    def _put(self, value: str) -> None:
        self._shown = value
        self._text.update(safe(value))
