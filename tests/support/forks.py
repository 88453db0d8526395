"""Many commands of `oktui` on one installation, each in a process of its own that need not import anything anew.

Run as a module it reads a list of command lines with their standard input, and tells what each of them did; so it can
be run with less than root may do, which would not notice that a file is closed to it.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Line = tuple[Sequence[str], str]
Done = tuple[int, str, str]
"""Exit status, standard output, standard error."""

_PERMITTED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]


def run_all(lines: Sequence[Line], environ: Mapping[str, str], *, as_root: bool = False) -> list[Done]:
    """What each command line did, one after the other; a file that is closed to us is, unless `as_root`."""
    command = [sys.executable, "-m", "tests.support.forks"]
    done = subprocess.run(
        [*(_PERMITTED if os.geteuid() == 0 and not as_root else []), *command],
        input=json.dumps(lines).encode(),
        stdout=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environ},
        timeout=300,
        check=True,
    )
    told: list[Any] = json.loads(done.stdout)
    return [(status, out, err) for status, out, err in told]


def _run(arguments: Sequence[str], stdin: str) -> Done:
    with tempfile.TemporaryDirectory() as name:
        files = [Path(name) / each for each in ("in", "out", "err")]
        files[0].write_text(stdin, encoding="utf-8")
        child = os.fork()
        if child == 0:
            _become(arguments, files)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out, err = (file.read_text(encoding="utf-8") for file in files[1:])
        return status, out, err


def _become(arguments: Sequence[str], files: Sequence[Path]) -> None:
    for number, file in enumerate(files):
        os.dup2(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), number)
    status = 70
    try:
        from oktui.cli.entry import main

        status = main(list(arguments))
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _tell() -> None:
    lines = json.loads(sys.stdin.buffer.read())
    out = os.dup(1)
    if "OKTUI_TESTS_WITHOUT_DRIVER" in os.environ:
        sys.modules["psycopg"] = None  # type: ignore[assignment]  # makes an import fail, as documented
    from tests.support.walk import commands

    list(commands())  # imports every command, and what it needs
    told = [_run(arguments, stdin) for arguments, stdin in lines]
    os.write(out, json.dumps(told).encode())


if __name__ == "__main__":
    _tell()
