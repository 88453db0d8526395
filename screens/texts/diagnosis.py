"""What F13 says: each condition of signing in, a sentence for the caller, and what mends it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from oktui.domain.audit import AuditEvent, Outcome
from oktui.domain.authority import Action, Forbidden
from oktui.domain.sign_in import (
    Cause,
    Condition,
    Finding,
)
from oktui.domain.sync import SyncState
from oktui.services.helpdesk.diagnose_account import Diagnosis, Explained
from screens.texts import dates, details, passwords, refusals

ASK: Final = "Uživatelské jméno, jméno, pracoviště (Smítko, Smiřice), nebo číslo chyby."
NOBODY: Final = "Nikdo takový tu není. Ověřte jméno, úřad, a do které aplikace se volající hlásí."

REMEDIES: Final = {
    Action.EDIT_EMPLOYEE: "F4 Detail",
    Action.RETIRE: "F8 Zrušit vyřazení",
    Action.UNLOCK: "^O Odemknout účet",
    Action.RESET_PASSWORD: "^G Nové heslo",
}
"""What mends a condition, by its key."""

_CONDITIONS = {
    Condition.EXISTS: "má uživatelský účet",
    Condition.NOT_SLOWED: "na další pokus se nečeká",
    Condition.UNLOCKED: "účet není zamčen",
    Condition.PASSWORD_ALIVE: "heslo se dá použít",
    Condition.SYNCHRONISED: "účet je sehrán",
    Condition.PERMITTED: "má oprávnění pro tuto aplikaci",
    Condition.BEGUN: "platnost začala",
    Condition.NOT_ENDED: "platnost neskončila",
    Condition.NOT_RETIRED: "účet není vyřazen",
}

_SYNC = {
    SyncState.NEW: "Účet je nový a KRK zatím nepotvrdil vaše IK.",
    SyncState.IK_CONFIRMED: "Účet je nový a KRK zatím nepředal vaše údaje.",
    SyncState.PERSON_LOADED: "Účet je nový a oprávnění se teprve načtou.",
}

_LACKING: dict[Cause, str] = {
    Cause.NOT_GRANTED: "Pro aplikaci {module} nemáte žádné oprávnění.",
    Cause.NOT_YET: "Vaše oprávnění pro aplikaci {module} začne platit {since}.",
    Cause.NO_LONGER: "Vaše oprávnění pro aplikaci {module} skončilo {since}.",
    Cause.REVOKED: "Vaše oprávnění pro aplikaci {module} bylo zrušeno {since}.",
    Cause.OPENS_NOTHING: "Oprávnění, které máte, už do aplikace {module} nepouští.",
}


def verdict(explained: Explained) -> str:
    """Met or not, in a word that colours are not needed for."""
    return passwords.MET if explained.finding.met else passwords.UNMET.upper()


def condition(explained: Explained, diagnosis: Diagnosis) -> str:
    """The condition, since when and by whom it is so; of an unmet one also what to say and what to do."""
    said = _CONDITIONS[explained.finding.condition] + _circumstances(explained)
    if explained.finding.met:
        return said
    return f"{said}\n«{sentence(explained.finding, diagnosis)}»\n→ {_advice(explained, diagnosis)}"


def _circumstances(explained: Explained) -> str:
    """Since or until when, and through whom, as far as is known."""
    finding, event = explained.finding, explained.event
    since = finding.since or (event.at if event else None)
    parts = [_when(finding, since)] if since else []
    if event is not None:
        parts.append(_by(event))
    return f" ({', '.join(parts)})" if parts else ""


def _when(finding: Finding, since: object) -> str:
    ends = {Condition.NOT_SLOWED, Condition.NOT_ENDED}
    alive = finding.condition is Condition.PASSWORD_ALIVE and finding.met and finding.since is not None
    word = "do" if finding.condition in ends or alive or finding.cause is Cause.NO_LONGER else "od"
    return f"{word} {_moment(since)}"


def _by(event: AuditEvent) -> str:
    if event.outcome is Outcome.REFUSED:
        return f"chybné heslo z {event.who.origin}"
    return event.who.name or event.who.origin


def _moment(value: object) -> str:
    return dates.moment(value) if isinstance(value, datetime) else dates.day(value)  # type: ignore[arg-type]


def sentence(finding: Finding, diagnosis: Diagnosis) -> str:
    """What to read out to the caller about an unmet condition."""
    since = _moment(finding.since) if finding.since else ""
    say: dict[Condition, str | Callable[[], str]] = {
        Condition.EXISTS: "Uživatelský účet zatím nemáte. Založí vám ho správce systému vašeho kraje.",
        Condition.NOT_SLOWED: f"Po chybných pokusech je třeba počkat do {since}.",
        Condition.UNLOCKED: f"Váš účet je od {since} zamčen, protože bylo třikrát zadáno chybné heslo.",
        Condition.PASSWORD_ALIVE: lambda: _dead_password(finding, since),
        Condition.SYNCHRONISED: lambda: _not_synchronised(diagnosis),
        Condition.PERMITTED: lambda: _not_permitted(finding, diagnosis, since),
        Condition.BEGUN: f"Váš účet začne platit {since}.",
        Condition.NOT_ENDED: f"Platnost vašeho účtu skončila {since}.",
        Condition.NOT_RETIRED: f"Váš účet je od {since} vyřazen.",
    }
    said = say[finding.condition]
    return said if isinstance(said, str) else said()


def _dead_password(finding: Finding, since: str) -> str:
    if finding.cause is Cause.USED:
        return f"Dočasné heslo bylo jen na jedno přihlášení, které proběhlo {since}. Dostanete nové."
    return f"Dočasné heslo platilo jen do {since}. Dostanete nové."


def _not_synchronised(diagnosis: Diagnosis) -> str:
    account = diagnosis.account
    assert account is not None  # noqa: S101 - without an account nothing is asked of the sync
    why = refusals.KRK if account.sync_failed else _SYNC[account.sync_state]
    return f"{why} Zkuste to po sehrání v {dates.clock(diagnosis.next_sync)}."


def _not_permitted(finding: Finding, diagnosis: Diagnosis, since: str) -> str:
    assert finding.cause is not None  # noqa: S101 - a missing permission always has one
    said = _LACKING[finding.cause].format(module=diagnosis.module.title, since=since)
    if not finding.elsewhere:
        return said
    others = " nebo ".join(module.title for module in finding.elsewhere)
    return f"{said} Při přihlášení zvolte {others}."


def _advice(explained: Explained, diagnosis: Diagnosis) -> str:
    if explained.remedy is None:
        return f"počkat na sehrání v {dates.clock(diagnosis.next_sync)}"
    if explained.denial is not None:
        return refusals.refusal(Forbidden(explained.remedy, explained.denial)).text
    return REMEDIES[explained.remedy]


def summary(diagnosis: Diagnosis) -> str:
    """Whether the account can sign in; when nothing hinders it, what to think of then."""
    unmet = len(diagnosis.hindrances)
    if unmet:
        return f"Do aplikace {diagnosis.module.title} se nepřihlásí. Nesplněných podmínek: {unmet}."
    account = diagnosis.account
    assert account is not None  # noqa: S101 - to have none is a hindrance
    return f"Účtu nic nebrání. Zkontrolujte jméno {account.username} a heslo."


def suggestion(diagnosis: Diagnosis) -> str:
    """What is left to do when nothing hinders the account."""
    useful = not diagnosis.hindrances and Action.RESET_PASSWORD in diagnosis.may
    return f"→ {REMEDIES[Action.RESET_PASSWORD]}" if useful else ""


def report(diagnosis: Diagnosis) -> str:
    """All of it as plain text."""
    conditions = (f"{verdict(each):<10} {_told(each, diagnosis)}" for each in diagnosis.conditions)
    attempt = last_attempt(diagnosis.last_attempt)
    return "\n".join([whom(diagnosis), summary(diagnosis), *conditions, attempt])


def _told(explained: Explained, diagnosis: Diagnosis) -> str:
    said = _CONDITIONS[explained.finding.condition] + _circumstances(explained)
    return said if explained.finding.met else f"{said}: {sentence(explained.finding, diagnosis)}"


def whom(diagnosis: Diagnosis) -> str:
    """Who the diagnosis is about."""
    employee, account = diagnosis.employee, diagnosis.account
    parts = [employee.person.full_name, account.username if account else "", employee.workplace.name]
    return " · ".join(part for part in parts if part)


def last_attempt(event: AuditEvent | None) -> str:
    """How the last attempt to sign in went."""
    if event is None:
        return "O přihlášení se zatím nikdo nepokusil."
    how = (
        "přihlášení"
        if event.outcome is Outcome.DONE
        else details.ATTEMPTS.get(str(event.after.get("reason")), "odmítnut")
    )
    where = event.module.title if event.module else ""
    return f"Poslední pokus: {dates.moment(event.at)}, {where}, {event.who.origin}: {how}."
