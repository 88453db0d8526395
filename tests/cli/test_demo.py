"""`oktui demo`: to be tried, or playing chapter 2.3 by itself."""

from pathlib import Path

from oktui import demo
from oktui.cli.invocation import OK, UNUSABLE
from oktui.installation import open_databases
from tests.support.effects import make_effects as quick_effects
from tests.support.shell import oktui


def test_the_demo_goes_on_with_what_is_there(tmp_path: Path) -> None:
    """`demo --home` makes a demo once; on a database with other people it names nobody and adds nothing."""
    settings = demo.make_home(tmp_path)
    open_databases(settings)
    first = demo.prepare(effects=quick_effects())
    assert "homola" in first
    assert demo.prepare(effects=quick_effects()) == first


def test_a_demo_whose_settings_cannot_be_used_says_what_is_wrong(tmp_path: Path) -> None:
    """Design: whoever has tried a setting in a demo that stays is told of the fault, as by any other command."""
    demo.make_home(tmp_path)
    written = tmp_path / "oktui.toml"
    written.write_text(written.read_text(encoding="utf-8") + "[policy]\nsecond_person = true\n", encoding="utf-8")
    done = oktui("demo", "--home", tmp_path)
    assert (done.returncode, done.stdout) == (UNUSABLE, "")
    assert "není TOML" in done.stderr


def test_without_a_terminal_it_plays_the_chapter(tmp_path: Path) -> None:
    """R2.3: each screen under its number and title, and as a picture where they are asked for."""
    done = oktui("demo", "--pictures", tmp_path / "pictures")
    assert (done.returncode, done.stderr) == (OK, "")
    assert done.stdout.startswith("\n=== 1. Přihlášení správce systému ===\n")
    pictures = sorted(path.name for path in (tmp_path / "pictures").iterdir())
    assert pictures[0] == "01.svg"
    assert len(pictures) == done.stdout.count("\n=== ")
