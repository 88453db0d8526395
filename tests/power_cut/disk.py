"""A disk that keeps what was synced, and of the rest what it likes: nothing, all, or some sectors of a write."""

from dataclasses import field
from random import Random  # noqa: TID251 - a disk's whims, the same in every run

from oktui.values import dataclass
from tests.power_cut.recording import Asked, Kind

SECTOR = 512


@dataclass
class _File:
    """What is safe, and what has been asked for since."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[Asked] = field(default_factory=list)


@dataclass
class Disk:
    """Files, and which names they have: a name is safe once the folder was synced."""

    names: dict[str, _File] = field(default_factory=dict)
    safe_names: dict[str, _File] = field(default_factory=dict)
    waiting: list[tuple[str, _File | None]] = field(default_factory=list)

    def take(self, asked: Asked) -> None:
        """Do what was asked, for whoever reads before the power goes."""
        match asked.kind:
            case Kind.CREATE:
                self._name(asked.name, _File())
            case Kind.UNLINK:
                self._name(asked.name, None)
            case Kind.SYNC_FOLDER:
                self.safe_names, self.waiting = dict(self.names), []
            case Kind.SYNC:
                file = self.names[asked.name]
                for change in file.waiting:
                    _apply(file.safe, change)
                file.waiting = []
            case Kind.WRITE | Kind.TRUNCATE:
                self.names[asked.name].waiting.append(asked)

    def _name(self, name: str, file: _File | None) -> None:
        self.waiting.append((name, file))
        if file is None:
            del self.names[name]
        else:
            self.names[name] = file

    def whole(self) -> dict[str, bytes]:
        """All that was asked for, done."""
        return {name: _with(file, file.waiting) for name, file in self.names.items()}

    def after_a_cut(self, chance: Random) -> dict[str, bytes]:
        """What may be there when the power is back; names change in the order in which that was asked for."""
        names = dict(self.safe_names)
        for name, file in self.waiting[: chance.randint(0, len(self.waiting))]:
            if file is None:
                names.pop(name, None)
            else:
                names[name] = file
        mood = chance.choice([0.0, 0.1, 0.5, 0.9, 1.0])
        return {
            name: _with(file, [kept for change in file.waiting for kept in _kept(change, mood, chance)])
            for name, file in names.items()
        }


def _kept(change: Asked, mood: float, chance: Random) -> list[Asked]:
    """What is kept of a change: all, nothing, or of a write some sectors."""
    if change.kind is Kind.TRUNCATE or chance.random() < 0.7:
        return [change] if chance.random() < mood else []
    return [
        Asked(Kind.WRITE, change.name, change.data[start : start + SECTOR], change.offset + start)
        for start in range(0, len(change.data), SECTOR)
        if chance.random() < mood
    ]


def _with(file: _File, changes: list[Asked]) -> bytes:
    data = bytearray(file.safe)
    for change in changes:
        _apply(data, change)
    return bytes(data)


def _apply(data: bytearray, change: Asked) -> None:
    if change.kind is Kind.TRUNCATE:
        del data[change.offset :]
        data.extend(bytes(change.offset - len(data)))
        return
    data.extend(bytes(max(change.offset - len(data), 0)))
    data[change.offset : change.offset + len(change.data)] = change.data
