"""How each condition of signing in stands, in a few words: every date is the date of what is said with it (F13)."""

from datetime import date, datetime
from typing import Final

from oktui.domain.accounts import Account
from oktui.domain.audit import AuditEvent, EventKind
from oktui.domain.sign_in import Cause, Condition, Finding
from oktui.services.helpdesk.diagnose_account import Diagnosis, Explained
from screens.texts import audit, dates

CONDITIONS: Final = {
    Condition.EXISTS: "uživatelský účet",
    Condition.NOT_SLOWED: "další pokus",
    Condition.UNLOCKED: "zámek přihlášení",
    Condition.PASSWORD_ALIVE: "heslo",
    Condition.SYNCHRONISED: "sehrání účtu",
    Condition.PERMITTED: "oprávnění pro {module}",
    Condition.BEGUN: "začátek platnosti",
    Condition.NOT_ENDED: "konec platnosti",
    Condition.NOT_RETIRED: "vyřazení",
}


def standing(explained: Explained, diagnosis: Diagnosis) -> str:
    """The condition, its state, and the event that brought it about with its own date and doer."""
    finding = explained.finding
    name = CONDITIONS[finding.condition].format(module=diagnosis.module.title)
    said = f"{name}: {_state(finding, diagnosis.account)}"
    event = _event(finding, explained.event) if explained.event else ""
    return f"{said} ({event})" if event else said


def date_of(value: datetime | date | None) -> str:
    """A day, or a moment to the minute; nothing for None."""
    if value is None:
        return ""
    return dates.moment(value) if isinstance(value, datetime) else dates.day(value)


def exact(value: datetime | date | None) -> str:
    """A moment to the second."""
    return dates.second(value) if isinstance(value, datetime) else date_of(value)


def _event(finding: Finding, event: AuditEvent) -> str:
    """What was done, when and by whom; of what the state tells already, only the rest."""
    if event.kind is EventKind.EMPLOYEE_CREATED and finding.condition is not Condition.EXISTS:
        return ""  # one line tells of the beginning for all of them
    match finding.condition, finding.met:
        case Condition.SYNCHRONISED, _:
            return ""
        case Condition.UNLOCKED, False:
            return f"chybné heslo z {event.who.origin}"
        case Condition.NOT_RETIRED, False:
            return audit.who(event.who)
    done = "změněno" if event.kind is EventKind.PASSWORD_CHANGED else _DONE[finding.condition]
    return f"{done} {dates.moment(event.at)}, {audit.who(event.who)}"


_DONE: Final = {
    Condition.EXISTS: "založen",
    Condition.UNLOCKED: "zámek zrušen",
    Condition.PASSWORD_ALIVE: "zadáno",
    Condition.PERMITTED: "naposledy měněno",
    Condition.BEGUN: "zadáno",
    Condition.NOT_ENDED: "zadáno",
    Condition.NOT_RETIRED: "vyřazení zrušeno",
}


def _state(finding: Finding, account: Account | None) -> str:
    since, until = date_of(finding.since), date_of(finding.until)
    match finding.condition:
        case Condition.EXISTS:
            return account.username if account else "chybí"
        case Condition.NOT_SLOWED:
            return "možný hned" if finding.met else f"možný až {exact(finding.until)}"
        case Condition.UNLOCKED:
            return "žádný" if finding.met else f"zablokován od {since}" if since else "zablokován"
        case Condition.PASSWORD_ALIVE:
            return _password(finding, account)
        case Condition.SYNCHRONISED:
            return _sync(finding)
        case Condition.PERMITTED:
            return _permission(finding)
        case Condition.BEGUN | Condition.NOT_ENDED:
            return since or until or "žádný"
        case Condition.NOT_RETIRED:
            return "žádné" if finding.met else f"vyřazen od {since}"


def _password(finding: Finding, account: Account | None) -> str:
    if not finding.met:
        return f"dočasné, platilo do {date_of(finding.since)}"
    if account is None or not account.temporary:
        return f"platí od {date_of(finding.since)}"
    return f"dočasné, platí do {date_of(finding.until)}" if finding.until else "dočasné, lhůta poběží od sehrání účtu"


def _sync(finding: Finding) -> str:
    if finding.met:
        return f"dokončeno {date_of(finding.since)}"
    if finding.cause is Cause.KRK_FAILED:
        return f"KRK neodpověděl, poprvé {date_of(finding.since)}"
    return "ještě nedokončeno"


def _permission(finding: Finding) -> str:
    if finding.cause is not None:
        return _LACKING[finding.cause].format(since=date_of(finding.since), until=date_of(finding.until))
    until = f" do {date_of(finding.until)}" if finding.until else ""
    return f"platí od {date_of(finding.since)}{until}"


_LACKING: Final = {
    Cause.NOT_GRANTED: "žádné",
    Cause.NOT_YET: "začne platit {until}",
    Cause.NO_LONGER: "platilo do {since}",
    Cause.REVOKED: "zrušeno {since}",
    Cause.OPENS_NOTHING: "jen takové, které už nikam nepouští",
}
