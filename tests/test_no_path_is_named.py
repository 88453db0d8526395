"""A user of the terminal program names no path on the server: on no form, by no use case, in no way of Textual's."""

import ast
import dataclasses
import inspect
import sys
import typing
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

import pytest

import screens
from oktui.domain.sessions import MachineOwner
from oktui.terminal import TerminalDriver
from screens.form_screen import FormScreen
from screens.widgets.field import AnyField
from tests.screens.test_every_form import ON_THE_WAY, opener
from tests.services.test_matrix import public_use_cases
from tests.support.all_forms import FORMS
from tests.support.cast import Cast
from tests.support.waiting import settled

MODULES = sorted(Path(screens.__file__).parent.rglob("*.py"))
WAYS = {"pathlib.Path", "os", "io", "shutil", "tempfile", "subprocess", "webbrowser", "oktui.private_files", "open"}
"""What files are opened with, or programs started."""
STYLES = {"stylesheets.py"}
"""Where a path is that of a style sheet."""


def used(module: Path) -> set[str]:
    """The modules that a module of the screens imports, what it imports from them, and the names that it uses."""
    found = set[str]()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Name):
            found.add(node.id)
    return found


def test_no_screen_knows_of_paths_or_opens_a_file() -> None:
    """X-30: what is to be saved goes by a use case, which is told what and never where."""
    knowing = {module.name for module in MODULES if used(module) & WAYS}
    assert knowing == STYLES


def parts(annotation: object) -> Iterator[object]:
    """The types that an annotation is made of, and those of the fields of its dataclasses."""
    waiting, seen = [annotation], list[object]()
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.append(each)
        yield each
        waiting += typing.get_args(each)
        waiting += [typing.get_origin(each)] if typing.get_origin(each) else []
        if isinstance(each, type) and dataclasses.is_dataclass(each):
            waiting += typing.get_type_hints(each, vars(sys.modules[each.__module__])).values()


def of_users() -> list[Callable[..., object]]:
    """The use cases but those of the machine's owner alone, who has a shell and names files there by its paths."""
    return [each for each in public_use_cases() if MachineOwner not in typing.get_type_hints(each).values()]


@pytest.mark.parametrize("use_case", of_users(), ids=lambda function: function.__name__)
def test_no_use_case_is_told_a_path(use_case: object) -> None:
    """X-30: neither as such nor within what is asked of it."""
    hints = typing.get_type_hints(use_case)
    asked = [hints[name] for name in inspect.signature(use_case).parameters if name not in ("effects", "return")]  # type: ignore[arg-type]  # a function
    assert not [each for hint in asked for each in parts(hint) if isinstance(each, type) and issubclass(each, PurePath)]


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_form_asks_for_a_file_or_a_folder(cast: Cast, kind: type[FormScreen[object]]) -> None:
    """X-30: by no field of that name or label."""
    app = opener(kind)(cast)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*ON_THE_WAY.get(kind, ()))
        await settled(pilot)
        said = [f"{field.name} {field.render()}".casefold() for field in app.form.query(AnyField)]
        assert not [words for words in said for word in ("path", "file", "folder", "soubor", "složk") if word in words]


def test_textuals_own_ways_out_end_at_the_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-30: a picture of the screen and a click on a link come to the driver, and there to nothing."""
    for way in ("deliver_binary", "open_url"):
        assert way in vars(TerminalDriver)
    driver = object.__new__(TerminalDriver)
    monkeypatch.setattr("builtins.open", None)
    monkeypatch.setattr("webbrowser.open", None)
    driver.deliver_binary(None, delivery_key="1", save_path=tmp_path / "picture.svg")
    driver.open_url("file:///etc/passwd")
    assert list(tmp_path.iterdir()) == []
