"""The command line itself: where options may stand, what is said of a line that cannot be meant, and what is loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from oktui.cli.invocation import OK, REFUSED, UNUSABLE
from tests.support.shell import oktui


def test_the_version_is_told() -> None:
    """To a person, or to a script."""
    done = oktui("--version")
    assert (done.returncode, done.stderr) == (OK, "")
    name, _, number = done.stdout.strip().partition(" ")
    assert (name, json.loads(oktui("--json", "--version").stdout)) == ("oktui", {"version": number})


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_is_told_without_a_command_loads_little(option: str) -> None:
    """Neither the terminal nor the databases nor the hashing."""
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "oktui", option], capture_output=True, text=True, check=True
    ).stderr
    modules = {line.rpartition("|")[2].strip().partition(".")[0] for line in loaded.splitlines()}
    assert "click" in modules
    assert not modules & {"textual", "rich", "peewee", "psycopg", "argon2", "storage", "screens"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("nic", "Příkaz 'nic' neexistuje."),
        ("acount", "Příkaz 'acount' neexistuje. Nemá to být 'account'?"),
        ("--nic", "Volba '--nic' neexistuje."),
        ("account", "Chybí příkaz."),
        ("account why", "Chybí argument 'JMÉNO'."),
        ("account why homola martinka", "Argument navíc: martinka"),
        ("account why homola --modul registr", "Volba '--modul' neexistuje. Nemá to být '--module'?"),
        (
            "account why homola --module nic",
            "Chybná hodnota u '--module': 'nic' není žádná z možností 'registr', 'poskytovatel', 'oknouze'.",
        ),
        ("account why homola --module", "Volba '--module' má mít hodnotu."),
        ("account retire homola --yes=1", "Volba '--yes' nemá mít hodnotu."),
        ("sign-in --module registr", "Chybí volba '--username'."),
        ("worker --onc", "Volba '--onc' neexistuje."),
        ("db upgrade --home", "Volba '--home' má mít hodnotu."),
        ("db downgrade", "Příkaz 'downgrade' neexistuje."),
    ],
)
def test_a_line_that_cannot_be_meant_is_said_in_czech(words: str, sentence: str) -> None:
    """Exit status 2 and a sentence on standard error, after how it is used; options are never abbreviated."""
    done = oktui(*words.split(), LANGUAGE="en_US", LC_ALL="C.UTF-8")
    assert (done.returncode, done.stdout) == (UNUSABLE, "")
    assert done.stderr.splitlines()[-1].startswith(f"Chyba: {sentence}")
    as_json = oktui("--json", *words.split())
    assert (as_json.returncode, as_json.stderr) == (UNUSABLE, "")
    told = json.loads(as_json.stdout)
    assert told["error"].startswith(sentence)
    assert (told["reason"], told["exit_status"]) == ("Usage", UNUSABLE)


def test_home_and_json_stand_before_or_after_any_command(home: Path) -> None:
    """And with an equals sign; after -- they are words like others."""
    for words in (
        ["--home", str(home), "--json", "account", "why", "homola"],
        ["account", "--json", f"--home={home}", "why", "homola"],
        ["account", "why", "homola", "--home", str(home), "--json"],
    ):
        assert json.loads(oktui(*words).stdout)["username"] == "homola"
    done = oktui("account", "why", "--home", home, "--", "--json")
    assert (done.returncode, done.stderr) == (REFUSED, "Účet --json neexistuje.\n")


def test_what_steers_a_terminal_is_not_echoed(home: Path) -> None:
    """X-22: not of a name, nor of a word that should not be there."""
    for words in (["account", "why", "\x1b[31mhomola"], ["account", "why", "homola", "\x1b]0;x\x07"], ["\x9b31m"]):
        done = oktui(*words, "--home", home)
        assert done.returncode != OK
        assert not {"\x1b", "\x07", "\x9b"} & set(done.stdout + done.stderr)


def test_words_that_are_no_text_are_said(home: Path) -> None:
    """No traceback for a byte that is no character."""
    done = subprocess.run(
        [sys.executable.encode(), b"-m", b"oktui", b"account", b"why", b"\xff", b"--home", os.fsencode(home)],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (UNUSABLE, "Příkaz není v kódování UTF-8.\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["db", "upgrade", "--home", "{file}"], "{file}"),
        (["db", "upgrade", "--home", "~nobody-of-this-name"], "V cestě ~nobody-of-this-name"),
        (["demo", "--home", "{file}/below"], "Nelze pracovat se souborem nebo složkou {file}"),
        (["demo", "--walkthrough", "--pictures", "{file}/below"], "Nelze pracovat se souborem nebo složkou {file}"),
    ],
)
def test_a_place_that_cannot_be_used_is_said(tmp_path: Path, words: list[str], sentence: str) -> None:
    """A sentence that names it, never a traceback."""
    file = tmp_path / "file"
    file.write_text("")
    done = oktui(*(word.format(file=file) for word in words))
    assert done.returncode == UNUSABLE
    assert done.stderr.startswith(sentence.format(file=file))
    assert len(done.stderr.splitlines()) == 1


def test_a_pipe_that_nobody_reads_ends_the_command(home: Path) -> None:
    """The exit status a shell knows it by, and nothing on standard error."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "oktui", "account", "why", "homola", "--home", str(home)],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_full_disk_is_said(home: Path) -> None:
    """An answer that could not be written is no answer."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "oktui", "account", "why", "homola", "--home", str(home)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == UNUSABLE
    assert done.stderr.decode() == "Nelze pracovat: na disku není místo.\n"


def test_a_bug_is_a_number_in_the_log(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-20: no traceback on the terminal, and no value in the log."""
    broken = (
        "import sys, oktui.services.helpdesk.name_account as service\n"
        "def name_account(*_, **__): raise ValueError('Vysocina-Demo-2016')\n"
        "service.name_account = name_account\n"
        "from oktui.cli import main\n"
        f"sys.exit(main(['account', 'why', 'homola', '--home', {str(home)!r}]))\n"
    )
    done = subprocess.run([sys.executable, "-c", broken], capture_output=True, text=True, check=False)
    assert done.returncode == REFUSED
    assert done.stderr.startswith("V programu nastala chyba a byl ukončen. Chyba je zapsána pod číslem ")
    log = (home / "oktui.log").read_text()
    assert "ValueError" in log
    assert "Vysocina" not in log + done.stderr
