"""`oktui application`, as the owner of the machine sees it (R1-1)."""

import json
from pathlib import Path

from oktui.cli.invocation import OK, REFUSED, UNUSABLE
from tests.support.shell import oktui


def test_a_key_is_shown_once(home: Path) -> None:
    """On standard output; no list and no other command tells it again."""
    added = oktui("application", "add", "evidence", "--module", "oknouze", "--home", home)
    key, said = added.stdout.splitlines()
    assert (added.returncode, added.stderr, key.partition(".")[0]) == (OK, "", "evidence")
    assert said == "Klíč se už nezobrazí. Uložte ho tam, odkud ho čte jen aplikace."
    listed = oktui("application", "list", "--home", home).stdout
    assert listed.startswith("evidence  oknouze  klíč z ")
    assert key.partition(".")[2] not in listed + oktui("application", "list", "--json", "--home", home).stdout
    renewed = oktui("application", "renew", "evidence", "--home", home).stdout.splitlines()[0]
    assert renewed != key
    removed = oktui("application", "remove", "evidence", "--home", home)
    assert removed.stdout == "Aplikace evidence je odebrána. Ukončených přihlášení: 0.\n"
    assert oktui("application", "list", "--home", home).stdout == (
        "Žádná aplikace tu není. Přidá ji oktui application add.\n"
    )


def test_a_bad_name_and_one_that_is_taken_are_refused_in_czech(home: Path) -> None:
    """Exit status 1 and the way out; a module that there is not is a slip of the line."""
    add = ("application", "add", "--home", home, "--module", "registr")
    assert oktui(*add, "evidence").returncode == OK
    taken = oktui(*add, "evidence", "--json")
    assert taken.returncode == REFUSED
    assert json.loads(taken.stdout) == {
        "error": "Aplikace evidence už je. Nový klíč jí dá oktui application renew evidence.",
        "reason": "ApplicationNameTaken",
        "exit_status": REFUSED,
    }
    bad = oktui(*add, "Evidence SS")
    assert (bad.returncode, bad.stderr.partition(":")[0]) == (REFUSED, "Název aplikace smí mít 2 až 32 znaků")
    assert oktui("application", "add", "jina", "--module", "nic", "--home", home).returncode == UNUSABLE
    gone = oktui("application", "remove", "jina", "--home", home)
    assert (gone.returncode, gone.stderr) == (REFUSED, "Aplikace jina není. Všechny vypíše oktui application list.\n")
