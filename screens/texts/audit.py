"""What is on record, in words (F15)."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from oktui.domain.audit import AuditEvent, EventKind, Outcome, Recorded, differences
from oktui.domain.calendar import PRAGUE
from oktui.domain.chain import Finding, Flaw
from oktui.domain.people import DetailsEntry, PersonalData
from oktui.domain.records import titles
from oktui.domain.sync import SyncState
from oktui.services.employees.get_employee import Seen
from screens.texts import dates, sync

HISTORY: Final = "Historie sehrání a poslední změna"
NO_HISTORY: Final = "Nic není zaznamenáno."
_FIELDS = {
    "doubtful_birth_number": "Potvrzena neobvyklá kontrolní číslice",
    "doubtful_birth_numbers": "Rodných čísel s neobvyklou kontrolní číslicí",
    "workplace": "Pracoviště",
    **titles(DetailsEntry),
    **titles(PersonalData),
    "retired": "Vyřazen",
    "locked": "Zámek",
    "username": "Uživatelské jméno",
    "password": "Heslo",
    "must_change": "Změnit při příštím přihlášení",
    "recognised_by": "Volající rozpoznán",
}
_EDITS = {
    EventKind.EMPLOYEE_CREATED: "založení",
    EventKind.EMPLOYEE_DELETED: "smazání",
    EventKind.RETIRED: "vyřazení",
    EventKind.RESTORED: "obnovení",
    EventKind.UNLOCKED: "odemčení účtu",
    EventKind.PASSWORD_RESET: "nové heslo",
}
EVENTS: Final = {
    EventKind.SIGN_IN: "přihlášení",
    EventKind.SIGN_OUT: "odhlášení",
    EventKind.SESSION_ENDED: "ukončení relace",
    EventKind.SESSION_LOCKED: "zamčení relace",
    EventKind.SESSION_UNLOCKED: "odemčení relace",
    EventKind.EMPLOYEE_CREATED: "založení zaměstnance",
    EventKind.EMPLOYEE_CHANGED: "změna zaměstnance",
    EventKind.EMPLOYEE_DELETED: "smazání zaměstnance",
    EventKind.RETIRED: "vyřazení účtu",
    EventKind.RESTORED: "obnovení účtu",
    EventKind.UNLOCKED: "odemčení účtu",
    EventKind.PASSWORD_RESET: "nové heslo od správce",
    EventKind.PASSWORD_CHANGED: "změna hesla",
    EventKind.SYNCHRONISED: "sehrání účtu",
    EventKind.WORKPLACE_CREATED: "založení pracoviště",
    EventKind.WORKPLACE_CHANGED: "změna pracoviště",
    EventKind.ADMINISTRATOR_REQUESTED: "žádost o správce",
    EventKind.ADMINISTRATOR_CREATED: "založení správce",
    EventKind.PERSON_REGISTERED: "zápis osoby do KRK",
    EventKind.PERSON_CHANGED: "změna osoby v KRK",
    EventKind.PERSONS_IMPORTED: "dávka osob do KRK",
    EventKind.DIAGNOSED: "dotaz na účet příkazem",
    EventKind.EXPORTED: "export seznamu",
    EventKind.AUDIT_PURGED: "výmaz starých záznamů",
}
OUTCOMES: Final = {Outcome.BEGUN: "zahájeno", Outcome.DONE: "provedeno", Outcome.REFUSED: "odmítnuto"}
NO_EVENTS: Final = "Zadaným kritériím nevyhovuje žádný záznam."
_ISO_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def last_edit(event: AuditEvent | None) -> str:
    """Who changed an employee last, when and what; nothing when nobody has since the audit began."""
    if event is None:
        return ""
    names = ", ".join(_FIELDS.get(name, name) for name, _, _ in differences(event.before, event.after))
    what = names if event.kind is EventKind.EMPLOYEE_CHANGED else _EDITS[event.kind]
    return f"{dates.moment(event.at)} {event.who.name}: {what}"


def history(seen: Seen, due: datetime) -> str:
    """How the sync went, newest first, and the last change of the employee by somebody, whole."""
    lines = []
    if seen.account is not None:
        lines = [f"Sehrání: {sync.state_of(seen.account)}"]
        if seen.account.sync_state is not SyncState.ACTIVE:
            lines.append(f"Další sehrání účtů proběhne v {dates.clock(due)}.")
    lines += [f"{dates.moment(event.at)} {_synchronised(event)}" for event in seen.sync_history]
    if seen.last_edit is not None:
        changed = differences(seen.last_edit.before, seen.last_edit.after)
        lines += ["", f"Poslední změna: {last_edit(seen.last_edit)}", changes(changed)]
    return "\n".join(lines) or NO_HISTORY


def _synchronised(event: AuditEvent) -> str:
    if "sync_state" not in event.after:
        return "z KRK převzato: " + changes(differences(event.before, event.after)).replace("\n", ", ")
    return sync.state(SyncState(event.after["sync_state"]), failed=bool(event.after.get("failed")))


def event_line(event: AuditEvent) -> str:
    """Who did it, from where, and on whom, in one line."""
    return " · ".join(part for part in (event.who.name, event.who.origin, event.subject_name) if part)


def event(row: Recorded) -> str:
    """All that is on record of an event, with what was before and after (F15)."""
    event = row.event
    facts = [
        ("Záznam č.", str(row.number)),
        ("Čas", f"{dates.second(event.at)} ({event.at.astimezone(PRAGUE):%Z})"),
        ("Kdo", event.who.name),
        ("Odkud", event.who.origin),
        ("Aplikace", event.module.title if event.module else ""),
        ("Na kom", event.subject_name),
        ("Výsledek", OUTCOMES[event.outcome]),
    ]
    told = "\n".join(f"{name}: {value}" for name, value in facts if value)
    changes = changes_of(event)
    return f"{told}\n\n{changes}" if changes else told


def changes_of(event: AuditEvent) -> str:
    """What was before and after, a line for each field."""
    if event.before:
        return changes(differences(event.before, event.after))
    return "\n".join(f"{_FIELDS.get(name, name)}: {_value(value)}" for name, value in event.after.items())


def verified(done: int) -> str:
    """How far the check of the audit has come."""
    return f"Ověřeno záznamů: {done}"


def verdict(events: int, finding: Finding | None) -> str:
    """Whether the audit is whole, or where the first flaw shows (X-19)."""
    if finding is None:
        return f"Auditní záznam je neporušený. Ověřeno záznamů: {events}."
    return f"AUDITNÍ ZÁZNAM JE PORUŠEN. {_FLAWS[finding.flaw].format(number=finding.number)}"


_FLAWS = {
    Flaw.CHANGED: "Záznam č. {number} někdo změnil nebo vložil.",
    Flaw.BROKEN: "Před záznamem č. {number} něco chybí, přibylo, nebo bylo přehozeno.",
    Flaw.CUT_OFF: "Za záznamem č. {number} chybí další, které tam již byly.",
    Flaw.END_CHANGED: "Pečeť začátku nebo konce záznamu nesouhlasí s klíčem.",
}


def changes(differing: Iterable[tuple[str, object, object]]) -> str:
    """What changed, a line for each field: before → after."""
    return "\n".join(
        f"{_FIELDS.get(name, name)}: {_value(before)} → {_value(after)}" for name, before, after in differing
    )


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "Ano" if value else "Ne"
    return _ISO_DATE.sub(lambda found: dates.day(date.fromisoformat(found[0])), str(value)) if value else "(nic)"
