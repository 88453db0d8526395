"""Giving text to the clipboard of whoever sits at the terminal, by OSC 52; only when they ask for it (X-30)."""

import re
from typing import Any, Final

from oktui.domain.text import harmless
from screens import keys
from screens.form_screen import FormScreen
from screens.texts import kept

COPY: Final = keys.bind("f6", "copy", "Kopie")
MOST: Final = 48 * 1024
"""Bytes that most terminals take."""
_BREAKS: Final = ("\n", "\r\n")


async def copy_out(form: FormScreen[Any], what: str, text: str) -> None:
    """Copy the text within a verb, and say what was copied; what is too long for terminals is not."""
    if len(text.encode(errors="replace")) > MOST:
        await form.tell(*kept.TOO_LONG_TO_COPY)
        return
    # Where it is pasted is often a shell; a text that ends the paste would be typed into it.
    copied = "".join(part if part in _BREAKS else harmless(part) for part in re.split("(\r?\n)", text))
    form.host.copy_to_clipboard(copied, outside=True)
    await form.tell(*kept.copied(what, text))
