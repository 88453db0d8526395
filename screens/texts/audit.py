"""What is on record, in words (F15)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from oktui.domain.audit import OWNER, AuditEvent, EventKind, Outcome, Recorded, Who, differences
from oktui.domain.backups import Restoration
from oktui.domain.chain import Finding, Flaw
from oktui.domain.sync import SyncState
from oktui.services.employees.get_employee import Seen
from screens.texts import dates, details, employees, sync

HISTORY: Final = "Celé údaje, historie sehrání a poslední změna"
_EDITS = {
    EventKind.EMPLOYEE_CREATED: "založení",
    EventKind.EMPLOYEE_DELETED: "smazání",
    EventKind.RETIRED: "vyřazení",
    EventKind.RESTORED: "obnovení",
    EventKind.UNLOCKED: "odblokování účtu",
    EventKind.CHANGE_UNDONE: "vzetí změny zpět",
    EventKind.ADMINISTRATION_CONFIRMED: "potvrzení Správy systému",
    EventKind.PASSWORD_RESET: "nové heslo",
}
OUTCOMES: Final = {Outcome.BEGUN: "zahájeno", Outcome.DONE: "provedeno", Outcome.REFUSED: "odmítnuto"}
_JOBS = {"alarm": "program", "sync": "sehrání účtů", "purge": "výmaz starých záznamů"}
NOT_OF_MANY: Final = "Tento záznam není součástí hromadné změny."
NO_EVENTS: Final = "Zadaným kritériím nevyhovuje žádný záznam."


def last_edit(event: AuditEvent | None) -> str:
    """Who changed an employee last, when and what; nothing when nobody has since the audit began."""
    if event is None:
        return ""
    names = ", ".join(details.label(name) for name, _, _ in differences(event.before, event.after))
    return f"{_edited(event)}: {names}" if event.kind is EventKind.EMPLOYEE_CHANGED else _edited(event)


def _edited(event: AuditEvent) -> str:
    """When and by whom, and what it was unless it was a change, of which the fields tell."""
    done = f"{dates.moment(event.at)} {who(event.who)}"
    return done if event.kind is EventKind.EMPLOYEE_CHANGED else f"{done}: {_EDITS[event.kind]}"


def history(seen: Seen, due: datetime) -> str:
    """Who it is, how the sync went, newest first, and the last change of the employee by somebody, whole."""
    lines = [employees.identity(seen.employee, seen.account)]
    if seen.account is not None:
        lines += ["", f"Sehrání: {sync.state_of(seen.account)}"]
        if seen.account.sync_state is not SyncState.ACTIVE:
            lines.append(f"Další sehrání účtů proběhne v {dates.clock(due)}.")
    lines += [f"{dates.moment(event.at)} {_synchronised(event)}" for event in seen.sync_history]
    if seen.last_edit is not None:
        changed = differences(seen.last_edit.before, seen.last_edit.after)
        lines += ["", f"Poslední změna: {_edited(seen.last_edit)}", changes(changed)]
    return "\n".join(lines)


def _synchronised(event: AuditEvent) -> str:
    if "sync_state" not in event.after:
        return "z KRK převzato: " + changes(differences(event.before, event.after)).replace("\n", ", ")
    return sync.state(SyncState(event.after["sync_state"]), failed=bool(event.after.get("failed")))


def who(acted: Who) -> str:
    """The one who acted: an account's owner, the machine's, or a job of the program."""
    if acted.account_id is not None:
        return acted.name
    if acted.name.startswith(OWNER):
        return f"{acted.name.removeprefix(OWNER)} (vlastník počítače)"
    return _JOBS.get(acted.name, acted.name)


def event_line(event: AuditEvent) -> str:
    """Who did it, from where, and on whom, in one line."""
    return " · ".join(part for part in (who(event.who), event.who.origin, event.subject_name) if part)


def event(row: Recorded) -> str:
    """All that is on record of an event, with what was before and after (F15)."""
    event = row.event
    facts = [
        ("Záznam č.", str(row.number)),
        ("Čas", dates.second(event.at)),
        ("Kdo", who(event.who)),
        ("Odkud", event.who.origin),
        ("Aplikace", event.module.title if event.module else ""),
        ("Na kom", event.subject_name),
        ("Výsledek", OUTCOMES[event.outcome]),
        ("Hromadná změna", f"{event.part_of} (celou ukáže F2)" if event.part_of else ""),
    ]
    told = "\n".join(f"{name}: {value}" for name, value in facts if value)
    changes = changes_of(event)
    return f"{told}\n\n{changes}" if changes else told


def changes_of(event: AuditEvent) -> str:
    """What was before and after, a line for each field."""
    if event.before:
        return changes(differences(event.before, event.after))
    return "\n".join(f"{details.label(name)}: {details.value(name, value)}" for name, value in event.after.items())


def verified(done: int) -> str:
    """How far the check of the audit has come."""
    return f"Ověřeno záznamů: {done}"


def verdict(events: int, finding: Finding | None, restorations: Iterable[Restoration] = ()) -> str:
    """Whether the audit is whole, or where the first flaw shows, and what is said of it for ever (X-19)."""
    if finding is None:
        whole = f"Auditní záznam je neporušený. Ověřeno záznamů: {events}."
        return "\n".join([whole, *map(restoration, restorations)])
    return f"AUDITNÍ ZÁZNAM JE PORUŠEN. {_FLAWS[finding.flaw].format(number=finding.number)}"


def restoration(done: Restoration) -> str:
    """When the database was restored, from what, and what was lost."""
    lost = f"Záznamy od č. {done.lost_from} vzniklé po záloze se ztratily, kolik jich bylo, se neví."
    if done.lost_to is not None:
        lost = f"Ztratily se záznamy č. {done.lost_from} až {done.lost_to}."
    return f"Databáze byla {dates.moment(done.at)} obnovena ze zálohy z {dates.moment(done.made_at)}. {lost}"


_FLAWS = {
    Flaw.CHANGED: "Záznam č. {number} někdo změnil nebo vložil.",
    Flaw.BROKEN: "Před záznamem č. {number} něco chybí, přibylo, nebo bylo přehozeno.",
    Flaw.CUT_OFF: "Za záznamem č. {number} chybí další, které tam již byly.",
    Flaw.END_CHANGED: "Pečeť začátku nebo konce záznamu nesouhlasí s klíčem.",
}


def changes(differing: Iterable[tuple[str, object, object]]) -> str:
    """What changed, a line for each field: before → after."""
    return "\n".join(
        f"{details.label(name)}: {_value(name, before, after)} → {_value(name, after, before)}"
        for name, before, after in differing
    )


def _value(name: str, value: object, other: object) -> str:
    """The value; of a tick that is on record at the other end only, that it was not set."""
    return details.value(name, False if value is None and isinstance(other, bool) else value)
