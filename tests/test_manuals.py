"""The manual pages as whoever types `man oktui` sees them."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from oktui.cli.czech import speak_czech
from oktui.cli.grammar import COMMON
from oktui.setting import SETTINGS
from tests.cli.test_help import ENGLISH
from tests.support.walk import commands

PAGES = sorted((Path(__file__).parents[1] / "docs" / "man").glob("man?/*"))
ABBREVIATION = re.compile(r"\b(např|tj|tzn|apod|atp|atd|resp|popř|příp|č|vč|tzv|mj|max|min|cca|viz)\.", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _czech(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    speak_czech(os.environ)


def mandoc(*arguments: str | Path) -> str:
    """What mandoc prints, which has nothing to complain of."""
    done = subprocess.run(["/usr/bin/mandoc", *arguments], check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture(scope="module")
def shown() -> Callable[[str], str]:
    """A page as text of one line, without the sizes that a terminal gives it."""

    def show(name: str) -> str:
        [page] = [page for page in PAGES if page.name == name]
        text = mandoc("-Tutf8", "-Owidth=80", page)
        return " ".join(re.sub(".\b", "", text).split())

    return show


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_has_anything_that_a_formatter_warns_of(page: Path) -> None:
    """The strict one says nothing; `mandoc` exits with 2 at a warning."""
    assert mandoc("-Tlint", "-Wwarning", page) == ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_czech_and_abbreviates_nothing(page: Path, shown: Callable[[str], str]) -> None:
    """What is English are the names of commands, options, settings and files."""
    text = shown(page.name)
    assert re.search(r"JMÉNO oktui\S* - \S+ ", text), text
    names = {name for _, command, _ in commands() for each in command.params for name in each.opts}
    names |= {setting.name for setting in SETTINGS} | {setting.name.partition(".")[2] for setting in SETTINGS}
    names.add("ERROR")
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    assert not ENGLISH.search(text), text
    assert not ABBREVIATION.search(text), ABBREVIATION.search(text)


def test_each_command_has_its_words_and_options_on_a_page(shown: Callable[[str], str]) -> None:
    """Walked as the program has them, so that nothing of it is without a page."""
    for words, command, context in commands():
        text = shown("oktui.1" if not words else f"oktui-{words.split()[0]}.1")
        assert f"oktui {words}".strip() in text
        for each in command.params:
            if each not in COMMON and isinstance(each, click.Option):
                record = each.get_help_record(context)
                assert record is not None
                assert each.opts[0] in text
                assert " ".join(record[1].split()) in text


def test_no_help_abbreviates_anything() -> None:
    """Whoever reads it may not know what was meant."""
    for _, command, context in commands():
        text = command.get_help(context)
        assert "..." not in text.replace("]...", "")
        assert not ABBREVIATION.search(text), text


def test_man_finds_them_by_name() -> None:
    """They lie as `man` looks for them: `man -M docs/man oktui-account`."""
    assert {page.parent.name for page in PAGES} == {"man1", "man5"}
    assert all(page.suffix == f".{page.parent.name[-1]}" for page in PAGES)
    assert all(b"\r" not in page.read_bytes() for page in PAGES)
