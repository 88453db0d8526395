"""A field for a surname, which is most people's surname at birth as well (F8, F12, F17)."""

from textual import on
from textual.widgets import Input

from screens.widgets.fields import TextField


class SurnameField(TextField):
    """As it is typed, the surname is proposed as the one at birth, unless another was typed there.

    At once and not only when the field is left: F2 stores from within it, and nothing that was not in view.
    """

    def __init__(self, name: str, label: str, at_birth: TextField) -> None:
        """`at_birth` is the field that the surname is proposed in."""
        super().__init__(name, label, max_length=100)
        self._at_birth = at_birth
        self._proposed = ""

    @on(Input.Changed)
    @on(Input.Blurred)
    def _propose(self, event: Input.Changed | Input.Blurred) -> None:
        if isinstance(event, Input.Changed) and not event.input.has_focus:
            return  # filled in by the form, not typed
        if self._at_birth.value in ("", self._proposed):
            self._proposed = self.value
            self._at_birth.propose(self.value)
