"""The keys of a form, at the bottom."""

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Footer


def on_left_form(widget: Widget) -> bool:
    """Tell whether the widget's form has been left: whoever its actions depended on may be signed out by now."""
    return widget.screen not in widget.app.screen_stack


class FormFooter(Footer):
    """Textual's, which would keep all keys that it has ever shown (docs/upstream.md)."""

    def compose(self) -> ComposeResult:
        """The keys, unless the form goes while they are being shown anew."""
        if not on_left_form(self):
            yield from super().compose()

    async def recompose(self) -> None:
        """Show other keys, and let go of those before."""
        await super().recompose()
        for watchers in getattr(self, "__watchers", {}).values():
            watchers[:] = [(watcher, callback) for watcher, callback in watchers if watcher.is_attached]
