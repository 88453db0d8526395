"""A peer as a program of its own: what it is installed from, how it is started, and what it says when asked."""

import json
import subprocess
import sys
from pathlib import Path
from typing import IO, Self

from oktui.values import dataclass

ROOT = Path(__file__).parents[3]
_PEERS = ROOT / "build" / "peers"
_DJANGO = _PEERS / "django" / "bin"
_PINNED = Path(__file__).with_name("django.txt")
_VENV = (
    (sys.executable, "-m", "venv", str(_DJANGO.parent)),
    (str(_DJANGO / "pip"), "install", "--quiet", "--requirement", str(_PINNED)),
)
_APT = str(ROOT / ".ci" / "apt-install")


class Skipped(Exception):
    """A peer that is not there, and why."""


@dataclass(frozen=True)
class Peer:
    """`there` is a file that shows that it is installed, `provided` the commands that install it."""

    title: str
    python: str
    module: str
    there: tuple[str, ...] = ()
    provided: tuple[tuple[str, ...], ...] = ()
    most: int = 10**9
    """With how many people it is tried at all."""

    def provide(self) -> None:
        """Install it where it is not. Raises Skipped."""
        if all(Path(path).exists() for path in self.there):
            return
        for command in self.provided:
            try:
                subprocess.run(command, check=True, capture_output=True, text=True)
            except subprocess.CalledProcessError as failed:
                last = (failed.stderr.strip() or str(failed)).splitlines()[-1]
                raise Skipped(f"cannot be installed: {last}") from None

    def start(self, folder: Path, size: int) -> "Running":
        """Load the people, which is not timed. Raises Skipped."""
        if size > self.most:
            raise Skipped(f"is not tried with more than {self.most:,} people, where seconds would become minutes")
        self.provide()
        log = folder / f"{self.module}.log"
        with log.open("wb") as errors:
            command = [self.python, "-m", f"tests.benchmarks.peers.{self.module}", str(folder), str(size)]
            process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        return Running(process, log).ready()


class Running:
    """A peer that waits for its turn."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self._process = process
        self._log = log
        self.acts: list[str] = []

    def ready(self) -> Self:
        """Wait until all are loaded. Raises Skipped."""
        self.acts = [str(act) for act in self._hear()["acts"]]  # type: ignore[attr-defined]  # a list, see turns.py
        return self

    def take_turn(self, act: str) -> tuple[float, str]:
        """Milliseconds, and what was answered. Raises Skipped."""
        asked: IO[str] | None = self._process.stdin
        assert asked is not None
        asked.write(f"{act}\n")
        asked.flush()
        heard = self._hear()
        return float(str(heard["ms"])), str(heard["told"])

    def end(self) -> None:
        """Tell it that nothing more is asked."""
        self._process.communicate(timeout=60)

    def _hear(self) -> dict[str, object]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            said = self._log.read_text("utf-8", "replace").strip().splitlines()
            raise Skipped(f"does not run: {said[-1] if said else 'it said nothing'}")
        heard: dict[str, object] = json.loads(line)
        return heard


OURS = (
    Peer("OKtui", sys.executable, "oktui_services"),
    Peer("OKtui, on the screen", sys.executable, "oktui_screen"),
)
OTHERS = (
    Peer("Django admin", str(_DJANGO / "python"), "django_admin", (str(_DJANGO / "django-admin"),), _VENV),
    Peer("django-admin-tui", str(_DJANGO / "python"), "django_tui", (str(_DJANGO / "django-admin"),), _VENV, 1_000),
    Peer(
        "slapd",
        sys.executable,
        "slapd",
        ("/usr/lib/ldap/argon2.so", "/usr/lib/ldap/ppolicy.so", "/usr/bin/ldapsearch"),
        ((_APT, "slapd", "slapd-contrib", "ldap-utils"),),
    ),
    Peer(
        "samba-tool",
        "/usr/bin/python3",
        "samba",
        ("/usr/bin/samba-tool", "/usr/share/samba/setup/ad-schema"),
        ((_APT, "samba", "samba-ad-provision", "samba-dsdb-modules", "python3-samba"),),
        most=1_000,
    ),
)
