"""Two installations, one a thousand times as large as the other, and the figures of both side by side."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from oktui.values import dataclass
from storage import krk, schema
from storage.database import close_database, open_database
from storage.sealing_key import SealingKey, use_sealing_key
from tests.benchmarks.crowd import employ_crowd
from tests.support.cast import Cast

SIZES = (200, 200_000)
TIMES = 9
_KEY = bytes(range(32))

Figures = dict[str, float]


@dataclass(frozen=True)
class Installation:
    """Our database behind the URL, and what else there is in the folder."""

    url: str
    folder: Path

    def make(self, size: int) -> None:
        """Fill it with the demo's people and as many others."""
        self.folder.mkdir()
        schema.upgrade(self.url)
        schema.upgrade(self._krk, schema.KRK)
        with self.opened():
            Cast()
            began = time.perf_counter()
            employ_crowd(size)
            print(f"{size:,} employees stored in {time.perf_counter() - began:.1f} s")

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Have the program's queries go to it."""
        open_database(self.url)
        krk.open_krk(self._krk)
        use_sealing_key(SealingKey(_KEY, self.folder / "audit.anchor"))
        yield
        close_database()

    @property
    def _krk(self) -> str:
        return f"sqlite:///{self.folder / 'krk.db'}"


def milliseconds(act: Callable[[], object]) -> float:
    """How long it takes, the best of several times: what neighbours on the machine do only adds to it."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return 1000 * min(taken)


def compare(title: str, small: Figures, large: Figures) -> None:
    """Print both figures of each thing measured, and their ratio."""
    print(f"\n{title:44}{SIZES[0]:>10,}{SIZES[1]:>10,}{'ratio':>8}")
    for name, figure in small.items():
        ratio = f"{large[name] / figure:8.1f}" if figure else ""
        print(f"  {name:42}{figure:10.1f}{large[name]:10.1f}{ratio}")
