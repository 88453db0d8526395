"""What a program did to a file and the files beside it, as the system was asked to do it: recorded by strace."""

import re
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from tests.power_cut.work import ACKNOWLEDGED, DATABASE

CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2"


class Kind(Enum):
    """What was asked."""

    CREATE = "create"
    WRITE = "write"
    TRUNCATE = "truncate"
    SYNC = "sync"
    SYNC_FOLDER = "sync_folder"
    UNLINK = "unlink"
    ACKNOWLEDGE = "acknowledge"


@dataclass(frozen=True)
class Asked:
    """One call: of which file, and for a write what and where; for a truncation `offset` is the new length."""

    kind: Kind
    name: str = ""
    data: bytes = b""
    offset: int = 0


def record(home: Path, synchronous: str) -> list[Asked]:
    """Have the work done in the home, an empty folder, and tell what it asked the system for."""
    trace = home / "trace"
    strace = [
        "strace",
        "-f",
        "-y",
        "-xx",
        "-s",
        "100000",
        "-e",
        f"trace={CALLS}",
        "-e",
        "signal=none",
        "-o",
        str(trace),
    ]
    program = [sys.executable, "-m", "tests.power_cut.work", str(home), synchronous]
    subprocess.run([*strace, *program], check=True, stdin=subprocess.DEVNULL)
    return _read(trace, home)


_CALL = re.compile(r"^(?:\d+ +)?(?P<name>\w+)\((?P<arguments>.*)\) += (?P<answer>-?\d+)", re.ASCII)
_TEXT = re.compile(r"[\"<]((?:\\x[0-9a-f]{2})*)[\">]")
_NUMBER = re.compile(r", (\d+)(?=,|$)")


def _read(trace: Path, home: Path) -> list[Asked]:
    asked: list[Asked] = []
    there: set[str] = set()
    for line in trace.read_text(encoding="ascii").splitlines():
        call = _CALL.match(line)
        if call is None or int(call["answer"]) < 0:
            assert call is not None or "unfinished" not in line, "two threads write at once, which this cannot read"
            continue
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(call["arguments"])]
        numbers = [int(number) for number in _NUMBER.findall(call["arguments"])]
        asked += _understood(call["name"], texts, numbers, home, there)
    return asked


def _understood(call: str, texts: list[bytes], numbers: list[int], home: Path, there: set[str]) -> list[Asked]:
    """What it means, if it is about the database: the first text is what a descriptor stands for."""
    path = next((Path(text.decode()) for text in (texts[-1:] if "open" in call else texts) if text), Path())
    if call.startswith(("unlink", "rename")):
        path = Path(texts[-1].decode())
        assert not (call.startswith("rename") and any(DATABASE.encode() in text for text in texts)), "renamed"
    if path == home and call in ("fsync", "fdatasync"):
        return [Asked(Kind.SYNC_FOLDER)]
    if path == home / ACKNOWLEDGED and call == "write":
        return [Asked(Kind.ACKNOWLEDGE, data=texts[1])]
    if path.parent != home or not path.name.startswith(DATABASE):
        return []
    name = path.name
    match call:
        case "openat" if name not in there:
            there.add(name)
            return [Asked(Kind.CREATE, name)]
        case "pwrite64":
            assert len(texts[1]) == numbers[-2], "cut short by strace"
            return [Asked(Kind.WRITE, name, texts[1], numbers[-1])]
        case "ftruncate":
            return [Asked(Kind.TRUNCATE, name, offset=numbers[-1])]
        case "fsync" | "fdatasync":
            return [Asked(Kind.SYNC, name)]
        case "unlink" | "unlinkat":
            there.discard(name)
            return [Asked(Kind.UNLINK, name)]
    assert call == "openat", f"{call} of {name}"
    return []
