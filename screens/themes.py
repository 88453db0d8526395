"""What the program looks like: colours by what they mean, so that no style sheet names one.

Each text has at least 4.5 : 1 to what is behind it, what marks a field at least 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11).
Nothing is told by a colour alone: a terminal may have sixteen of them, or none.
"""

from typing import Any, Final

from textual.app import App
from textual.theme import Theme

from oktui.domain.preferences import Appearance


def _meanings(
    *, good: str, doubtful: str, bad: str, pale: str, group: str, focus: str, on_focus: str
) -> dict[str, str]:
    """The colours of what has one, as the style sheets call it.

    Where a style sheet has `$focus` on `$on-focus`, `reverse` turns them: a terminal without colours shows it as well.
    """
    return {
        "valid": good,
        **dict.fromkeys(("waiting", "caution"), doubtful),
        **dict.fromkeys(("locked", "ended", "danger", "fault"), bad),
        **dict.fromkeys(("retired", "hint"), pale),
        "group": group,
        "focus": focus,
        "on-focus": on_focus,
        "block-cursor-foreground": on_focus,
        "block-cursor-background": focus,
        **dict.fromkeys(("scrollbar", "scrollbar-hover", "scrollbar-active"), pale),
    }


_DARK: Final = _meanings(
    good="#8ad4a1",
    doubtful="#ffc473",
    bad="#e590a4",
    pale="#a0a0a0",
    group="#8fb8f0",
    focus="#ffd166",
    on_focus="#121212",
)
"""In Textual's own dark theme, which is there before there is any other."""
_LIGHT: Final = Theme(
    name="light",
    primary="#004578",
    accent="#8a3c00",
    foreground="#1a1a1a",
    background="#fafafa",
    surface="#efefef",
    panel="#d9e2ea",
    dark=False,
    variables=_meanings(
        good="#1b5e2f",
        doubtful="#7a4a00",
        bad="#a3123a",
        pale="#5a5a5a",
        group="#00408a",
        focus="#00408a",
        on_focus="#ffffff",
    ),
)
_CONTRAST: Final = Theme(
    name="contrast",
    primary="#ffffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    variables=_meanings(
        good="#7dff9b",
        doubtful="#ffff00",
        bad="#ff9d9d",
        pale="#d8d8d8",
        group="#9ecbff",
        focus="#ffff00",
        on_focus="#000000",
    ),
)
_NAMES: Final = {Appearance.DARK: "textual-dark", Appearance.LIGHT: _LIGHT.name, Appearance.CONTRAST: _CONTRAST.name}


class Themed(App[Any]):
    """An App that knows the meanings, and can look like anything that somebody may choose."""

    appearance = Appearance.DARK

    def __init__(self) -> None:
        super().__init__()
        for theme in (_LIGHT, _CONTRAST):
            self.register_theme(theme)

    def get_css_variables(self) -> dict[str, str]:
        """Textual's, with the meanings in its own theme too, whose colours are there before ours can be."""
        variables = super().get_css_variables()
        if self.theme == _NAMES[Appearance.DARK]:
            variables |= _DARK
        return variables

    def wear(self, appearance: Appearance) -> None:
        """Look like this from now on."""
        self.appearance = appearance
        self.theme = _NAMES[appearance]
