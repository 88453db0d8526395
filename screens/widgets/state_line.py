"""One line that says how it is with an account, in words and in the colour of what they mean."""

from textual.widgets import Static

from screens.tones import Tone
from screens.widgets.safe import safe


class StateLine(Static):
    """Empty until there is somebody to speak of."""

    def show(self, said: str, tone: Tone | None) -> None:
        """Say it."""
        for each in Tone:
            self.set_class(each is tone, f"-{each.value}")
        self.update(safe(said))
