"""Tests wait for what they wait for: nothing in them depends on how busy the machine is."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
PAUSE = re.compile(r"\bpause\([^)\s]")
SLEEP = re.compile(r"\bsleep\((?!0\))")
# Each where real time is the subject, or too short a time can only hide a fault.
MAY_PAUSE = {"screens/test_every_form.py", "test_canaries.py"}
MAY_SLEEP = {
    "cli/test_notices.py",
    "support/clean_root.py",
    "support/cluster.py",
    "services/employees/test_retire_appeals.py",
    "storage/test_krk_web.py",
    "storage/test_krk_writing.py",
    "support/door.py",
    "support/ldap.py",
    "support/mail.py",
    "support/postgres.py",
    "storage/test_reading.py",
    "support/programs.py",
    "support/terminal.py",
    "support/waiting.py",
    "test_left_alone.py",
    "test_post.py",
    "test_postgres.py",
    "test_worker.py",
}


def calls(pattern: re.Pattern[str]) -> set[str]:
    """The files of the tests in which the pattern occurs; benchmarks measure time and are none."""
    files = {str(path.relative_to(TESTS)): path for path in TESTS.rglob("*.py") if "benchmarks" not in path.parts}
    del files[Path(__file__).name]
    return {name for name, path in files.items() if pattern.search(path.read_text(encoding="utf-8"))}


def test_no_test_of_a_screen_waits_for_a_number_of_seconds() -> None:
    """CONTRIBUTING.md: `pilot.pause()`, `settled` and `until` are told what to wait for."""
    assert calls(PAUSE) == MAY_PAUSE


def test_only_those_that_are_about_time_sleep() -> None:
    """CONTRIBUTING.md: and none that has stopped to is still on the list."""
    assert calls(SLEEP) == MAY_SLEEP
