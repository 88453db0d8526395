"""`oktui db upgrade`, and what needs it (X-4)."""

from pathlib import Path

from oktui.cli.invocation import REFUSED, UNUSABLE
from tests.support.shell import oktui


def test_databases_are_made_by_db_upgrade_and_not_before(tmp_path: Path) -> None:
    """X-4: a database that is not there is an outage with a sentence, never a new empty one."""
    home = tmp_path / "new"
    home.mkdir()
    missing = oktui("worker", "--once", "--home", home)
    assert (missing.returncode, missing.stderr) == (
        REFUSED,
        "Databáze neodpovídá. Nic se neuložilo, zkuste to prosím znovu.\n",
    )
    assert oktui("db", "upgrade", "--home", home).stdout.splitlines() == ["0001_accounts", "0001_persons"]
    assert oktui("db", "upgrade", "--home", home).stdout == "Databáze je aktuální.\n"
    assert oktui("worker", "--once", "--home", home).returncode == 0
    assert {path.name: path.stat().st_mode & 0o777 for path in home.iterdir()} == {
        "oktui.db": 0o600,
        "krk.db": 0o600,
        "oktui.log": 0o600,
        "keys": 0o700,
    }


def test_a_slip_in_the_settings_is_said_at_once(tmp_path: Path) -> None:
    """A setting that cannot be meant stops every command with exit status 2."""
    (tmp_path / "oktui.toml").write_text("[policy]\nlock_afer = 5\n", encoding="utf-8")
    done = oktui("db", "upgrade", "--home", tmp_path)
    assert (done.returncode, done.stderr) == (UNUSABLE, "[policy]: unknown setting lock_afer\n")
