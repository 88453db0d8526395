"""What a start pays for: nothing that was not asked for is imported before F1 is drawn, nor by a command."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from oktui.cli.root import COMMANDS
from oktui.domain.modules import Module
from screens.ahead import load_forms
from screens.form_screen import FormScreen
from screens.menu.tasks import tasks_of
from tests.support.effects import make_effects
from tests.support.shell import make_home

HEAVY: Final = frozenset(
    {
        "anyascii",
        "asyncio",
        "cryptography",
        "dns",
        "email_validator",
        "fpdf",
        "holidays",
        "httpx",
        "phonenumbers",
        "psycopg",
        "python_calamine",
        "rich",
        "textual",
        "xlsxwriter",
        "zxcvbn",
    }
)
"""The libraries that cost ten milliseconds and more, each for few of all tasks."""

OWN: Final = frozenset(
    {
        *(f"screens.{room}" for room in ("audit", "employees", "helpdesk", "menu", "overview", "register", "sync")),
        "oktui.demo",
        "oktui.jobs",
        "oktui.services",
        "oktui.walkthrough",
        "screens.texts.refusals",
        "screens.widgets.window_table",
        "screens.workplaces",
    }
)
"""What of our own comes after F1: the other forms, what they do, and the sentences of all refusals."""

SCREEN: Final = frozenset({"asyncio", "rich", "textual"})
"""What the terminal program is made of."""
WANTED: Final = {
    "backup": frozenset({"cryptography"}),
    "db": frozenset({"cryptography"}),
    "demo": SCREEN,
    "ldap": frozenset({"asyncio"}),
    "restore": frozenset({"cryptography"}),
}
"""What a command needs in whatever it does."""

AT_FIRST_FRAME: Final = """
import asyncio, sys
from oktui.cli import main
from oktui.cli.root import PROGRAM
PROGRAM.load(None)
program = sys.modules["oktui.cli.program"]

def run(app):
    app._background = None
    async def look():
        async with app.run_test() as pilot:
            await pilot.pause()
            assert "Přihlášení" in str(app.screen.query_one(".title").render())
            print(*(name for name, module in sys.modules.items() if module))
    asyncio.run(look())
    return 0

program.has_terminal, program.run = lambda: True, run
sys.exit(main([]))
"""
OF_COMMAND: Final = """
import sys
from oktui.cli import main
status = main([sys.argv[1], "--help"])
print(*(name for name, module in sys.modules.items() if module))
sys.exit(status)
"""


LINE_BY_LINE: Final = """
import pkgutil, sys
from oktui.cli.root import LINEAR
LINEAR.load(None)
import oktui.linear
for module in pkgutil.iter_modules(oktui.linear.__path__):
    __import__(f"oktui.linear.{module.name}")
print(*(name for name, module in sys.modules.items() if module))
"""


def imported(script: str, home: Path, *arguments: str) -> frozenset[str]:
    """The modules that a new program has once it has come so far, by the names of those that hold them too."""
    environ = {**os.environ, "OKTUI_HOME": str(home)}
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
    modules = done.stdout.rstrip("\n").rpartition("\n")[2].split()
    assert "oktui" in modules
    return frozenset(modules)


def test_nothing_but_f1_is_imported_before_its_first_frame(tmp_path: Path) -> None:
    """Design: the program is there at once; the other forms and the libraries of few tasks come behind F1."""
    home = make_home(tmp_path / "home", make_effects())
    modules = imported(AT_FIRST_FRAME, home)
    assert modules >= SCREEN
    assert modules & (HEAVY - SCREEN | OWN) == frozenset()


def test_the_program_line_by_line_imports_nothing_of_the_screen(tmp_path: Path) -> None:
    """Design: nor any library of few tasks, with all of its own tasks loaded."""
    home = make_home(tmp_path / "home", make_effects())
    assert imported(LINE_BY_LINE, home) & HEAVY == frozenset()


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_a_command_imports_only_what_it_needs(tmp_path: Path, command: str) -> None:
    """Design: a script that asks a hundred times pays for the question, not for the program in the terminal."""
    home = make_home(tmp_path / "home", make_effects())
    assert imported(OF_COMMAND, home, command) & HEAVY == WANTED.get(command, frozenset())


def test_every_task_of_every_menu_opens_a_form_of_its_own() -> None:
    """The forms are named by where they stand, and loaded when they are opened: no name may be wrong."""
    tasks = {task for module in Module for task in tasks_of(module)}
    forms = [task.open() for task in tasks]
    assert all(isinstance(form, FormScreen) for form in forms)
    assert len({type(form) for form in forms}) == len({task.key for task in tasks})


def test_what_is_loaded_behind_f1_ends_with_the_program() -> None:
    """Whoever leaves at once waits for nothing."""
    asked: list[bool] = []

    def stopped() -> bool:
        asked.append(True)
        return len(asked) > 2

    load_forms(stopped)
    assert len(asked) == 3
