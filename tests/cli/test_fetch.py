"""`oktui fetch`: the one thing that an official may ask of the server besides the program itself (X-30)."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from oktui.cli.invocation import OK, OUTAGE, REFUSED, UNUSABLE
from oktui.effects import Effects
from tests.support.effects import NO_FILES
from tests.support.shell import export, make_home, oktui


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation that has just been made."""
    return make_home(tmp_path / "home", Effects(files=NO_FILES))


@pytest.fixture
def name(home: Path) -> str:
    """What homola was shown after an export."""
    return export(home)


def test_the_file_is_on_standard_output_once_and_nothing_else_is(home: Path, name: str) -> None:
    """X-30: to be sent into a file on the official's own computer."""
    done = oktui("fetch", name, "--home", home)
    assert (done.returncode, done.stdout, done.stderr) == (OK, "Událost\r\nsign_in\r\n", "")
    again = oktui("fetch", name, "--home", home)
    assert (again.returncode, again.stdout) == (REFUSED, "")
    assert again.stderr.startswith("Soubor tohoto názvu tu na vyzvednutí nečeká.")


def test_a_folder_of_others_is_out_of_order(home: Path, name: str) -> None:
    """X-30: a sentence, and nothing handed out."""
    (home / "files").chmod(0o777)
    done = oktui("fetch", name, "--home", home)
    assert (done.returncode, done.stdout) == (OUTAGE, "")
    assert done.stderr.startswith("Složka programu pro soubory není v pořádku.")


@pytest.mark.parametrize(
    "words",
    [
        ("../oktui.db",),
        ("/etc/passwd",),
        ("oktui.toml",),
        ("{name}", "{name}"),
        ("{name}", "../oktui.db"),
        ("--output", "somewhere", "{name}"),
        ("{name}/../../oktui.db",),
        ("{name}; id",),
        ("$(id)",),
        ("-",),
        ("",),
        (),
    ],
)
def test_nothing_but_one_name_is_taken(home: Path, name: str, words: tuple[str, ...]) -> None:
    """X-30: nothing else is looked for, and the file still waits."""
    done = oktui("fetch", *[word.replace("{name}", name) for word in words], "--home", home)
    assert (done.returncode, done.stdout) == (UNUSABLE, "")
    assert oktui("fetch", name, "--home", home).returncode == OK


def test_it_is_not_spent_on_a_terminal(home: Path, name: str) -> None:
    """X-30: where it could not be kept, and where a workbook is noise."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "oktui", "fetch", name, "--home", str(home)]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == UNUSABLE
    assert "přesměrujte" in done.stderr.decode()
    assert oktui("fetch", name, "--home", home).returncode == OK
