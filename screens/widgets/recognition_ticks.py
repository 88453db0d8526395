"""How a caller was recognised, to be ticked (X-16)."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from oktui.domain.recognition import Recognition
from screens.texts import passwords
from screens.widgets.fields import TickField
from screens.widgets.safe import safe


class RecognitionTicks(Vertical):
    """A tick for each way; how many have to be ticked is the domain's affair."""

    def __init__(self, *, required: bool) -> None:
        super().__init__()
        self._required = required
        self._ways = {way: TickField(way.value, way.title, classes="flush") for way in Recognition}

    @property
    def ticked(self) -> frozenset[Recognition]:
        """The ways that were ticked."""
        return frozenset(way for way, field in self._ways.items() if field.value)

    def compose(self) -> ComposeResult:
        """The question, and the ways."""
        yield Label(safe(passwords.recognised(required=self._required)), classes="heading")
        yield from self._ways.values()
