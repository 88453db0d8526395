"""What a program did to a file and the files beside it, as the system was asked to do it: recorded by strace."""

import re
import subprocess
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from oktui.values import dataclass
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
    FAIL = "fail"


@dataclass(frozen=True)
class Asked:
    """One call: of which file, and for a write what and where; for a truncation `offset` is the new length."""

    kind: Kind
    name: str = ""
    data: bytes = b""
    offset: int = 0


@dataclass(frozen=True)
class Done:
    """What the work asked for, as far as it was done, how it ended, and what it said then."""

    asked: list[Asked]
    status: int
    said: str


def record(home: Path, synchronous: str, *faults: str) -> Done:
    """Have the work done in the home, an empty folder; each of the faults is one that strace injects."""
    trace = home / "trace"
    expressions = [f"trace={CALLS}", "signal=none", *(f"inject={fault}" for fault in faults)]
    chosen = [word for expression in expressions for word in ("-e", expression)]
    strace = ["strace", "-f", "-y", "-xx", "-s", "100000", "-o", str(trace), *chosen]
    program = [sys.executable, "-m", "tests.power_cut.work", str(home), synchronous]
    done = subprocess.run([*strace, *program], check=False, stdin=subprocess.DEVNULL, capture_output=True)
    said = (done.stdout + done.stderr).decode()
    return Done(_read(trace, home), done.returncode, said)


_CALL = re.compile(r"^(?:\d+ +)?(?P<name>\w+)\((?P<arguments>.*)\) += (?P<answer>-?\d+)", re.ASCII)
_TEXT = re.compile(r"[\"<]((?:\\x[0-9a-f]{2})*)[\">]")
_UNFINISHED = " <unfinished ...>"
_OURS = "".join(f"\\x{byte:02x}" for byte in DATABASE.encode())
_NUMBER = re.compile(r", (\d+)(?=,|$)")


def _read(trace: Path, home: Path) -> list[Asked]:
    asked: list[Asked] = []
    there: set[str] = set()
    for line in _whole_lines(trace):
        call = _CALL.match(line)
        if call is None or int(call["answer"]) < 0:
            assert call is not None or _OURS not in line, f"cannot read {line}"
            asked += [Asked(Kind.FAIL)] if "INJECTED" in line else []
            continue
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(call["arguments"])]
        numbers = [int(number) for number in _NUMBER.findall(call["arguments"])]
        asked += _understood(call["name"], texts, numbers, home, there)
    return asked


def _whole_lines(trace: Path) -> Iterator[str]:
    """The lines, each call in one, also where two threads were at it."""
    begun: dict[str, str] = {}
    for line in trace.read_text(encoding="ascii").splitlines():
        thread = line.partition(" ")[0]
        if line.endswith(_UNFINISHED):
            begun[thread] = line.removesuffix(_UNFINISHED)
        elif " resumed>" in line:
            yield begun.pop(thread) + line.partition(" resumed>")[2]
        else:
            yield line


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
