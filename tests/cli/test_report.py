"""`oktui report`, as a shell or a script sees it (F18)."""

import csv
import io
import json
from pathlib import Path

from oktui.cli.invocation import OK, REFUSED, UNUSABLE
from oktui.domain.concerns import Concern
from oktui.domain.listing import Criteria
from oktui.domain.modules import Realm
from oktui.domain.saved_lists import SavedList
from storage import accounts, saved_lists
from storage.database import transaction
from tests.cli.test_employees import GOOD
from tests.support.shell import oktui


def test_without_a_name_the_lists_are_counted(home: Path) -> None:
    """F18: all of them, as the owner of the machine sees everybody."""
    done = oktui("report", "--json", "--home", home)
    assert (done.returncode, done.stderr) == (OK, "")
    told = json.loads(done.stdout)
    assert [each["list"] for each in told["lists"]] == [
        concern.value for concern in Concern if concern is not Concern.PROPOSALS
    ]
    assert told["waiting_since"] is None
    title, *lines = oktui("report", "--home", home).stdout.splitlines()
    assert (title, told["module"]) == ("OKslužby – registr", "registr")
    assert [line.split()[:2] for line in lines] == [[str(each["number"]), each["list"]] for each in told["lists"]]


def test_a_list_is_written_out_for_a_person_for_a_script_and_for_a_spreadsheet(home: Path) -> None:
    """F18: the same rows in three shapes."""
    assert oktui("employees", "import", "-", "--home", home, stdin=GOOD).returncode == OK
    told = json.loads(oktui("report", "waiting", "--json", "--home", home).stdout)
    [row] = told["rows"]
    assert (told["list"], row["username"], row["state"]) == ("waiting", "martinka", "pending")
    written = oktui("report", "waiting", "--csv", "--home", home).stdout
    [read] = csv.DictReader(io.StringIO(written))
    assert read == {name: "" if cell is None else cell for name, cell in row.items()}
    assert oktui("report", "waiting", "--home", home).stdout.startswith("martinka · 1284384629 · ")
    counted = json.loads(oktui("report", "--json", "--home", home).stdout)
    assert counted["waiting_since"] is not None
    assert oktui("report", "locked", "--home", home).stdout == "Nic: zablokované účty (OKslužby – registr).\n"


def test_each_application_has_lists_of_its_own(home: Path) -> None:
    """F18: and which one is told with every answer, for the other is easily forgotten."""
    told = json.loads(oktui("report", "locked", "--module", "oknouze", "--json", "--home", home).stdout)
    assert (told["module"], [row["username"] for row in told["rows"]]) == ("oknouze", ["sz_smitko"])


def test_every_list_can_be_written_out(home: Path) -> None:
    """F18: as many rows as were counted."""
    for each in json.loads(oktui("report", "--json", "--home", home).stdout)["lists"]:
        rows = json.loads(oktui("report", each["list"], "--json", "--home", home).stdout)["rows"]
        assert len(rows) == each["number"], each


def test_a_list_that_there_is_not_is_refused(home: Path) -> None:
    """With the names of those that there are."""
    done = oktui("report", "nic", "--home", home)
    assert done.returncode == UNUSABLE
    assert "locked" in done.stderr


def test_lists_that_somebody_has_saved_are_counted_and_written_out(home: Path) -> None:
    """F3, F18: as their owner would see them; a name may have blanks, and be that of a list which everybody has."""
    assert oktui("employees", "import", "-", "--home", home, stdin=GOOD).returncode == OK
    with transaction():
        homola = accounts.named(Realm.OKSLUZBY, "homola")
        assert homola is not None
        for name, surname in (("Moji lidé", "martin"), ("locked", "homola")):
            saved_lists.put(homola.id, SavedList(name, Criteria(surname=surname)))
    told = json.loads(oktui("report", "--of", "homola", "--json", "--home", home).stdout)
    assert told["lists"] == [{"list": "Moji lidé", "number": 1}, {"list": "locked", "number": 1}]
    told = json.loads(oktui("report", "Moji lidé", "--of", "homola", "--json", "--home", home).stdout)
    assert (told["list"], [row["username"] for row in told["rows"]]) == ("Moji lidé", ["martinka"])
    written = oktui("report", "--of", "homola", "locked", "--csv", "--home", home).stdout
    assert [row["username"] for row in csv.DictReader(io.StringIO(written))] == ["homola"]
    for line in (("Nic", "--of", "homola"), ("--of", "nikdo")):
        assert oktui("report", *line, "--home", home).returncode == REFUSED
    assert oktui("report", "--of", "klicpera", "--home", home).stdout.splitlines()[1] == "Žádný uložený seznam."
