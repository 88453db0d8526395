"""`oktui` as a shell or a script calls it."""

import os
import subprocess
import sys
from pathlib import Path

from oktui import demo
from oktui.effects import Effects
from oktui.installation import open_databases


def oktui(*arguments: str | Path, stdin: str | bytes = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own, without a terminal; it speaks UTF-8."""
    done = subprocess.run(
        [sys.executable, "-m", "oktui", *map(str, arguments)],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        timeout=60,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environ},
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def make_home(folder: Path, effects: Effects) -> Path:
    """An installation with the demo's people, whose passwords cost what these effects make them cost."""
    settings = demo.make_home(folder)
    open_databases(settings)
    demo.prepare(effects=effects)
    return settings.home
