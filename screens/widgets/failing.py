"""How a widget that reads by itself tells its form that it could not."""

from dataclasses import dataclass

from textual.message import Message
from textual.widget import Widget


@dataclass
class ReadingFailed(Message):
    """The question was not answered; the form says why."""

    widget: Widget
    error: Exception

    @property
    def control(self) -> Widget:
        """What failed to read."""
        return self.widget
