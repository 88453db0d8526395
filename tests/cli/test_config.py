"""`oktui config`: settings written out, and checked."""

import json
import tomllib
from pathlib import Path

from oktui.cli.invocation import OK, REFUSED, UNUSABLE
from oktui.config import load_settings
from oktui.setting import SECTIONS, SETTINGS, Fault
from screens.texts import settings as texts
from tests.support.shell import oktui


def test_every_setting_has_a_word_for_it() -> None:
    """And every section, and every fault."""
    assert list(texts.DESCRIPTIONS) == [setting.name for setting in SETTINGS]
    assert list(texts.SECTIONS) == list(SECTIONS)
    assert set(texts._FLAWS) == set(Fault)


def test_what_is_written_out_changes_nothing_until_a_line_is_meant(tmp_path: Path) -> None:
    """Uncommented, every line is the default that there would be without it."""
    usual = load_settings(tmp_path, {})
    done = oktui("config", "init", "--home", tmp_path)
    assert done.returncode == OK
    file = tmp_path / "oktui.toml"
    assert file.stat().st_mode & 0o777 == 0o600
    assert load_settings(tmp_path, {}) == usual
    text = file.read_text(encoding="utf-8")
    meant = "\n".join(
        line.removeprefix("# ") if " = " in line and not line.startswith("# jak") else line
        for line in text.splitlines()
    )
    assert sum(len(section) for section in tomllib.loads(meant).values()) == len(SETTINGS)
    file.write_text(meant, encoding="utf-8")
    assert load_settings(tmp_path, {}) == usual


def test_it_can_be_printed_where_the_program_may_not_write(tmp_path: Path) -> None:
    """A server's settings are root's: `oktui config init --print > /etc/oktui/oktui.toml`."""
    printed = oktui("config", "init", "--print", "--home", tmp_path / "nowhere")
    assert oktui("config", "init", "--home", tmp_path).returncode == OK
    assert printed.stdout == (tmp_path / "oktui.toml").read_text(encoding="utf-8")
    assert not (tmp_path / "nowhere").exists()


def test_what_somebody_has_written_is_not_written_over(tmp_path: Path) -> None:
    """X-3: there is a file already."""
    (tmp_path / "oktui.toml").write_text("[policy]\nlock_after = 5\n", encoding="utf-8")
    assert oktui("config", "init", "--home", tmp_path).returncode == REFUSED
    assert (tmp_path / "oktui.toml").read_text(encoding="utf-8") == "[policy]\nlock_after = 5\n"


def test_what_is_in_force_is_told_with_where_it_comes_from(tmp_path: Path) -> None:
    """The default, oktui.toml, or the environment, which decides; a password is not shown (X-20)."""
    (tmp_path / "oktui.toml").write_text("[policy]\nlock_after = 5\n", encoding="utf-8")
    url = "postgresql://127.0.0.1/x?user=u&password=tajne"
    done = oktui("config", "check", "--home", tmp_path, OKTUI_DATABASE_URL=url)
    assert done.returncode == OK
    lines = done.stdout.splitlines()
    assert len(lines) == len(SETTINGS)
    assert lines[0] == 'database.url = "postgresql://127.0.0.1/x?user=u&password=…"  (prostředí)'
    assert "policy.lock_after = 5  (oktui.toml)" in lines
    assert "policy.idle_limit = 15  (výchozí)" in lines


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    """What there is not, what is out of range, what is of another kind."""
    written = '[audit]\nmonths = 3\n[polcy]\nx = 1\n[policy]\nlock_after = 2.5\nlock_afte = 1\nuser_support = "ano"\n'
    (tmp_path / "oktui.toml").write_text(written, encoding="utf-8")
    done = oktui("config", "check", "--home", tmp_path, OKTUI_KRK_URL="mysql://x")
    assert (done.returncode, done.stdout) == (UNUSABLE, "")
    assert done.stderr.splitlines() == [
        "Oddíl [polcy] neexistuje.",
        "Nastavení policy.lock_afte neexistuje.",
        "OKTUI_KRK_URL má začínat sqlite:///, postgresql:// nebo https://.",
        "audit.months má být od 18 do 1200, ne 3.",
        "policy.user_support má být true nebo false, ne ano.",
        "policy.lock_after má být celé číslo, ne 2.5.",
    ]
    told = json.loads(oktui("config", "check", "--json", "--home", tmp_path).stdout)
    assert told["flaws"][0] == {"setting": "polcy", "fault": "unknown_section"}
