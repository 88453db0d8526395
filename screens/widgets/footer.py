"""The keys of a form, at the bottom."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Footer


def on_left_form(widget: Widget) -> bool:
    """Tell whether the widget's form has been left: whoever its actions depended on may be signed out by now."""
    return widget.screen not in widget.app.screen_stack


class FormFooter(Footer):
    """Textual's, which would make all keys anew whenever the focus moves, and keep all that it has ever shown.

    Making them costs more than anything else that follows a key (docs/upstream.md).
    """

    _shown: Sequence[object] = ()

    def compose(self) -> ComposeResult:
        """The keys, unless the form goes while they are being shown anew."""
        if not on_left_form(self):
            yield from super().compose()

    async def recompose(self) -> None:
        """Show other keys where there are others, and let go of those before."""
        if not self.is_attached or on_left_form(self) or (keys := self._keys()) == self._shown:
            return
        self._shown = keys
        await super().recompose()
        for watchers in getattr(self, "__watchers", {}).values():
            watchers[:] = [(watcher, callback) for watcher, callback in watchers if watcher.is_attached]

    def _keys(self) -> Sequence[object]:
        active = self.screen.active_bindings.values()
        return [(each.binding, each.enabled, each.tooltip) for each in active if each.binding.show]
