"""`oktui doctor`: one line for each thing, well or what to do; nothing is changed by looking."""

import json
import os
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from oktui.cli.invocation import OK, REFUSED
from oktui.effects import utc_now
from tests.storage.test_encrypted_connections import ELSEWHERE, certify, free_port
from tests.support import postgres
from tests.support.shell import oktui


def examined(home: Path, **environ: str) -> tuple[int, dict[str, list[dict[str, Any]]]]:
    """The exit status, and what is said of each subject."""
    done = oktui("doctor", "--json", "--home", home, **environ)
    found: dict[str, list[dict[str, Any]]] = {}
    for each in json.loads(done.stdout)["checks"]:
        found.setdefault(each["check"], []).append(each)
    return done.returncode, found


def states(found: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    """The worst that was found of each subject."""
    order = ["well", "doubtful", "bad"]
    return {subject: max((each["state"] for each in all_of), key=order.index) for subject, all_of in found.items()}


def test_an_installation_that_is_well_is_told_what_it_is(home: Path) -> None:
    """Every subject has a line; a worker that never ran is worth a word where the program does its work."""
    (home / "oktui.toml").write_text("", encoding="utf-8")  # the demo's sync is due again within two minutes
    oktui("worker", "--once", "--home", home)
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    done = oktui("doctor", "--home", home)
    assert done.returncode == OK
    assert [line.split("  ")[0].strip() for line in done.stdout.splitlines()] == ["v pořádku"] * 11
    for said in (str(home), "SQLite", "audit.key", "odpovídá za", "poslední", "v Praze je", "volných"):
        assert said in done.stdout
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


def test_each_thing_that_is_not_well_is_said_with_what_mends_it(home: Path) -> None:
    """However much is wrong at once: what can still be looked at is."""
    home.chmod(0o755)
    (home / "krk.db").unlink()
    with sqlite3.connect(home / "oktui.db") as db:
        db.execute("DELETE FROM schema_migration")
    status, found = examined(home)
    assert status == REFUSED
    assert states(found) | {"program": "well"} == {
        **dict.fromkeys(("program", "settings", "notices", "clock", "disk", "terminal"), "well"),
        **dict.fromkeys(("guard", "database", "krk"), "bad"),
    }
    for subject, advice in {"guard": "chmod go=", "database": "oktui db upgrade", "krk": "oktui db upgrade"}.items():
        assert advice in found[subject][0]["advice"]


def test_settings_that_cannot_be_used_are_all_said(home: Path) -> None:
    """Each on its line; then only the machine can be looked at."""
    (home / "oktui.toml").write_text("[audit]\nmonths = 3\n[polcy]\nx = 1\n", encoding="utf-8")
    status, found = examined(home)
    assert status == REFUSED
    assert [each["advice"] for each in found["settings"]] == [
        "Oddíl [polcy] neexistuje.",
        "audit.months má být od 18 do 1200, ne 3.",
    ]
    assert set(found) == {"program", "settings", "clock", "disk", "terminal"}


def test_events_that_are_missing_are_said(home: Path) -> None:
    """X-19: the database was put back, and its anchor knows better."""
    kept = shutil.copy(home / "oktui.db", home.parent / "kept.db")
    oktui("sign-in", "--module", "registr", "--username", "homola", "--home", home, stdin="spatne\n")
    oktui("audit", "verify", "--home", home)
    shutil.copy(kept, home / "oktui.db")
    status, found = examined(home)
    assert (status, found["audit"][0]["state"]) == (REFUSED, "bad")
    assert "oktui audit verify" in found["audit"][0]["advice"]


@pytest.mark.parametrize("variable", ["OKTUI_DATABASE_URL", "OKTUI_KRK_URL"])
def test_where_a_setting_comes_from_is_said_without_its_password(home: Path, variable: str) -> None:
    """X-20: not in the report either."""
    done = oktui("doctor", "--home", home, **{variable: "postgresql://127.0.0.1:1/x?user=u&password=tajne"})
    assert done.returncode == REFUSED
    assert "(prostředí)" in done.stdout
    assert "žádný server databáze není" in done.stdout
    assert "tajne" not in done.stdout + done.stderr


def test_a_server_is_named_with_its_version_and_its_roles(home: Path, postgresql: postgres.Server) -> None:
    """X-19: one role for everything is worth a word; that no worker runs is a fault where nobody else does its work."""
    url = postgresql.create("doctored")
    (home / "keys" / "audit.key").unlink()
    assert oktui("db", "upgrade", "--home", home, OKTUI_DATABASE_URL=url).returncode == OK
    status, found = examined(home, OKTUI_DATABASE_URL=url)
    assert status == REFUSED
    assert "PostgreSQL" in found["database"][0]["found"]
    assert (found["database"][1]["state"], found["worker"][0]["state"]) == ("doubtful", "bad")
    assert oktui("worker", "--once", "--home", home, OKTUI_DATABASE_URL=url).returncode == OK
    assert examined(home, OKTUI_DATABASE_URL=url)[0] == OK
    postgresql.drop("doctored")


def test_a_server_that_goes_by_another_time_is_said(home: Path, postgresql: postgres.Server) -> None:
    """X-8: what is valid, locked or due is decided by the clock of the machine; of two that differ one is wrong."""
    url = postgresql.create("late")
    (home / "keys" / "audit.key").unlink()
    assert oktui("db", "upgrade", "--home", home, OKTUI_DATABASE_URL=url).returncode == OK
    assert oktui("worker", "--once", "--home", home, OKTUI_DATABASE_URL=url).returncode == OK
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(
            "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql"
            " AS $$ SELECT pg_catalog.clock_timestamp() - interval '5 minutes' $$"
        )
        db.execute("ALTER DATABASE late SET search_path = public, pg_catalog")
    status, found = examined(home, OKTUI_DATABASE_URL=url)
    assert (status, found["clock"][0]["state"]) == (REFUSED, "bad")
    assert "jdou o 300 s pozadu" in found["clock"][0]["advice"]
    postgresql.drop("late")


@pytest.mark.parametrize(("days", "state"), [(20, "doubtful"), (60, "well")])
def test_a_certificate_that_ends_soon_is_said(home: Path, tmp_path: Path, days: int, state: str) -> None:
    """Nobody gets to the database on the day after."""
    certify(tmp_path, "server", ELSEWHERE, until=utc_now() + timedelta(days=days))
    port = free_port()
    tmp_path.chmod(0o711)
    if os.geteuid() == 0:
        for file in tmp_path.glob("server.*"):
            shutil.chown(file, "postgres", "postgres")
    trusted = shutil.copy(tmp_path / "server.crt", home / "trusted.crt")
    files = {"ssl_cert_file": f"{tmp_path}/server.crt", "ssl_key_file": f"{tmp_path}/server.key"}
    url = f"postgresql://postgres@{ELSEWHERE}:{port}/postgres?sslrootcert={trusted}"
    (home / "keys" / "audit.key").unlink()
    with postgres.server(listen_addresses=ELSEWHERE, port=str(port), ssl="on", **files):
        assert oktui("db", "upgrade", "--home", home, OKTUI_DATABASE_URL=url).returncode == OK
        _, found = examined(home, OKTUI_DATABASE_URL=url)
    assert "šifrovaně TLSv1.3" in found["database"][0]["found"]
    assert found["database"][1]["state"] == state
    assert "ertifikát serveru platí do" in found["database"][1]["found"] + found["database"][1]["advice"]
