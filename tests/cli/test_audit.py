"""`oktui audit verify`, and the key that it needs (X-19)."""

import json
import sqlite3
from pathlib import Path

import pytest

from oktui import demo
from oktui.cli.invocation import OK, OUTAGE, REFUSED
from oktui.config import Settings, load_settings
from oktui.domain.chain import AuditKeyMissing
from oktui.installation import upgrade_databases
from storage.sealing_key import read_key
from tests.support.effects import make_effects
from tests.support.shell import make_home, oktui
from tests.support.unguarded import unguarded_file


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with one event: a sign-in that was refused."""
    home = make_home(tmp_path / "home", make_effects())
    refused = oktui("sign-in", "--module", "registr", "--username", "homola", "--home", home, stdin="spatne\n")
    assert refused.returncode == REFUSED
    return home


def test_a_whole_record_is_exit_status_0(home: Path) -> None:
    """X-19: for a script that runs every night."""
    done = oktui("audit", "verify", "--home", home)
    assert (done.returncode, done.stdout) == (OK, "Auditní záznam je neporušený. Ověřeno záznamů: 1.\n")
    as_json = oktui("audit", "verify", "--json", "--home", home)
    assert json.loads(as_json.stdout) == {"whole": True, "events": 1, "flaw": None, "number": None, "restorations": []}


def test_a_flaw_is_exit_status_1_and_a_sentence_that_names_it(home: Path) -> None:
    """X-19: the first event at which it shows."""
    with sqlite3.connect(home / "oktui.db") as db, unguarded_file(db):
        db.execute("UPDATE audit_event SET outcome = 'done'")
    done = oktui("audit", "verify", "--home", home)
    assert done.returncode == REFUSED
    assert done.stdout == "AUDITNÍ ZÁZNAM JE PORUŠEN. Záznam č. 1 někdo změnil nebo vložil.\n"
    as_json = json.loads(oktui("audit", "verify", "--json", "--home", home).stdout)
    assert as_json == {"whole": False, "events": 0, "flaw": "changed", "number": 1, "restorations": []}


def test_a_record_put_back_with_its_anchor_is_found_by_a_head_that_was_kept(home: Path) -> None:
    """X-19: by what the worker's log or a paper says, which nobody on this machine can put back."""
    before = {name: (home / name).read_bytes() for name in ("oktui.db", "audit.anchor") if (home / name).exists()}
    refused = oktui("sign-in", "--module", "registr", "--username", "homola", "--home", home, stdin="spatne\n")
    assert refused.returncode == REFUSED
    head = oktui("audit", "head", "--home", home).stdout.strip()
    assert head.startswith("2:")
    assert oktui("audit", "verify", "--head", head, "--home", home).returncode == OK
    (home / "audit.anchor").unlink(missing_ok=True)
    for name, content in before.items():
        (home / name).write_bytes(content)
    assert oktui("audit", "verify", "--home", home).returncode == OK
    done = oktui("audit", "verify", "--head", head, "--home", home)
    assert done.returncode == REFUSED
    assert done.stdout == "AUDITNÍ ZÁZNAM JE PORUŠEN. Za záznamem č. 1 chybí další, které tam již byly.\n"
    garbled = oktui("audit", "verify", "--head", head[:-1], "--home", home)
    assert (garbled.returncode, garbled.stderr.partition(".")[0]) == (
        REFUSED,
        "Konec záznamu není celý: má mít číslo, dvojtečku a 64 znaků pečeti",
    )


def test_without_its_key_nothing_can_be_done_and_no_other_key_is_made(home: Path) -> None:
    """X-19: no key, no event, no change; an old record is not carried on with a new key."""
    key = home / "keys" / "audit.key"
    assert key.stat().st_mode & 0o777 == 0o600
    written = key.read_text()
    key.unlink()
    for command in (["audit", "verify"], ["worker", "--once"], ["db", "upgrade"]):
        done = oktui(*command, "--home", home)
        assert (done.returncode, done.stderr.partition(".")[0]) == (
            OUTAGE,
            "Chybí klíč auditního záznamu, bez něj nelze nic zapsat",
        )
    assert not key.exists()
    key.write_text(written)
    assert oktui("audit", "verify", "--home", home).returncode == OK


def test_another_installations_key_records_nothing(home: Path, tmp_path: Path) -> None:
    """X-19: a second machine that made a key of its own for a database shared with the first."""
    other = demo.make_home(tmp_path / "other").audit_key
    done = oktui("sign-in", "--module", "registr", "--username", "homola", "--home", home, OKTUI_AUDIT_KEY=str(other))
    assert done.returncode == OUTAGE
    assert oktui("audit", "verify", "--home", home).stdout.endswith("Ověřeno záznamů: 1.\n")


@pytest.mark.parametrize("text", ["", "zzzz", "00" * 31, "00" * 33])
def test_a_damaged_key_is_none(tmp_path: Path, text: str) -> None:
    """X-19: too short a key would be easy to guess."""
    (tmp_path / "audit.key").write_text(text)
    with pytest.raises(AuditKeyMissing):
        read_key(tmp_path / "audit.key")


def test_a_key_without_an_end_is_none() -> None:
    """X-19: a device that was named by mistake would be read for ever."""
    with pytest.raises(AuditKeyMissing):
        read_key(Path("/dev/zero"))


def _settings(home: Path, **environ: str) -> Settings:
    home.mkdir(exist_ok=True)
    return load_settings(home, environ)


def test_several_machines_share_a_key_file(tmp_path: Path) -> None:
    """X-19: the first makes it, the others are told where it is."""
    shared = tmp_path / "shared.key"
    first = _settings(tmp_path / "first", OKTUI_AUDIT_KEY=str(shared))
    second = _settings(tmp_path / "second", OKTUI_AUDIT_KEY=str(shared))
    upgrade_databases(first)
    made = shared.read_text()
    upgrade_databases(second)
    assert shared.read_text() == made
    assert not (tmp_path / "second" / "keys").exists()
