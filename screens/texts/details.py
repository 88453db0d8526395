"""What an event says of before and after: codes and values on record, in words (F15, F6)."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any, Final

from oktui.domain.alarms import Alarm
from oktui.domain.audit import NEW_PASSWORD, EditConflict, EventKind
from oktui.domain.authority import NotFound
from oktui.domain.concerns import Concern
from oktui.domain.history import read_grant
from oktui.domain.krk import KrkReadOnly, PersonUnreadable
from oktui.domain.modules import Category, Module, Permission
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import DetailsEntry, PersonalData
from oktui.domain.recognition import Recognition
from oktui.domain.records import titles
from oktui.domain.register import PersonKnown
from oktui.domain.sessions import SessionEnd
from oktui.domain.sign_in import (
    AccountNotValid,
    AlreadySignedIn,
    BadCredentials,
    Failure,
    NotSynchronised,
    NoUsablePermission,
    SlowedDown,
    TemporaryPasswordSpent,
)
from oktui.domain.sources import SourceSlowedDown
from oktui.domain.sync import SyncState
from screens.texts import dates, sync
from screens.texts.concerns import TITLES

LABELS: Final = {
    **titles(DetailsEntry),
    **titles(PersonalData),
    "actor": "Kdo",
    "added": "Přidáno",
    "alarm": "Poplach",
    "birth_number_changed": "Rodné číslo změněno",
    "categories": "Kategorie",
    "changed_by": "Změnil",
    "concern": "Přehled",
    "consent": "Souhlas",
    "correction_reason": "Důvod opravy",
    "data_box": "ID datové schránky",
    "deleted": "Smazán",
    "doubtful_birth_number": "Potvrzena neobvyklá kontrolní číslice",
    "doubtful_birth_numbers": "Rodných čísel s neobvyklou kontrolní číslicí",
    "events": "Záznamů",
    "failed": "KRK neodpověděl",
    "file": "Soubor",
    "first_ik": "První IK",
    "ik": "IK MPSV",
    "incident": "Chyba č.",
    "kind": "Událost",
    "last_ik": "Poslední IK",
    "locked": "Zámek",
    "must_change": "Změnit při příštím přihlášení",
    "name": "Jméno",
    "office_kind": "Druh úřadu",
    "older_than": "Starší než",
    "password": "Heslo",
    "proposed_by": "Navrhl",
    "part_of": "Hromadná změna",
    "persons": "Osob",
    "at": "Obnoveno",
    "lost_from": "Ztraceny záznamy od č.",
    "lost_to": "Ztraceny záznamy do č.",
    "made_at": "Záloha z",
    "maker": "Správcem ho udělal",
    "reason": "Důvod",
    "recognised_by": "Volající rozpoznán",
    "region": "Kraj",
    "retired": "Vyřazen",
    "rows": "Řádků",
    "session": "Relace č.",
    "sessions": "Ukončeno přihlášení",
    "sessions_ended": "Ukončeno jiných přihlášení",
    "sha256": "Otisk souboru",
    "since": "Od",
    "source": "Místo",
    "state": "Stav sehrání",
    "subject": "Na kom",
    "sync_state": "Stav sehrání",
    "undoes": "Bere zpět záznam č.",
    "until": "Do",
    "updated": "Změněných osob",
    "username": "Uživatelské jméno",
    "with_invalid": "Včetně vyřazených a neplatných",
    "with_password": "S heslem",
    "printed": "Vytištěno",
    "workplace": "Pracoviště",
    "workplace_id": "Pracoviště č.",
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
    EventKind.UNLOCKED: "odblokování účtu",
    EventKind.CHANGE_UNDONE: "vzetí změny zpět",
    EventKind.PASSWORD_RESET: "nové heslo od správce",
    EventKind.PASSWORD_CHANGED: "změna hesla",
    EventKind.SYNCHRONISED: "sehrání účtu",
    EventKind.WORKPLACE_CREATED: "založení pracoviště",
    EventKind.WORKPLACE_CHANGED: "změna pracoviště",
    EventKind.ADMINISTRATION_CONFIRMED: "potvrzení Správy systému",
    EventKind.ADMINISTRATION_REJECTED: "zamítnutí Správy systému",
    EventKind.ADMINISTRATOR_REQUESTED: "žádost o správce",
    EventKind.ADMINISTRATOR_CREATED: "založení správce",
    EventKind.PERSON_REGISTERED: "zápis osoby do KRK",
    EventKind.PERSON_CHANGED: "změna osoby v KRK",
    EventKind.PERSONS_IMPORTED: "dávka osob do KRK",
    EventKind.DIAGNOSED: "dotaz na účet příkazem",
    EventKind.EXPORTED: "export do souboru",
    EventKind.FILE_FETCHED: "vyzvednutí souboru",
    EventKind.SHEET_MADE: "list s údaji k účtu",
    EventKind.AUDIT_PURGED: "výmaz starých záznamů",
    EventKind.BACKED_UP: "záloha databáze",
    EventKind.RESTORED_FROM_BACKUP: "obnova ze zálohy",
    EventKind.APPLICATION_ADDED: "přidání aplikace",
    EventKind.APPLICATION_KEY_CHANGED: "nový klíč aplikace",
    EventKind.APPLICATION_REMOVED: "odebrání aplikace",
    EventKind.ALARM: "poplach",
}

ATTEMPTS: Final = {
    Failure.WRONG_PASSWORD.value: "chybné heslo",
    Failure.LOCKED.value: "účet už byl zablokován",
    Failure.UNKNOWN_NAME.value: "neznámé jméno",
    BadCredentials.code: "účet byl mezitím zablokován, nebo dostal jiné heslo",
    SlowedDown.code: "bylo třeba počkat",
    SourceSlowedDown.code: "z tohoto místa bylo třeba počkat",
    TemporaryPasswordSpent.code: "dočasné heslo už neplatilo",
    NotSynchronised.code: "účet nebyl sehrán",
    NoUsablePermission.code: "bez oprávnění pro aplikaci",
    AccountNotValid.code: "účet nebyl platný",
    AlreadySignedIn.code: "účtem byl někdo přihlášen jinde",
}
"""Why an attempt to sign in came to nothing, by what the audit has for it."""

_REASONS: Final = {
    **ATTEMPTS,
    SessionEnd.SIGNED_OUT.value: "odhlášení",
    SessionEnd.RETIRED.value: "vyřazení účtu",
    SessionEnd.NOT_VALID.value: "účet není platný",
    SessionEnd.LOCKED.value: "účet byl zablokován",
    SessionEnd.PASSWORD_RESET.value: "nové heslo od správce",
    SessionEnd.PASSWORD_CHANGED.value: "změna hesla v jiném přihlášení",
    SessionEnd.SIGNED_IN_ELSEWHERE.value: "přihlášení jinde",
    SessionEnd.TOO_LONG.value: "překročena povolená doba",
    SessionEnd.ENDED_BY_ADMINISTRATOR.value: "ukončil správce systému",
    SessionEnd.WRONG_PASSWORDS.value: "třikrát chybné heslo",
    SessionEnd.LEFT_ALONE.value: "delší dobu bez použití",
    SessionEnd.PASSWORD_DIED.value: "dočasné heslo propadlo",
    Permission.APPEALS.value: "účty s oprávněním Řešení odvolání se ruší",
    PersonKnown.code: "KRK osobu již zná",
    PersonUnreadable.code: "záznam osoby v KRK nelze použít",
    KrkReadOnly.code: "do KRK odtud nelze zapisovat",
    NotFound.code: "záznam už neexistuje",
    EditConflict.code: "záznam mezitím změnil někdo jiný",
}


def event_title(kind: EventKind) -> str:
    """The event as a title; KRK stays in capitals."""
    said = EVENTS[kind]
    return said[0].upper() + said[1:]


_GRANTS: Final = {"grant": "", "proposed": " (čeká na druhého správce)"}


def label(name: str) -> str:
    """What a field on record is called."""
    if ":" in name:
        kind, _, rest = name.partition(":")
        module, _, permission = rest.partition("/")
        if kind in _GRANTS:
            return f"{Module(module).title}: {Permission(permission).title}{_GRANTS[kind]}"
    return LABELS.get(name, name)


def value(name: str, recorded: object) -> str:
    """What a field on record held."""
    if isinstance(recorded, bool):
        return "Ano" if recorded else "Ne"
    if not recorded and recorded != 0:
        return "(nic)"
    grant = read_grant(name.partition(":")[2], recorded)
    if grant is not None:
        return f"{grant.level.title} {dates.validity(grant.valid_from, grant.valid_to)}"
    said = _VALUES.get(name)
    return str(recorded) if said is None else said(recorded)


def _date(recorded: Any) -> str:
    return dates.day(date.fromisoformat(str(recorded)))


def _listed(kind: type[Category | Recognition]) -> Callable[[Any], str]:
    def said(recorded: Collection[str]) -> str:
        return ", ".join(kind(each).title for each in recorded)

    return said


def _consent(recorded: Mapping[str, str]) -> str:
    return f"{recorded['reference']}, {_date(recorded['received_on'])}"


ALARMS: Final = {
    Alarm.SPRAYING: "z jednoho místa se zkoušela hesla k mnoha jménům",
    Alarm.LOCK_WAVE: "během hodiny bylo zablokováno víc účtů",
    Alarm.ONE_PLACE: "nový správce se přihlásil z místa toho, kdo ho správcem udělal; nejde o jednu osobu?",
    Alarm.MADE_BY_SUBJECT: "účet změnil někdo, koho správcem udělal jeho majitel, přímo nebo přes jiné",
}

_VALUES: Final[Mapping[str, Callable[[Any], str]]] = {
    "alarm": lambda recorded: ALARMS[Alarm(recorded)],
    "categories": _listed(Category),
    "concern": lambda recorded: TITLES[Concern(recorded)],
    "consent": _consent,
    "kind": lambda recorded: EVENTS[EventKind(recorded)],
    "office_kind": lambda recorded: OfficeKind(recorded).title,
    "older_than": lambda recorded: dates.moment(datetime.fromisoformat(recorded)),
    "password": lambda recorded: "nové" if recorded == NEW_PASSWORD else str(recorded),
    "reason": lambda recorded: _REASONS.get(recorded, str(recorded)),
    "recognised_by": _listed(Recognition),
    "region": lambda recorded: Region(recorded).title,
    "since": _date,
    "state": lambda recorded: sync.STATES[SyncState(recorded)],
    "sync_state": lambda recorded: sync.STATES[SyncState(recorded)],
    "until": _date,
    "valid_from": _date,
    "valid_to": _date,
}
