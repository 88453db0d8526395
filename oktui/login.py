"""What sshd runs for an official, whatever they asked for: the program in either form, or one file of theirs.

It begins with what the connection brings, trusts none of it, and ends by becoming `oktui`. Nothing but the standard
library is imported before the environment is ours.
"""

import os
import re
import resource
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

KEPT = {
    "TERM": re.compile(r"[A-Za-z0-9][A-Za-z0-9+.-]{0,39}"),
    "COLORTERM": re.compile(r"truecolor|24bit"),
    "NO_COLOR": re.compile(r"1"),
    "LOGNAME": re.compile(r"[a-z_][a-z0-9_-]{0,31}"),
    "USER": re.compile(r"[a-z_][a-z0-9_-]{0,31}"),
    "SSH_CONNECTION": re.compile(
        r"[0-9A-Fa-f.:]{2,45}(?:%\w{1,16})? \d{1,5} [0-9A-Fa-f.:]{2,45}(?:%\w{1,16})? \d{1,5}"
    ),
}
"""What of the connection's environment the program gets, where it looks as it should."""
FETCH = re.compile(r"oktui fetch ([a-z0-9][a-z0-9.-]{0,99})")
LINEAR = "oktui --linear"
"""The program line by line, for whoever cannot see the screen."""
REFUSAL = (
    "Na tomto serveru běží jen program OKtui. Spustí ho ssh bez dalších slov, po řádcích ssh -t a oktui --linear, "
    "soubor vydá oktui fetch NÁZEV."
)
_REFUSED = 1
_UNREADABLE_BY_OTHERS = 0o077


def main(home: str) -> NoReturn:
    """Become `oktui` on the installation; where something else was asked for, say that there is nothing else."""
    wanted = words(asked(sys.argv, os.environ))
    if wanted is None:
        sys.stderr.write(REFUSAL + "\n")
        sys.exit(_REFUSED)
    os.umask(_UNREADABLE_BY_OTHERS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for key in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):  # of a terminal that the program has not taken over yet
        signal.signal(key, signal.SIG_IGN)
    os.closerange(3, 256)
    os.chdir("/")
    os.execve(sys.executable, [sys.executable, "-I", "-m", "oktui", *wanted], environment(os.environ, home))  # noqa: S606


def asked(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """What the official's ssh asked for, as the forced command is told it or, where none is forced, the login shell."""
    as_shell = arguments[2] if arguments[1:2] == ["-c"] and len(arguments) > 2 else ""
    return environ.get("SSH_ORIGINAL_COMMAND", "" if as_shell == arguments[0] else as_shell)


def words(command: str) -> list[str] | None:
    """The words of `oktui` that this command may have, or None if it is none that may be given."""
    if not command:
        return []
    if command == LINEAR:
        return ["--linear"]
    match = FETCH.fullmatch(command)
    return ["fetch", match[1]] if match else None


def environment(given: Mapping[str, str], home: str) -> dict[str, str]:
    """All that the program finds in its environment."""
    ours = {"HOME": "/", "LANG": "C.UTF-8", "OKTUI_HOME": home, "PATH": "/usr/bin:/bin"}
    return ours | {name: given[name] for name, right in KEPT.items() if right.fullmatch(given.get(name, ""))}
