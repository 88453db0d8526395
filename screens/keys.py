"""The keys that all forms agree on.

Only those that reach a program through SSH, tmux and the usual terminals: no F10 to F12 (menus, full screen),
no Ctrl+S and Ctrl+Q (flow control), no Ctrl+I, J, M and H (Tab, Enter, Backspace); Ctrl+C is left to copying.
"""

from dataclasses import replace

from textual.binding import Binding

_NAMES = {"escape": "Esc", "space": "Mezerník", "asterisk": "*"}
"""What is on the key itself, where that is not the name that Textual has for it."""


def bind(key: str, action: str, label: str) -> Binding:
    """A binding shown in the footer, with the key's name short and upright: `F2`, `^G`."""
    shown = _NAMES.get(key) or key.upper().replace("CTRL+", "^")
    return Binding(key, action, label, key_display=shown)


def unshown(binding: Binding) -> Binding:
    """The same key, for which the footer has no room: the help names it, and a button or a sentence may."""
    return replace(binding, show=False)


def relabel(binding: Binding, label: str) -> Binding:
    """The same key and action under another label."""
    return replace(binding, description=label)


HELP = bind("f1", "app.help", "Nápověda")
CONFIRM = bind("f2", "confirm", "OK")
SEARCH = bind("f3", "search", "Hledat")
EDIT = bind("f4", "edit", "Změnit")
REFRESH = bind("f5", "refresh", "Obnovit")
NEW = bind("f7", "new", "Nový")
REMOVE = bind("f8", "remove", "Zrušit")
EXPORT = bind("f9", "export", "Export")
WHY = unshown(bind("f6", "why", "Proč se nelze přihlásit"))
UNDO = unshown(bind("ctrl+z", "undo", "Vzít zpět svou poslední změnu"))
GO_TO = replace(bind("ctrl+k", "app.go_to", "Přejít"), priority=True)  # a field would delete its line's end
BACK = bind("escape", "back", "Zpět")
