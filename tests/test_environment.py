"""What of the environment is left to Textual."""

import subprocess
import sys

from oktui.environment import drop_textual_settings


def test_only_textual_s_variables_are_dropped() -> None:
    """What a user may choose stays: colours, the kind of terminal, the language."""
    kept = {"NO_COLOR": "1", "TERM": "xterm", "LANG": "cs_CZ.UTF-8", "CONTEXTUAL_HELP": "1"}
    environ = {**kept, "TEXTUAL": "debug", "TEXTUAL_FPS": "1", "COLUMNS": "40", "LINES": "10"}
    drop_textual_settings(environ)
    assert environ == kept


def test_no_command_leaves_a_core_or_a_file_that_others_may_read() -> None:
    """X-20: passwords are in the memory of the program, and of nothing else."""
    asked = (
        "import ctypes, os, resource; from oktui.cli import main; main(['--version']);"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3), oct(os.umask(0)))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, umask=0)
    assert done.stdout.splitlines()[1:] == ["(0, 0) 0 0o77"]
