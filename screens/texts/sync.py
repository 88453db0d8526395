"""The sync (F14)."""

from typing import Final

from oktui.domain.accounts import Account
from oktui.domain.sync import RunState, SyncState
from oktui.services.sync.get_sync import SyncOverview

STATES: Final = {
    SyncState.NEW: "čeká na potvrzení IK v KRK",
    SyncState.IK_CONFIRMED: "IK potvrzeno, čeká na data osoby",
    SyncState.PERSON_LOADED: "data osoby načtena, čeká na oprávnění",
    SyncState.ACTIVE: "sehráno",
}
WAITS: Final = {
    SyncState.NEW: "na IK",
    SyncState.IK_CONFIRMED: "na data osoby",
    SyncState.PERSON_LOADED: "na oprávnění",
}
"""What an account waits for, for a narrow column."""
KRK_FAILED: Final = "neodpověděl"
RUN_STATES: Final = {
    RunState.FINISHED: "dokončeno",
    RunState.RUNNING: "probíhá",
    RunState.BROKEN_OFF: "nedokončeno",
}


def overview(overview: SyncOverview) -> str:
    """How many accounts wait for what, and whether KRK failed (F14)."""
    waiting = ", ".join(f"{WAITS[state]} {count}" for state, count in overview.waiting.items())
    said = [f"Čeká účtů: {sum(overview.waiting.values())} ({waiting})." if waiting else "Nečeká žádný účet."]
    if overview.without_krk:
        said.append(f"KRK naposledy neodpověděl, účtů: {overview.without_krk}.")
    run = overview.last_run
    if run is not None and run.state is RunState.BROKEN_OFF:
        said.append("Poslední sehrání nebylo dokončeno.")
    return " ".join(said)


def state_of(account: Account) -> str:
    """How far the sync has come with an account."""
    return state(account.sync_state, failed=account.sync_failed)


def state(reached: SyncState, *, failed: bool) -> str:
    """The state of the sync, and that KRK did not answer if so."""
    return f"KRK neodpovídá, {STATES[reached]}" if failed else STATES[reached]
