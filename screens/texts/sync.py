"""The sync (F14)."""

from datetime import datetime
from typing import Final

from oktui.domain.accounts import Account, ever_opens
from oktui.domain.calendar import local_date
from oktui.domain.policy import Policy
from oktui.domain.sync import RunState, SyncState
from oktui.services.sync.get_sync import SyncOverview
from screens.texts import dates, employees

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


def new_account(account: Account, due: datetime, policy: Policy) -> str:
    """Whose account has been stored, from when it can be signed in to, and how long its password lives (R2.3-12)."""
    lifetime = dates.duration(policy.passwords.first_lifetime)
    life = f"Heslo platí {lifetime} od sehrání; při prvním přihlášení si uživatel zvolí vlastní."
    return "\n".join([employees.whose(account), usable_from(account, due, policy), life])


def usable_from(account: Account, due: datetime, policy: Policy) -> str:
    """From when a new account can be signed in to, if it can (R2.3-12, R1.1-2)."""
    day = local_date(due)
    first = account.usable_from(day, policy)
    if first is not None and first > day:
        return f"Přihlásit se bude možné od {dates.day(first)}."
    if first is not None:
        return f"Přihlásit se bude možné nejdříve po sehrání v {dates.clock(due)}."
    if ever_opens(account.grants, day, policy):
        return "Přihlásit se nebude možné: platnost účtu a platnost jeho oprávnění se nepotkají."
    return "Přihlásit se nebude možné, dokud účet nedostane platné oprávnění."


def state_of(account: Account) -> str:
    """How far the sync has come with an account."""
    return state(account.sync_state, failed=account.sync_failed)


def state(reached: SyncState, *, failed: bool) -> str:
    """The state of the sync, and that KRK did not answer if so."""
    return f"KRK neodpovídá, {STATES[reached]}" if failed else STATES[reached]
