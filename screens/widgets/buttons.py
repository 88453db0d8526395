"""The buttons of a form: each stands for one of its actions, and is greyed or hidden as the action's key is."""

from collections.abc import Sequence
from typing import ClassVar, Final, TypeAlias

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Button, Static

from screens.widgets.footer import on_left_form
from screens.widgets.safe import safe

Verb: TypeAlias = tuple[str, str]
"""What a button says, and the action of the form that it stands for."""

_DANGEROUS: Final = frozenset({"delete"})
"""The actions that nothing takes back: their buttons are far from the others, and look like it."""


class ActionButton(Button):
    """Does what a key of the form does, and can be pressed when that can."""

    ALLOW_SELECT: ClassVar = False

    def __init__(self, label: str, action: str) -> None:
        """`action` is one of the form's; it is the button's id too."""
        super().__init__(safe(label), id=action, action=f"screen.{action}", compact=True)
        self._stands_for = action

    def on_mount(self) -> None:
        """Follow the footer, from now on."""
        self._follow(self.screen)
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: "Screen[object]") -> None:
        if on_left_form(self):
            return
        possible = screen.check_action(self._stands_for, ())
        self.display = possible is not False
        self.disabled = not possible


class ButtonRow(Horizontal):
    """The last row of a form: a note, the form's own verbs, OK, and at the far right the way back."""

    def __init__(self, verbs: Sequence[Verb], back: str) -> None:
        super().__init__()
        self._verbs = (*verbs, (back, "back"))

    def compose(self) -> ComposeResult:
        """What is dangerous; the note, whose place is the room to the left of the other buttons; and those."""
        for label, action in self._verbs:
            if action in _DANGEROUS:
                yield ActionButton(label, action).add_class("danger")
        yield Static(id="note")
        for label, action in self._verbs:
            if action not in _DANGEROUS:
                yield ActionButton(label, action)
