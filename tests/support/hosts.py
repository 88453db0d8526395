"""Small apps that hold a widget or a form of the tests."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget

from oktui.terminal import TerminalApp
from screens import rhythm
from screens.stylesheets import STYLESHEETS
from screens.themes import Themed

AnswerT = TypeVar("AnswerT")
P = ParamSpec("P")

SIZE = (80, 24)


class HostApp(Themed, TerminalApp[None]):
    """What forms need of the App, with use cases on a thread and bugs kept to be looked at."""

    CSS_PATH = STYLESHEETS
    ENABLE_COMMAND_PALETTE = False
    banner = "OKslužby – registr · Radomír Martinka"
    typing = False

    def __init__(self, *widgets: Widget | Callable[[], Widget]) -> None:
        """Inputs that begin with a value can only be made while the app runs: pass a function that does."""
        super().__init__()
        self.widgets = widgets
        self.heard: list[Message] = []
        self.bugs: list[BaseException] = []
        self.copied: list[str] = []
        self.printed: list[str] = []

    def on_load(self) -> None:
        super().on_load()
        self.set_interval(rhythm.BEAT, lambda: rhythm.beat(self))

    def compose(self) -> ComposeResult:
        for widget in self.widgets:
            yield widget if isinstance(widget, Widget) else widget()

    async def call(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        return await asyncio.to_thread(case, *args, **kwargs)

    async def work(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        return await self.call(case, *args, **kwargs)

    def print_out(self, text: str) -> None:
        self.printed.append(text)

    def copy_to_clipboard(self, text: str, *, outside: bool = False) -> None:
        if outside:
            self.copied.append(text)
        super().copy_to_clipboard(text)

    def report_bug(self, error: BaseException) -> str:
        self.bugs.append(error)
        return f"B{len(self.bugs)}"

    @property
    def notices(self) -> list[str]:
        """What forms have said in passing, the last one last."""
        return [each.message for each in self._notifications]

    def lines(self) -> list[str]:
        """The rows of the screen as they are drawn."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]

    def shown(self) -> str:
        """The whole screen as text."""
        return "\n".join(self.lines())
