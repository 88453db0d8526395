"""X-32, X-33: one call of the system fails, whichever it is: a sentence, and nothing acknowledged is lost."""

import os
from pathlib import Path
from random import Random  # noqa: TID251 - which call fails, the same in every run

import pytest

from tests.power_cut.looking import EMPTY, committed, content, opens
from tests.power_cut.recording import Asked, Kind, record
from tests.power_cut.work import DATABASE, OUTAGE

pytestmark = pytest.mark.slow

SOAK = int(os.environ.get("OKTUI_SOAK_STATES", "0"))
FAULTS = SOAK // 50 or 12
"""How many runs with a fault there are; a run takes a second."""
NOTHING_STORED = "Nic se neuložilo"
JOURNAL = f"{DATABASE}-journal"
CALLS = {"pwrite64": 1_700, "fdatasync": 140, "unlink": 27, "ftruncate": 4}
"""Which calls fail, and how many of each the work asks for, more or less."""


def faults() -> list[str]:
    """Faults as strace injects them, of each kind in turn."""
    chance = Random(SOAK or 2016)  # not new each time, or processes would collect different tests
    calls = list(CALLS)
    return [
        f"{call}:error={chance.choice(['EIO', 'ENOSPC'])}:when={chance.randint(1, CALLS[call])}"
        for call in (calls[number % len(calls)] for number in range(FAULTS))
    ]


@pytest.mark.parametrize("fault", faults())
def test_a_call_that_fails_is_a_sentence_and_loses_nothing(home: Path, tmp_path: Path, fault: str) -> None:
    """X-32, R2.3-11: what was acknowledged stays, and «nothing was stored» is said of nothing else."""
    done = record(home, "EXTRA", fault)
    assert done.status in (0, OUTAGE), done.said
    ends = [EMPTY, *committed(done.asked, tmp_path / "whole")]
    left = home / DATABASE
    found = content(left) if left.exists() else EMPTY
    if done.status == 0:
        assert (done.said, found) == ("", ends[-1])
    else:
        fails = [one.kind for one in done.asked].index(Kind.FAIL)
        began = ends[_transaction(done.asked, fails)]
        assert found == began if NOTHING_STORED in done.said else found in (began, ends[-1]), done.said
    opens(left, found)


def _transaction(asked: list[Asked], at: int) -> int:
    """Where the transaction began that had not ended then; the same place where there was none."""
    names = {Kind.CREATE: JOURNAL, Kind.UNLINK: JOURNAL, Kind.SYNC_FOLDER: ""}
    of_journal = [number for number in range(at) if names.get(asked[number].kind) == asked[number].name]
    began = max((number for number in of_journal if asked[number].kind is Kind.CREATE), default=at)
    since = [asked[number].kind for number in of_journal if number > began]
    ended = Kind.UNLINK in since and Kind.SYNC_FOLDER in since[since.index(Kind.UNLINK) :]
    return at if ended else began
