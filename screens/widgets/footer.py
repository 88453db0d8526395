"""The keys of a form, at the bottom."""

from textual.widgets import Footer


class FormFooter(Footer):
    """Textual's, which would keep all keys that it has ever shown (docs/upstream.md)."""

    async def recompose(self) -> None:
        """Show other keys, and let go of those before."""
        await super().recompose()
        for watchers in getattr(self, "__watchers", {}).values():
            watchers[:] = [(watcher, callback) for watcher, callback in watchers if watcher.is_attached]
