"""`oktui report`, as a shell or a script sees it (F18)."""

import csv
import io
import json
from pathlib import Path

from oktui.cli.invocation import OK, UNUSABLE
from oktui.domain.concerns import Concern
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
