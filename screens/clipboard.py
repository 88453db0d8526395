"""Giving text to the clipboard of whoever sits at the terminal, by OSC 52; only when they ask for it (X-30)."""

from typing import Any, Final

from screens import keys
from screens.form_screen import FormScreen
from screens.texts import kept

COPY: Final = keys.bind("f6", "copy", "Kopie")
MOST: Final = 48 * 1024
"""Bytes that most terminals take."""


async def copy_out(form: FormScreen[Any], what: str, text: str) -> None:
    """Copy the text within a verb, and say what was copied; what is too long for terminals is not."""
    if len(text.encode()) > MOST:
        await form.tell(*kept.TOO_LONG_TO_COPY)
        return
    form.host.copy_to_clipboard(text, outside=True)
    await form.tell(*kept.copied(what, text))
