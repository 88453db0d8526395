"""`oktui krk import`, as a shell or a script sees it (R2.2-2)."""

import json
from pathlib import Path

import pytest

from oktui.cli.invocation import OK, REFUSED
from oktui.domain.person_file import COLUMNS
from tests.support.shell import oktui

HEADING = "rodné číslo;jméno;příjmení;rodné příjmení;kategorie;souhlas datum;souhlas čj.\n"
GOOD = f"{HEADING}900806/5121;Robert;Dlouhý;Dlouhý;HN;;\n"
BAD = f"{HEADING}900806/5122;Robert;;Dlouhý;SS;;\n590814/1767;Radomír;Martinka;Martinka;HN;;\n"


@pytest.mark.parametrize("by", ["name", "standard input"])
def test_a_file_is_checked_and_then_brought_in(home: Path, tmp_path: Path, by: str) -> None:
    """R2.2-2: the check changes nothing; a second import finds everybody there."""
    file = tmp_path / "osoby.csv"
    file.write_text(GOOD, encoding="utf-8-sig")
    arguments, stdin = ([file], "") if by == "name" else (["-"], GOOD)
    command = ["--home", home, "krk", "import", *arguments]
    for _ in range(2):
        checked = oktui(*command, "--check", stdin=stdin)
        assert (checked.returncode, checked.stdout) == (OK, "Soubor je v pořádku, osob: 1. Nic nebylo zapsáno.\n")
    done = oktui(*command, "--json", stdin=stdin)
    assert done.returncode == OK
    assert json.loads(done.stdout) == {
        "persons": 1,
        "written": True,
        "first_ik": "1600000017",
        "last_ik": "1600000017",
        "faults": [],
        "warnings": [],
    }
    again = oktui(*command, stdin=stdin)
    assert (again.returncode, again.stdout) == (REFUSED, "")
    assert (
        again.stderr
        == "řádek 2, sloupec rodné číslo: Osobu s tímto rodným číslem KRK již zná: 1600000017: Robert Dlouhý.\n"
    )


def test_everything_wrong_is_said_with_its_line(home: Path) -> None:
    """R2.2-2, X-25: in Czech, on standard error; and nothing is written."""
    for check in ([], ["--check"]):
        done = oktui("krk", "import", "-", *check, "--home", home, stdin=BAD)
        assert (done.returncode, done.stdout) == (REFUSED, "")
        assert done.stderr.splitlines() == [
            "řádek 2, sloupec rodné číslo: Rodné číslo nemá správnou kontrolní číslici, zkontrolujte ho.",
            "řádek 2, sloupec příjmení: Zadejte příjmení.",
            "řádek 2, sloupec souhlas datum: Kategorii Zaměstnanec SS lze zapsat jen se souhlasem: "
            "vyplňte datum přijetí a číslo jednací.",
            "řádek 3, sloupec rodné číslo: Osobu s tímto rodným číslem KRK již zná: 1284384629: Radomír Martinka.",
        ]


def test_the_help_names_every_column() -> None:
    """R2.2-2: what the file must look like is read in the program."""
    text = oktui("krk", "import", "--help").stdout
    assert all(f"  {title}" in text for title in COLUMNS.titles.values())


def test_a_file_that_is_not_there_is_said(home: Path) -> None:
    """A sentence and exit status 1, no traceback."""
    done = oktui("--home", home, "krk", "import", home / "nic.csv")
    assert (done.returncode, done.stderr) == (REFUSED, "Soubor neexistuje. Zkontrolujte jeho jméno a složku.\n")


def test_warnings_are_no_faults(home: Path) -> None:
    """X-25, X-28: exit status 0, the warning on standard error, and both for a script."""
    command: list[str | Path] = ["--home", home, "krk", "import", "-", "--check"]
    line = f"{HEADING}9001010030;Robert;Dlouhý;Dlouhý;HN;;\n"
    done = oktui(*command, stdin=line)
    assert (done.returncode, done.stdout) == (OK, "Soubor je v pořádku, osob: 1. Nic nebylo zapsáno.\n")
    assert done.stderr.startswith("Upozornění, řádek 2: Kontrolní číslice rodného čísla")
    told = json.loads(oktui(*command, "--json", stdin=line).stdout)
    assert [(each["row"], each["reason"]) for each in told["warnings"]] == [(2, "doubtful_birth_number")]


def test_a_script_reads_what_is_wrong(home: Path) -> None:
    """R2.2-2: row, column, reason and sentence of each fault."""
    done = oktui("--home", home, "krk", "import", "-", "--json", stdin=BAD)
    assert done.returncode == REFUSED
    told = json.loads(done.stdout)
    assert told["written"] is False
    assert told["faults"][1] == {
        "row": 2,
        "column": "příjmení",
        "reason": "Required",
        "text": "Zadejte příjmení.",
    }


def test_the_known_are_updated_after_a_check_that_shows_each_difference(home: Path) -> None:
    """R2.2-2: old → new by row, person and field, for a person and for a script; a second run has nothing to do."""
    file = f"{HEADING}590814/1767;Radomír;Šťastný;Martinka;SS;;\n900806/5121;Robert;Dlouhý;Dlouhý;HN;;\n"
    command: list[str | Path] = ["--home", home, "krk", "import", "-", "--update"]
    difference = "řádek 2, 1284384629: Radomír Martinka: Příjmení: Martinka → Šťastný"
    checked = oktui(*command, "--check", stdin=file)
    assert checked.stdout.splitlines() == [
        difference,
        "Soubor je v pořádku, nových osob: 1, změněných: 1, beze změny: 0. Nic nebylo zapsáno.",
    ]
    done = oktui(*command, stdin=file)
    assert done.stdout.splitlines()[0] == difference
    assert done.stdout.splitlines()[1].startswith("Zapsáno nových osob: 1, změněných: 1, beze změny: 0. Přidělena IK")
    again = json.loads(oktui(*command, "--json", stdin=file).stdout)
    assert (again["persons"], again["updated"], again["unchanged"], again["written"]) == (0, [], 2, False)
