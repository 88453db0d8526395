"""A Debian of its own, bare but for what boots it, booted in a container whose every change is thrown away."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
BARE = ROOT / "build" / "bookworm"
MADE = ROOT / "build" / "bookworm.made"
"""Beside it when it is whole."""
IN_A_SERVER = "systemd,systemd-sysv,dbus,python3,ca-certificates,procps"
TO_COME = ("postgresql", "openssh-server", "openssh-client", "openssl", "logrotate", "sudo", "libpq5", "python3")
"""What the page has installed: downloaded already, so that no test needs the network."""
PATIENCE = 120.0
_ENVIRON = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/root",
    "DEBIAN_FRONTEND": "noninteractive",
}


class CannotBoot(Exception):
    """This machine does not let us have a system of our own; the message says which word it said last."""


class CleanRoot:
    """The running system."""

    def __init__(self, leader: int) -> None:
        self._leader = leader

    def run(self, script: str, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
        """Run the lines as root types them; each must succeed."""
        spaces = ["--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--root"]
        said = [f"{name}={value}" for name, value in (_ENVIRON | environ).items()]
        command = ["nsenter", "--target", str(self._leader), *spaces, "env", "--ignore-environment", *said]
        script = f"set -euo pipefail; cd /root\n{script}"
        return subprocess.run(
            [*command, "bash", "-c", script], input=stdin, capture_output=True, text=True, check=False, timeout=600
        )

    def until(self, script: str) -> None:
        """Wait until the lines succeed."""
        deadline = time.monotonic() + PATIENCE
        while (done := self.run(script)).returncode:
            assert time.monotonic() < deadline, f"it does not come: {script}\n{done.stdout}\n{done.stderr}"
            time.sleep(0.2)

    def put(self, file: Path, name: str) -> None:
        """Lay a file into root's home."""
        shutil.copy(file, f"/proc/{self._leader}/root/root/{name}")


@contextmanager
def clean_root() -> Iterator[CleanRoot]:
    """Boot it, and power it off. Raises CannotBoot."""
    if os.geteuid() != 0:
        raise CannotBoot("only root may")
    _make_bare()
    with tempfile.TemporaryFile("w+") as console:
        options = ["--quiet", "--boot", "--keep-unit", "--register=no", "--private-network", "--volatile=overlay"]
        name = f"--machine=oktui-{os.getpid()}"
        command = ["systemd-nspawn", *options, name, f"--directory={BARE}", "--console=passive"]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=console, stderr=console) as container:
            try:
                root = _booted(container)
                if root is None:
                    console.seek(0)
                    raise CannotBoot((console.read().strip().splitlines() or ["nothing was said"])[-1])
                yield root
            finally:
                container.terminate()  # which has it power off
                try:
                    container.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    container.kill()


def _booted(container: subprocess.Popen[bytes]) -> CleanRoot | None:
    """The system when all that starts has started; None if it has ended, or nothing has come of it in time."""
    children = Path(f"/proc/{container.pid}/task/{container.pid}/children")
    deadline = time.monotonic() + PATIENCE
    while container.poll() is None and time.monotonic() < deadline:
        leaders = children.read_text().split()
        if leaders:
            root = CleanRoot(int(leaders[0]))
            if root.run("systemctl is-system-running").stdout.strip() in ("running", "degraded"):
                return root
        time.sleep(0.2)
    return None


def _make_bare() -> None:
    """Download it, once. Raises CannotBoot."""
    if MADE.exists():
        return
    shutil.rmtree(BARE, ignore_errors=True)
    BARE.parent.mkdir(exist_ok=True)
    _do("debootstrap", "--variant=minbase", f"--include={IN_A_SERVER}", "bookworm", str(BARE))
    shutil.copy("/etc/resolv.conf", BARE / "etc" / "resolv.conf")
    for name, text in (("hosts", "127.0.0.1 localhost\n"), ("hostname", "localhost\n")):
        (BARE / "etc" / name).write_text(text)
        (BARE / "etc" / name).chmod(0o644)  # everybody reads them, whatever those who test make of theirs
    _do("chroot", str(BARE), "apt-get", "update")
    _do("chroot", str(BARE), "apt-get", "install", "--yes", "--download-only", *TO_COME)
    MADE.touch()


def _do(*command: str) -> None:
    environ = {**os.environ, **_ENVIRON}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environ, timeout=900, umask=0o022
        )
    except subprocess.TimeoutExpired as error:
        raise CannotBoot(f"{command[0]} does not end") from error
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "nothing was said").splitlines()[-1]
        raise CannotBoot(f"{command[0]}: {said}")
