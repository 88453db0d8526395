"""The documents: what they point to is there."""

import os
import re
from pathlib import Path

import pytest

from oktui.cli.czech import speak_czech
from tests import manuals

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"\]\(([^)#]+)\)")
PAGES = ["README.md", "CONTRIBUTING.md", "docs/house.md", "docs/uzivatelska-prirucka.md", "docs/pravidla.md"]
PAGES += ["SECURITY.md", "docs/nasazeni.md", "docs/bezpecnost.md", "docs/upozorneni.md"]
PAGES += ["docs/vykon.md", "docs/vice-stroju.md"]
DEPLOYING = ("nasazeni.md", "provoz.md", "vice-stroju.md")


@pytest.mark.parametrize("page", [*PAGES, "docs/provoz.md"])
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    """R1-2, R3-1: a handbook with a missing picture or page helps nobody."""
    path = ROOT / page
    links = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_each_threat_names_tests_that_are_there() -> None:
    """X-3, X-19, X-30: what is said to be proven is proven somewhere."""
    page = (ROOT / "docs" / "bezpecnost.md").read_text(encoding="utf-8")
    threats = page.partition("## Hrozby")[2].partition("## Co zůstává")[0].strip().splitlines()[2:]
    assert [row for row in threats if "`" not in row.rpartition(" | ")[2]] == []
    named = re.findall(r"`([\w/]+\.py)`", page)
    assert [name for name in named if not (ROOT / "tests" / name).exists()] == []


def test_what_is_deployed_is_said_on_the_page_that_deploys_it() -> None:
    """X-30: a file that nobody is told to install protects nobody."""
    page = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in DEPLOYING)
    files = [path.relative_to(ROOT) for path in (ROOT / "deploy").rglob("*") if path.is_file()]
    assert len(files) > 5
    assert [str(file) for file in files if str(file) not in page and f"{file.parent}/*" not in page] == []


def test_the_manual_pages_are_those_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command, an option or a setting that is new or worded anew is in them: `make manuals`."""
    monkeypatch.setenv("LANGUAGE", "en")
    speak_czech(os.environ)
    folder = ROOT / "docs" / "man"
    committed = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.glob("*/*")}
    assert committed == manuals.pages()


def test_no_secret_is_in_the_tree() -> None:
    """X-19: no private key, and no password in an address, but those that the tests make up."""
    folders = ("oktui", "screens", "storage", "tests", "docs", "deploy", ".ci")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*")] + [*ROOT.iterdir()]
    found = [str(path.relative_to(ROOT)) for path in files if path.is_file() and SECRET.search(path.read_bytes())]
    assert [name for name in found if name != "tests/test_docs.py"] == []


SECRET = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|xox[bap]-\w{10}|sk-\w{32}"
    rb"|(?:postgres(?:ql)?|https?|ldaps?)://[^\s/:@\"'{}]+:[^\s/@\"'{}]+@"
)
