"""How a widget that reads by itself tells its form that it could not."""

from textual.message import Message
from textual.widget import Widget

from oktui.values import dataclass


@dataclass
class ReadingFailed(Message):
    """The question was not answered; the form says why."""

    widget: Widget
    error: Exception

    @property
    def control(self) -> Widget:
        """What failed to read."""
        return self.widget
