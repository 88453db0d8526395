"""`oktui krk check` and `oktui krk upgrade`, as whoever connects a register meets them (docs/krk.md)."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from oktui import demo
from oktui.cli.invocation import OK, OUTAGE, REFUSED, UNUSABLE
from oktui.domain.ik import next_ik
from storage.krk_sql import SqlKrk
from tests.krk_contract.conftest import on_the_page
from tests.support import postgres
from tests.support.krk_service import handler_of, serving
from tests.support.shell import oktui

NOBODY = next_ik(demo.MARTINKA.ik)
QUESTIONS = ["ping", "persons", "birth_number", "search", "consents"]


def checked(home: Path, *iks: str, **environ: str) -> tuple[int, list[dict[str, Any]]]:
    """The exit status, and what is said of each question and person."""
    done = oktui("krk", "check", *iks, "--json", "--home", home, **environ)
    return done.returncode, json.loads(done.stdout)["checks"]


def test_each_question_is_asked_and_nothing_is_written(home: Path) -> None:
    """A register of our own is well, and is not touched."""
    before = (home / "krk.db").read_bytes()
    done = oktui("krk", "check", demo.MARTINKA.ik, "--home", home)
    assert done.returncode == OK
    assert [line[:9].strip() for line in done.stdout.splitlines()[1:]] == ["v pořádku"] * 6
    assert f"IK {demo.MARTINKA.ik}" in done.stdout
    assert "najde se všemi způsoby" in done.stdout
    assert (home / "krk.db").read_bytes() == before


def test_what_is_wrong_with_a_person_is_said_by_the_ik_alone(home: Path) -> None:
    """X-20: neither name nor birth number; who has no category is worth a word and no fault."""
    with sqlite3.connect(home / "krk.db") as register:
        for statement, person in (
            ("UPDATE person SET birth_number = '991399999' WHERE ik = ?", demo.CERNY),
            ("UPDATE person SET surname_key = 'x' WHERE ik = ?", demo.MARTINKA),
            ("UPDATE person SET born = '1900-01-01' WHERE ik = ?", demo.SMITKO),
        ):
            register.execute(statement, [person.ik])
    register.close()
    persons = (demo.CERNY, demo.MARTINKA, demo.SMITKO, demo.WITHOUT_CATEGORY, demo.HOMOLA)
    status, found = checked(home, *(person.ik for person in persons), NOBODY)
    assert status == REFUSED
    assert [each["question"] for each in found[:5]] == QUESTIONS
    assert {each["ik"]: (each["state"], each["faults"]) for each in found[5:]} == {
        demo.CERNY.ik: ("bad", ["unreadable"]),
        demo.MARTINKA.ik: ("bad", ["not_by_surname", "not_without_diacritics", "not_by_day"]),
        demo.SMITKO.ik: ("bad", ["not_by_day"]),
        demo.WITHOUT_CATEGORY.ik: ("doubtful", ["no_category"]),
        demo.HOMOLA.ik: ("well", []),
        NOBODY: ("bad", ["missing"]),
    }
    done = oktui("krk", "check", demo.CERNY.ik, "--home", home)
    assert demo.CERNY.data.surname not in done.stdout + done.stderr
    assert "991399" not in done.stdout + done.stderr


def test_a_service_is_checked_as_a_database_is(home: Path) -> None:
    """The same questions; one that is not there is an outage with what to do, of the check and of the doctor."""
    register = SqlKrk(f"sqlite:///{home / 'krk.db'}", timeout=5)
    with serving(handler_of(register)) as address:
        status, found = checked(home, demo.MARTINKA.ik, OKTUI_KRK_URL=address)
        assert (status, {each["state"] for each in found}) == (OK, {"well"})
        done = oktui("doctor", "--home", home, OKTUI_KRK_URL=address)
        assert f"{address} odpovídá za" in done.stdout
    status, found = checked(home, demo.MARTINKA.ik, OKTUI_KRK_URL=address)
    assert status == OUTAGE
    assert [(each["question"], each["cause"]) for each in found] == [("ping", "closed")]
    assert "firewall" in found[0]["found"]
    assert f"Na adrese {address} žádná služba KRK není" in oktui("doctor", "--home", home, OKTUI_KRK_URL=address).stdout


@pytest.mark.parametrize(
    ("arguments", "environ", "said"),
    [
        (["123"], {}, "123 není IK."),
        ([], {"OKTUI_KRK_URL": "http://krk.example/"}, "http:// smí být jen na tomto počítači"),
        ([], {"OKTUI_KRK_URL": "ftp://krk.example/"}, "má začínat sqlite:///, postgresql:// nebo https://"),
    ],
)
def test_what_cannot_be_meant_is_said(home: Path, arguments: list[str], environ: dict[str, str], said: str) -> None:
    """Before anybody is asked."""
    done = oktui("krk", "check", *arguments, "--home", home, **environ)
    assert (done.returncode, done.stdout) == (UNUSABLE, "")
    assert said in done.stderr


def test_without_httpx_it_is_said_what_to_install(home: Path, tmp_path: Path) -> None:
    """As of the driver of PostgreSQL."""
    (tmp_path / "httpx.py").write_text("raise ImportError")
    done = oktui("krk", "check", "--home", home, OKTUI_KRK_URL="https://krk.example/", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (UNUSABLE, "")
    assert "oktui[krk]" in done.stderr


def test_the_tables_of_a_register_of_ones_own_are_made_on_a_server(home: Path, postgresql: postgres.Server) -> None:
    """Once; a second time there is nothing to do."""
    url = postgresql.create("krk_of_ours")
    for said in ("0001_persons", "aktuální"):
        done = oktui("krk", "upgrade", "--home", home, OKTUI_KRK_URL=url)
        assert done.returncode == OK, done.stderr
        assert said in done.stdout
    assert checked(home, OKTUI_KRK_URL=url)[0] == OK
    postgresql.drop("krk_of_ours")


def test_somebody_elses_register_is_left_as_it_is(home: Path) -> None:
    """X-4: by every command that makes tables or copies them; nor has a service any."""
    theirs = home / "theirs.db"
    theirs.touch(mode=0o600)
    with sqlite3.connect(theirs) as register:
        register.executescript(on_the_page("SQLite: jejich tabulky"))
        register.executescript(on_the_page("SQLite: pohledy pro OKtui"))
    register.close()
    before, url = theirs.read_bytes(), f"sqlite:///{theirs}"
    done = oktui("krk", "upgrade", "--home", home, OKTUI_KRK_URL=url)
    assert (done.returncode, done.stdout) == (REFUSED, "")
    assert "nezaložil program" in done.stderr
    assert oktui("db", "upgrade", "--home", home, OKTUI_KRK_URL=url).returncode == OK
    assert checked(home, OKTUI_KRK_URL=url)[0] == OK
    assert theirs.read_bytes() == before
    done = oktui("krk", "upgrade", "--home", home, OKTUI_KRK_URL="https://krk.example")
    assert (done.returncode, done.stdout) == (REFUSED, "")
    assert "webová služba" in done.stderr
