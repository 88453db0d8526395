"""`oktui db upgrade`, and what needs it (X-4)."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from oktui.cli.invocation import OUTAGE, REFUSED, UNUSABLE
from storage import schema
from tests.support.shell import oktui


def test_databases_are_made_by_db_upgrade_and_not_before(tmp_path: Path) -> None:
    """X-4: a database that is not there is an outage with a sentence, never a new empty one."""
    home = tmp_path / "new"
    home.mkdir()
    missing = oktui("worker", "--once", "--home", home)
    assert missing.returncode == OUTAGE
    assert missing.stderr.startswith(f"Databáze {home}/oktui.db ještě není. Založte ji příkazem oktui db upgrade")
    made = oktui("db", "upgrade", "--home", home).stdout.splitlines()
    assert made == [each.stem for folder in (schema.OURS, schema.KRK) for each in sorted(folder.glob("0*.py"))]
    assert oktui("db", "upgrade", "--home", home).stdout == "Databáze je aktuální.\n"
    assert oktui("worker", "--once", "--home", home).returncode == 0
    assert {path.name: path.stat().st_mode & 0o777 for path in home.iterdir()} == {
        "oktui.db": 0o600,
        "oktui.db-door": 0o600,
        "oktui.db-turn": 0o600,
        "krk.db": 0o600,
        "oktui.log": 0o600,
        "keys": 0o700,
    }


def test_a_slip_in_the_settings_is_said_at_once(tmp_path: Path) -> None:
    """A setting that cannot be meant stops every command with exit status 2."""
    (tmp_path / "oktui.toml").write_text("[policy]\nlock_afer = 5\n", encoding="utf-8")
    done = oktui("db", "upgrade", "--home", tmp_path)
    assert (done.returncode, done.stderr) == (UNUSABLE, "Nastavení policy.lock_afer neexistuje.\n")


def test_upgrades_at_once_make_one_installation(tmp_path: Path) -> None:
    """X-4, X-19: four of them, none of which ends in a traceback; one key, which the database knows."""
    command = [sys.executable, "-m", "oktui", "db", "upgrade", "--home", str(tmp_path / "new")]
    environ = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environ) for _ in range(4)
    ]
    said = [process.communicate(timeout=60)[0].decode() for process in running]
    assert [process.returncode for process in running] == [0] * 4, said
    assert "".join(said).count("0001_accounts") == 1
    assert oktui("db", "check", "--home", tmp_path / "new").returncode == 0


@pytest.mark.parametrize(("name", "status"), [("oktui.log", UNUSABLE), ("audit.anchor", OUTAGE), ("keys", OUTAGE)])
def test_a_file_that_cannot_be_opened_is_one_sentence_with_its_path(home: Path, name: str, status: int) -> None:
    """X-4, X-19: the log, the anchor and the key; here each is a folder. None of it is called tampering."""
    path = home / name / "audit.key" if name == "keys" else home / name
    path.unlink(missing_ok=True)
    path.mkdir()
    commands = [["worker", "--once"]] if name == "oktui.log" else [["audit", "verify"]]
    for command in commands:
        done = oktui(*command, "--home", home)
        assert done.returncode == status
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1
        assert f"{path} " in done.stderr.replace(f"{path}:", f"{path} :")
        assert "je to složka" in done.stderr


def test_a_key_that_a_power_cut_left_empty_is_made_again(tmp_path: Path) -> None:
    """X-19: as long as nothing was sealed, and the database knows no other."""
    home = tmp_path / "new"
    (home / "keys").mkdir(parents=True)
    (home / "keys" / "audit.key").touch()
    assert oktui("db", "upgrade", "--home", home).returncode == 0
    assert len((home / "keys" / "audit.key").read_text()) == 65
    (home / "keys" / "audit.key").write_text("")
    again = oktui("db", "upgrade", "--home", home)
    assert (again.returncode, (home / "keys" / "audit.key").read_text()) == (OUTAGE, "")
    assert again.stderr.startswith("Chybí klíč auditního záznamu")


def test_another_installations_key_is_called_that(home: Path) -> None:
    """X-19: it is no tampering, and the sentence says what to do."""
    (home / "keys" / "audit.key").write_text("ab" * 32 + "\n")
    for command in (["audit", "verify"], ["worker", "--once"], ["db", "check"], ["db", "upgrade"]):
        done = oktui(*command, "--home", home)
        assert (done.returncode, done.stdout) == (OUTAGE, "")
        assert done.stderr.startswith("Klíč auditního záznamu patří k jiné instalaci")


def test_a_change_past_the_program_is_exit_status_1(home: Path) -> None:
    """X-19: for a script that runs every night, and it writes nothing."""
    assert oktui("db", "check", "--home", home).stdout.startswith("Databáze je v pořádku. Ověřeno pravidel: ")
    with sqlite3.connect(home / "oktui.db") as db:
        db.execute("UPDATE account SET locked_at = NULL, failures = 0 WHERE username = 'sz_smitko'")
    done = oktui("db", "check", "--home", home)
    assert done.returncode == REFUSED
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
        "DATABÁZE NENÍ V POŘÁDKU.",
        "Zaměstnanec 4",
    ]
