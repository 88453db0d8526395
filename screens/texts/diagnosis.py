"""What F13 says: each condition of signing in, a sentence for the caller, and what mends it."""

from collections.abc import Sequence
from typing import Final

from oktui.domain.administrators import Administrator, Nearness
from oktui.domain.audit import AuditEvent, Outcome
from oktui.domain.authority import Action, Forbidden
from oktui.domain.lookup import Match
from oktui.domain.sign_in import Cause, Condition, Finding
from oktui.domain.sync import SyncState
from oktui.services.helpdesk.diagnose_account import Diagnosis, Explained
from screens.texts import dates, details, diagnosed, passwords, refusals

ASK: Final = "Uživatelské jméno, jméno, pracoviště (Smítko, Smiřice), nebo číslo chyby."
NOBODY: Final = "Nikdo takový tu není. Ověřte jméno, úřad, a do které aplikace se volající hlásí."

REMEDIES: Final = {
    Action.EDIT_EMPLOYEE: "F4 Detail",
    Action.RETIRE: "F8 Zrušit vyřazení",
    Action.UNLOCK: "^O Odemknout účet",
    Action.RESET_PASSWORD: "^G Nové heslo",
}
"""What mends a condition, by its key."""

_SYNC = {
    SyncState.NEW: "Účet je nový a KRK zatím nepotvrdil vaše IK.",
    SyncState.IK_CONFIRMED: "Účet je nový a KRK zatím nepředal vaše údaje.",
    SyncState.PERSON_LOADED: "Účet je nový a oprávnění se teprve načtou.",
}

_LACKING: dict[Cause, str] = {
    Cause.NOT_GRANTED: "Pro aplikaci {module} nemáte žádné oprávnění.",
    Cause.NOT_YET: "Vaše oprávnění pro aplikaci {module} začne platit {until}.",
    Cause.NO_LONGER: "Vaše oprávnění pro aplikaci {module} platilo do {since}.",
    Cause.REVOKED: "Vaše oprávnění pro aplikaci {module} bylo {since} zrušeno.",
    Cause.OPENS_NOTHING: "Oprávnění, které máte, už do aplikace {module} nepouští.",
}

_NEARNESS = {Nearness.OFFICE: "v úřadu", Nearness.REGION: "v kraji", Nearness.MPSV: "na MPSV"}


def verdict(explained: Explained) -> str:
    """Met or not, in a word that colours are not needed for."""
    return passwords.MET if explained.finding.met else passwords.UNMET.upper()


def condition(explained: Explained, diagnosis: Diagnosis) -> str:
    """The condition, how it stands and who made it so; of an unmet one also what to say and what to do."""
    said = diagnosed.standing(explained, diagnosis)
    if explained.finding.met:
        return said
    return f"{said}\n«{sentence(explained.finding, diagnosis)}»\n→ {_advice(explained, diagnosis)}"


def met(explained: Sequence[Explained], diagnosis: Diagnosis) -> str:
    """That so many are met and which they are, in one line: how they stand is shown below it."""
    names = (diagnosed.CONDITIONS[each.finding.condition].format(module=diagnosis.module.title) for each in explained)
    return f"{passwords.MET} {len(explained)} (mezerník): {', '.join(names)}"


def sentence(finding: Finding, diagnosis: Diagnosis) -> str:
    """What to read out to the caller about an unmet condition."""
    since, until = diagnosed.date_of(finding.since), diagnosed.date_of(finding.until)
    match finding.condition:
        case Condition.EXISTS:
            return "Uživatelský účet zatím nemáte. Založí vám ho správce systému vašeho kraje."
        case Condition.NOT_SLOWED:
            return f"Po chybných pokusech je třeba počkat do {diagnosed.exact(finding.until)}."
        case Condition.UNLOCKED:
            when = f"od {since} " if since else ""
            return f"Váš účet je {when}zablokován, protože bylo opakovaně zadáno chybné heslo."
        case Condition.PASSWORD_ALIVE:
            first_use = " po prvním přihlášení" if finding.cause is Cause.USED else ""
            return f"Dočasné heslo platilo{first_use} jen do {since} a vlastní jste si nezvolili. Potřebujete nové."
        case Condition.SYNCHRONISED:
            return _not_synchronised(finding, diagnosis)
        case Condition.PERMITTED:
            return _not_permitted(finding, diagnosis)
        case Condition.BEGUN:
            return f"Váš účet začne platit {until}."
        case Condition.NOT_ENDED:
            return f"Váš účet platil do {since}."
        case Condition.NOT_RETIRED:
            return f"Váš účet je od {since} vyřazen."


