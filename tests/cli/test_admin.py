"""`oktui admin`: an office's request, and MPSV's answer to it, as a shell sees them (R2.4-2)."""

import json
from pathlib import Path

from oktui.cli.invocation import OK, REFUSED, UNUSABLE
from tests.support.shell import oktui

PERSON = {
    "office-kind": "OÚ pro SZ",
    "workplace": "Smiřice",
    "region": "Královéhradecký kraj",
    "given-name": "Robert",
    "surname": "Dlouhý",
    "birth-surname": "Dlouhý",
    "birth-number": "900806/5121",
    "email": "dlouhy@smirice.example",
    "position": "referent",
}


def test_what_the_office_writes_the_ministry_reads(home: Path, tmp_path: Path) -> None:
    """R2.4-2, R2.4-1: the letter goes from one command to the other; a password comes back once."""
    options = [word for name, value in PERSON.items() for word in (f"--{name}", value)]
    letter = tmp_path / "zadost.txt"
    assert oktui("admin", "request", *options, "--output", letter, "--home", home).returncode == OK
    assert letter.stat().st_mode & 0o777 == 0o600
    unasked = oktui("admin", "create-first", letter, "--home", home)
    assert (unasked.returncode, unasked.stdout) == (UNUSABLE, "")
    assert "--yes" in unasked.stderr
    created = oktui("admin", "create-first", letter, "--yes", "--json", "--home", home)
    assert (created.returncode, created.stderr) == (OK, "")
    answer = json.loads(created.stdout)
    assert (answer["username"], answer["revived"]) == ("dlouhy", False)
    for unreadable, why in ((tmp_path / "none.txt", "Soubor neexistuje."), (tmp_path, "To je složka")):
        refused = oktui("admin", "create-first", unreadable, "--yes", "--home", home)
        assert (refused.returncode, refused.stdout) == (REFUSED, "")
        assert why in refused.stderr


def test_the_ministrys_box_is_not_taken_for_the_offices(home: Path) -> None:
    """F12, R2.4-2: the letter would name its addressee as its sender."""
    options = [word for name, value in PERSON.items() for word in (f"--{name}", value)]
    refused = oktui("admin", "request", *options, "--data-box", "SC9AAVG", "--home", home)
    assert (refused.returncode, refused.stdout) == (REFUSED, "")
    assert "To je datová schránka MPSV" in refused.stderr
