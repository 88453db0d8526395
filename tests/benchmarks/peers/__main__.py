"""`make peers`: OKtui beside its peers, by turns, as tables for docs/vykon.md."""

import argparse
import os
import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks.peers import keystrokes
from tests.benchmarks.peers.peer import OTHERS, OURS, Peer, Running, Skipped
from tests.benchmarks.peers.turns import ACTS

Figures = dict[str, float]


def main() -> None:
    """Measure all that can be installed with each number of people, then count the keys."""
    parser = argparse.ArgumentParser(prog="make peers", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="how many people, separated by commas")
    parser.add_argument("--times", type=int, default=7, help="of how many turns the median is taken")
    parser.add_argument("--keys", action="store_true", help="count the keys alone")
    asked = parser.parse_args()
    for size in [] if asked.keys else map(int, asked.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="oktui-peers-") as name:
            _compare(Path(name), size, asked.times)
    with tempfile.TemporaryDirectory(prefix="oktui-peers-") as name:
        keystrokes.compare(Path(name))


def _compare(folder: Path, size: int, times: int) -> None:
    running: dict[str, Running] = {}
    for peer in (*OURS, *OTHERS):
        try:
            running[peer.title] = peer.start(_folder_of(peer, folder), size)
        except Skipped as skipped:
            print(f"{peer.title} {skipped}.")
    load = os.getloadavg()[0]
    figures: dict[str, Figures] = {title: {} for title in running}
    for act in ACTS:
        taking_part = {title: peer for title, peer in running.items() if act in peer.acts}
        for title, (ms, told) in _by_turns(taking_part, act, times).items():
            figures[title][act] = ms
            print(f"  {act}, {title}: {told!r}")
    for each in running.values():
        each.end()
    print(f"\n{size:,} people, ms, the median of {times} by turns; load {load:.1f}, then {os.getloadavg()[0]:.1f}\n")
    _print_table(figures)


def _folder_of(peer: Peer, folder: Path) -> Path:
    """The screen has an installation of its own, so that neither waits for the other's lock."""
    own = folder / "screen" if peer is OURS[1] else folder
    own.mkdir(exist_ok=True)
    return own


def _by_turns(running: dict[str, Running], act: str, times: int) -> dict[str, tuple[float, str]]:
    """The median of each, and what it answered last; the first turn reads files and is left out."""
    taken: dict[str, list[tuple[float, str]]] = {title: [] for title in running}
    for turn in range(times + 1):
        for title, peer in running.items():
            took = peer.take_turn(act)
            if turn:
                taken[title].append(took)
    return {title: (median(ms for ms, _ in turns), turns[-1][1]) for title, turns in taken.items()}


def _print_table(figures: dict[str, Figures]) -> None:
    print(f"| | {' | '.join(figures)} |")
    print(f"| --- |{' ---: |' * len(figures)}")
    for act, described in ACTS.items():
        cells = (f"{each[act]:.0f}" if act in each else "–" for each in figures.values())
        print(f"| {described} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