def _not_synchronised(finding: Finding, diagnosis: Diagnosis) -> str:
    account = diagnosis.account
    assert account is not None  # noqa: S101 - without an account nothing is asked of the sync
    if finding.cause is Cause.NOTHING_TO_LOAD:
        return "Účet je nový a čeká, až dostane oprávnění. Teprve potom se sehraje."
    why = refusals.KRK if finding.cause is Cause.KRK_FAILED else _SYNC[account.sync_state]
    return f"{why} Zkuste to po sehrání v {dates.clock(diagnosis.next_sync)}."


def _not_permitted(finding: Finding, diagnosis: Diagnosis) -> str:
    assert finding.cause is not None  # noqa: S101 - a missing permission always has one
    said = _LACKING[finding.cause].format(
        module=diagnosis.module.title,
        since=diagnosed.date_of(finding.since),
        until=diagnosed.date_of(finding.until),
    )
    if not finding.elsewhere:
        return said
    others = " nebo ".join(module.title for module in finding.elsewhere)
    return f"{said} Při přihlášení zvolte {others}."


def _advice(explained: Explained, diagnosis: Diagnosis) -> str:
    if explained.remedy is None:
        stuck = explained.finding.cause is Cause.NOTHING_TO_LOAD
        return "nejdříve přidělit oprávnění" if stuck else f"počkat na sehrání v {dates.clock(diagnosis.next_sync)}"
    if explained.denial is not None:
        return refusals.refusal(Forbidden(explained.remedy, explained.denial)).text
    return REMEDIES[explained.remedy]


def who_may(administrators: Sequence[Administrator]) -> str:
    """Whom to turn to, a line each, the nearest first; nothing where there is nobody to name."""
    return "\n".join(map(_reached, administrators))


def _reached(administrator: Administrator) -> str:
    named = (administrator.name, administrator.workplace, administrator.phone, administrator.email)
    return f"{_NEARNESS[administrator.nearness]}: {', '.join(filter(None, named))}"


def helpers(diagnosis: Diagnosis) -> str:
    """Who may do what whoever asks may not, with telephone and e-mail (F13)."""
    named = who_may(diagnosis.administrators)
    return f"Spravovat tento účet může:\n{named}" if named else ""


def nobody(administrators: Sequence[Administrator]) -> str:
    """That nobody is meant, and whom to ask about those of other regions."""
    named = who_may(administrators)
    return f"{NOBODY}\n\nÚčty jiných krajů a MPSV může spravovat:\n{named}" if named else NOBODY


def summary(diagnosis: Diagnosis) -> str:
    """Whether the account can sign in, and what hinders it; when nothing does, what to think of then."""
    module = diagnosis.module.title
    hinders = [diagnosed.CONDITIONS[each.finding.condition].format(module=module) for each in diagnosis.hindrances]
    if hinders:
        return f"Do aplikace {module} se nepřihlásí, brání tomu: {', '.join(hinders)}."
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
    told = [whom(diagnosis), summary(diagnosis), *conditions, attempt, helpers(diagnosis)]
    return "\n".join(filter(None, told))


def _told(explained: Explained, diagnosis: Diagnosis) -> str:
    said = diagnosed.standing(explained, diagnosis)
    return said if explained.finding.met else f"{said} «{sentence(explained.finding, diagnosis)}»"


def whom(diagnosis: Diagnosis) -> str:
    """Who the diagnosis is about."""
    employee, account = diagnosis.employee, diagnosis.account
    parts = [employee.person.full_name, account.username if account else "", employee.workplace.name]
    return " · ".join(part for part in parts if part)


def match(found: Match) -> str:
    """Somebody found, whole, however narrow the columns are."""
    return " · ".join(filter(None, (found.name, found.username, found.workplace)))


def last_attempt(event: AuditEvent | None) -> str:
    """How the last attempt to sign in went."""
    if event is None:
        return "O přihlášení se zatím nikdo nepokusil."
    how = "přihlášení" if event.outcome is Outcome.DONE else _refused(event)
    where = event.module.title if event.module else ""
    return f"Poslední pokus: {dates.moment(event.at)}, {where}, {event.who.origin}: {how}."


def _refused(event: AuditEvent) -> str:
    """Why an attempt came to nothing, and whether it was the one that locked the account."""
    why = details.ATTEMPTS.get(str(event.after.get("reason")), "odmítnuto")
    return f"{why}, tímto pokusem byl účet zablokován" if event.after.get("locked") is True else why
