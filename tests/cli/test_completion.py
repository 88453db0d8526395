"""Shell completion: the scripts, and what they are answered."""

import shutil
import subprocess
from pathlib import Path

import pytest

from oktui.cli.invocation import OK
from tests.support.shell import oktui


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_each_shell(shell: str, tmp_path: Path) -> None:
    """It asks `oktui` itself, and is one that its shell can read, where there is that shell."""
    done = oktui("completion", shell)
    assert (done.returncode, done.stderr) == (OK, "")
    assert f"_OKTUI_COMPLETE={shell}_complete" in done.stdout
    program = shutil.which(shell)
    if program is not None:
        script = tmp_path / "script"
        script.write_text(done.stdout, encoding="utf-8")
        assert subprocess.run([program, "-n", script], check=False).returncode == OK


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("oktui a", ["application", "account", "admin", "audit", "alarms"]),
        ("oktui sign", ["sign-in"]),
        ("oktui account re", ["reset", "retire", "restore"]),
        ("oktui --home /tmp account re", ["reset", "retire", "restore"]),
        ("oktui account why --mo", ["--module"]),
        ("oktui account why --j", ["--json"]),
        ("oktui account why --module po", ["poskytovatel"]),
        ("oktui admin request --office-kind OÚ", ["OÚ pro HN", "OÚ pro SZ"]),
        ("oktui completion ", ["bash", "zsh", "fish"]),
    ],
)
def test_commands_options_and_values_are_completed(line: str, completed: list[str]) -> None:
    """What the scripts ask, as bash asks it."""
    words = line.split(" ")
    done = oktui(_OKTUI_COMPLETE="bash_complete", COMP_WORDS="\n".join(words), COMP_CWORD=str(len(words) - 1))
    assert done.stderr == ""
    assert [item.partition(",")[2] for item in done.stdout.splitlines()] == completed


def test_a_folder_is_completed_by_the_shell() -> None:
    """Bash is told that it is one."""
    done = oktui(_OKTUI_COMPLETE="bash_complete", COMP_WORDS="oktui worker --home ", COMP_CWORD="3")
    assert done.stdout.startswith("dir,")
