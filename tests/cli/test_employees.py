"""`oktui employees import`, as a shell or a script sees it (R2.3-11, X-28)."""

import json
from pathlib import Path

from oktui import demo
from oktui.cli.invocation import OK, REFUSED
from oktui.domain.employee_file import COLUMNS
from tests.support.cast import VYSOCINA
from tests.support.shell import oktui

HEADING = "IK MPSV;pracoviště;platnost od;email;funkce/služební číslo;oprávnění"
GOOD = f"""{HEADING}
{demo.MARTINKA.ik};{VYSOCINA};1.1.2020;urad@kr-vysocina.example;referent;Evidence sociálních služeb (aktualizace)
"""


def test_a_file_is_checked_and_then_brought_in(home: Path, tmp_path: Path) -> None:
    """R2.3-11: the check changes nothing; the password is told once; a second import finds them there."""
    file = tmp_path / "novi.csv"
    file.write_text(GOOD, encoding="cp1250")
    command: list[str | Path] = ["employees", "import", file, "--home", home]
    for _ in range(2):
        checked = oktui(*command, "--check")
        assert (checked.returncode, checked.stdout) == (
            OK,
            "Soubor je v pořádku. Zaměstnanců k založení: 1. Nic se nezměnilo.\n",
        )
    done = oktui(*command, "--json")
    assert (done.returncode, done.stderr) == (OK, "")
    told = json.loads(done.stdout)
    [new] = told["employees"]
    assert (told["stored"], told["faults"], new["ik"], new["username"]) == (True, [], demo.MARTINKA.ik, "martinka")
    assert len(new["password"]) > 12
    again = oktui(*command)
    assert (again.returncode, again.stdout) == (REFUSED, "")
    assert again.stderr == "řádek 2, sloupec pracoviště: Tato osoba je na pracovišti již evidována.\n"


def test_the_rows_are_written_with_their_faults(home: Path, tmp_path: Path) -> None:
    """X-28: to a new file, in which they can be mended."""
    file, faults = tmp_path / "novi.csv", tmp_path / "chyby.csv"
    file.write_text(GOOD.replace("urad@", ""), encoding="cp1250")
    done = oktui("employees", "import", file, "--faults", faults, "--home", home)
    assert (done.returncode, done.stdout) == (REFUSED, "")
    assert done.stderr == "řádek 2, sloupec email: Email nemá správný tvar (jmeno@urad.cz).\n"
    heading, row = faults.read_text(encoding="utf-8").splitlines()
    assert heading.endswith(",oprávnění,chyby")
    assert row.endswith("email: Email nemá správný tvar (jmeno@urad.cz).")


def test_the_help_names_every_column() -> None:
    """What the file must look like is read in the program."""
    text = oktui("employees", "import", "--help").stdout
    assert all(f"  {title}" in text for title in COLUMNS.titles.values())


def test_what_was_imported_is_taken_back(home: Path, tmp_path: Path) -> None:
    """X-26: looked at first; with --yes they are gone, and there is nothing more to take back."""
    oktui("employees", "import", "-", "--home", home, stdin=GOOD)
    command: list[str | Path] = ["employees", "undo", "--home", home]
    looked = oktui(*command)
    assert (looked.returncode, "Smazán: Ne → Ano" in looked.stdout) == (OK, True)
    assert "neexistuje" not in oktui("account", "why", "martinka", "--home", home).stderr
    done = oktui(*command, "--yes", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["undone"], [row["reason"] for row in told["employees"]]) == (OK, True, [None])
    assert "neexistuje" in oktui("account", "why", "martinka", "--home", home).stderr
    assert oktui(*command, "--yes").returncode == REFUSED
