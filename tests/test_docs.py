"""The documents: what they point to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"\]\(([^)#]+)\)")
PAGES = ["README.md", "CONTRIBUTING.md", "docs/house.md", "docs/uzivatelska-prirucka.md", "docs/pravidla.md"]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    """R1-2, R3-1: a handbook with a missing picture or page helps nobody."""
    path = ROOT / page
    links = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []
