"""The real program on the demo's people, in the hands of somebody at a terminal of 80 columns and 24 lines."""

import sys
from pathlib import Path

from oktui import demo
from oktui.domain.modules import Module
from oktui.effects import Effects
from oktui.installation import make_effects, open_databases
from storage.database import close_database
from tests.support.cast import PASSWORD
from tests.support.terminal import Terminal


def installed(tmp_path: Path) -> Effects:
    """The demo's people in an installation of their own, which is open until the program starts."""
    settings = demo.make_home(tmp_path / "oktui")
    open_databases(settings)
    effects = make_effects(settings)
    demo.prepare(effects=effects)
    return effects


def program(tmp_path: Path) -> Terminal:
    """The program at that installation."""
    close_database()
    return Terminal([sys.executable, "-m", "oktui", "demo", "--home", str(tmp_path / "oktui")], tmp_path)


def sign_in_as(terminal: Terminal, username: str, *, module: Module, first: str = "Hlavní menu") -> None:
    """Sign in, until the first form is there; from here on keystrokes count."""
    terminal.wait_for("Heslo:")
    if module is Module.OKNOUZE:
        terminal.press("shift+tab", "down", "down", "tab")
        terminal.wait_for("(o) OKnouze/OKslužby")
    terminal.type(username)
    terminal.press("tab")
    terminal.type(PASSWORD)
    terminal.press("enter")
    terminal.wait_for(first)
    terminal.keystrokes = 0
