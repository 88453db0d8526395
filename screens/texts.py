"""All Czech sentences: one for each refusal, and what forms say besides their labels.

The document's own messages stand here letter for letter (forms.md, F1).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from oktui.domain.accounts import Account, AlreadyGranted, EverSignedIn, PermissionNotGrantable
from oktui.domain.administrator_request import InvalidDataBox, PersonDisagrees, UnreadableRequest
from oktui.domain.administrators import LastAdministrator
from oktui.domain.audit import AuditEvent, EditConflict, EventKind, Outcome, Recorded, differences
from oktui.domain.authority import Denial, Forbidden, NotFound
from oktui.domain.birth_number import BirthNumberFault, InvalidBirthNumber
from oktui.domain.calendar import PRAGUE, Maintenance
from oktui.domain.chain import AuditEndChanged, AuditKeyMissing, Finding, Flaw
from oktui.domain.dates import (
    FIRST_DAY,
    LAST_DAY,
    DateInFuture,
    DateOutOfRange,
    DatesOutOfOrder,
    InvalidDate,
    NoSuchDay,
)
from oktui.domain.errors import DomainError
from oktui.domain.files import FileTaken, FileUnreadable, FileUnwritable, FormatUnknown, Stopped, TooManyRows
from oktui.domain.history import OnDay
from oktui.domain.ik import InvalidIk
from oktui.domain.incidents import Incident
from oktui.domain.listing import COUNTED_AT_MOST, Listed, Status
from oktui.domain.modules import Realm
from oktui.domain.names import AmbiguousUsername, InvalidUsername, UnknownUsername, UsernameTaken
from oktui.domain.outages import DatabaseUnavailable, DiskFull, KrkUnavailable, SchemaMismatch
from oktui.domain.passwords import (
    Owner,
    PasswordPolicy,
    PasswordRefused,
    PasswordReused,
    PasswordRule,
    PasswordsDiffer,
    PasswordTooYoung,
    WrongPassword,
    spell,
)
from oktui.domain.people import (
    EmployeeExists,
    InvalidEmail,
    Person,
    PersonNotFound,
    PersonUnusable,
    RegionDisagrees,
    WorkplaceInUse,
    WorkplaceNotAllowed,
    WorkplaceTaken,
)
from oktui.domain.person_file import (
    BirthNumberRepeated,
    CategoryUnknown,
    CellsMiscounted,
    ColumnMissing,
    ColumnUnknown,
    FileRefused,
    LineUnreadable,
    NotUtf8,
)
from oktui.domain.register import Consent, ConsentMissing, PersonKnown
from oktui.domain.sessions import ListedSession, MustChangePassword, SessionEnd, SessionLocked, SessionOver
from oktui.domain.sign_in import (
    AccountNotValid,
    AlreadySignedIn,
    BadCredentials,
    NotSynchronised,
    NoUsablePermission,
    SlowedDown,
    TemporaryPasswordSpent,
)
from oktui.domain.sync import RunState, SyncState
from oktui.domain.text import CharactersNotTaken, Required, TooLong, UnsafeText
from oktui.services.employees.get_employee import Seen
from oktui.services.sync.get_sync import SyncOverview


@dataclass(frozen=True)
class Message:
    """A dialog's title and text."""

    title: str
    text: str


ERROR: Final = "Chyba"
WARNING: Final = "Upozornění"
WORKING: Final = "Pracuji…"
DISCARD: Final = ("Zpět", "Zahodit rozepsané údaje?", "Zahodit", "Pokračovat v psaní")
KRK: Final = "Nastala chyba při komunikaci s KRK."
NOT_FOUND: Final = "Osoba nebyla v registru nalezena."
_NOT_FOUND_ADVICE = {
    Realm.OKSLUZBY: (
        "Zápis do KRK provádí pracovník MPSV na základě zaslaného souhlasu se zpracováním osobních údajů."
    ),
    Realm.OKNOUZE: "Zavřete výběr osoby (Zpět) a na formuláři Zaměstnanec zvolte Nová osoba.",
}
CHANGE_DEMANDED: Final = "Než budete pokračovat, změňte si heslo: je dočasné, nebo mu skončila platnost."
SIGN_OUT_INSTEAD: Final = (
    "Změna hesla",
    "Bez změny hesla nelze pokračovat. Chcete se místo toho odhlásit?",
    "Odhlásit",
    "Změnit heslo",
)
PASSWORD_CHANGED: Final = ("Změna hesla", "Heslo bylo změněno.")
PASSWORDS_AGREE: Final = "potvrzení souhlasí"
MET: Final = "splněno"
UNMET: Final = "nesplněno"
HOTLINE: Final = "Hotline: hotline.oknouze@oksystem.cz, tel. 236 072 230 (pracovní dny po–pá 8:00–16:00)"
PROGRAM: Final = "OKtui · uživatelské účty modulů OKslužby a OKnouze/OKslužby"
HOTLINE_OPEN: Final = "Hotline je nyní v provozu."
HOTLINE_CLOSED: Final = "Hotline má nyní zavřeno, otevírá {opening}."
MAINTENANCE_RULE: Final = (
    "Každé úterý a čtvrtek od 17:00 do 24:00 probíhá pravidelná údržba. V této době mohou být aplikace nedostupné."
)
NOTHING_IS_SENT: Final = (
    "Žádost se zobrazí a lze ji uložit do souboru. Program nic neodesílá, odeslání datovou schránkou zůstává na úřadu."
)
APPEALS: Final = (
    "Účtům s oprávněním Řešení odvolání nelze přiřadit oprávnění pro práci se standardizovaným záznamem. "
    "Tyto účty budou zrušeny."
)
LEAVE: Final = ("Konec", "Ukončit program?", "Ukončit", "Zůstat")
LOCKED: Final = (
    "Program zůstal delší dobu bez obsluhy. Rozepsané údaje zůstaly, jak byly.\n"
    "Pokračovat může jen přihlášený uživatel, po zadání svého hesla."
)
SIGN_OUT_LOCKED: Final = (
    "Odhlásit",
    "Odhlásit se? Údaje rozepsané ve formulářích pod zámkem se zahodí.",
    "Odhlásit",
    "Zůstat",
)
OWN_SESSION: Final = ("Odhlásit", "To je vaše vlastní přihlášení. Odhlásíte se v hlavním menu klávesou Esc.")
DELETE: Final = (
    "Smazání",
    "Smazat zaměstnance i s účtem? Vzít to zpět nelze; lze to jen dokud se účtem nikdo nepřihlásil.",
    "Smazat",
    "Nechat",
)
END_OTHER: Final = ("Ukončit a přihlásit", "Nepřihlašovat")
COUNTDOWN_STEP: Final = 1.0
"""Seconds between two showings of the time left to the next sync."""
CRASH: Final = "V programu nastala chyba a byl ukončen. Chyba je zapsána pod číslem {number}. " + HOTLINE
NO_TERMINAL: Final = "Tento příkaz potřebuje terminál."
LATER: Final = "Opakujte přihlášení později."
DELETE_ALL_THE_SAME: Final = ("Přesto smazat", "Nechat")
STORE_ALL_THE_SAME: Final = ("Uložit přesto", "Neukládat")
PERSON_NOT_IN_KRK: Final = "Není-li osoba v KRK, zvolte Nová osoba (F6)."
CHOOSE_PERSON: Final = "Vyberte osobu z KRK: Obnovit (F5)."
NO_GRANTS: Final = "Žádné oprávnění, přidejte je: Nové oprávnění (F7)."
NOTHING_TO_GRANT: Final = ("Nové oprávnění", "Účet už má všechna oprávnění, která lze v tomto modulu přidělit.")
STORED: Final = "Heslo bylo uloženo"
HISTORY: Final = "Historie sehrání a poslední změna"
NO_HISTORY: Final = "Nic není zaznamenáno."
LOCK: Final = "Existuje zámek přihlášení uživatelského účtu"
WILL_UNLOCK: Final = f"{LOCK}, nové heslo ho zruší."
READ_OUT: Final = "Přečtěte volajícímu, vše malými písmeny a mezi skupinami pomlčka. Jinde se heslo už neukáže."

_DENIALS = {
    Denial.NO_PERMISSION: "K této činnosti nemáte oprávnění.",
    Denial.VIEW_ONLY: "Vaše oprávnění má úroveň prohlížení, měnit nic nemůžete.",
    Denial.MPSV_ONLY: "Tato činnost je vyhrazena pracovníkům MPSV.",
    Denial.OTHER_MODULE: (
        "Osoby zapisuje z této aplikace do KRK jen pracovník MPSV na základě souhlasu se zpracováním osobních údajů."
    ),
    Denial.OTHER_REALM: "Účet patří k jiné aplikaci.",
    Denial.OTHER_REGION: "Pracoviště patří jinému kraji. Spravovat můžete jen zaměstnance svého kraje.",
    Denial.OWN_ACCOUNT: "Vlastní účet spravovat nemůžete. Požádejte jiného správce systému.",
    Denial.ADMINISTRATORS_ACCOUNT: "Účet s oprávněním Správa systému může spravovat jen správce systému.",
}

_SESSION_ENDS = {
    SessionEnd.SIGNED_OUT: "Byli jste odhlášeni.",
    SessionEnd.RETIRED: "Přihlášení skončilo: účet byl vyřazen.",
    SessionEnd.NOT_VALID: "Přihlášení skončilo: účet není platný.",
    SessionEnd.LOCKED: "Přihlášení skončilo: účet byl zablokován.",
    SessionEnd.PASSWORD_RESET: "Přihlášení skončilo: správce systému zadal k účtu nové heslo.",
    SessionEnd.SIGNED_IN_ELSEWHERE: "Přihlášení skončilo: tímto účtem se někdo přihlásil jinde.",
    SessionEnd.TOO_LONG: "Přihlášení skončilo: trvalo déle než povolenou dobu. Přihlaste se znovu.",
    SessionEnd.ENDED_BY_ADMINISTRATOR: "Přihlášení ukončil správce systému.",
    SessionEnd.WRONG_PASSWORDS: "Přihlášení skončilo: heslo bylo třikrát zadáno chybně.",
}

_BIRTH_NUMBER_FAULTS = {
    BirthNumberFault.CHARACTERS: "Rodné číslo smí obsahovat jen číslice a jedno lomítko.",
    BirthNumberFault.SLASH: "Lomítko patří v rodném čísle za šestou číslici.",
    BirthNumberFault.LENGTH: "Rodné číslo má deset číslic, u narozených do roku 1953 devět.",
    BirthNumberFault.DATE: "Prvních šest číslic rodného čísla není platné datum.",
    BirthNumberFault.FUTURE: "Datum v rodném čísle je v budoucnosti.",
    BirthNumberFault.CHECK_DIGIT: "Rodné číslo nemá správnou kontrolní číslici, zkontrolujte ho.",
}

PASSWORD_RULES: Final = {
    PasswordRule.LENGTH: "dost znaků",
    PasswordRule.MAX_LENGTH: "nejvýše 256 znaků",
    PasswordRule.NO_USERNAME: "neobsahuje uživatelské jméno",
    PasswordRule.NO_SURNAME: "neobsahuje příjmení",
    PasswordRule.NO_BIRTH_NUMBER: "neobsahuje rodné číslo",
    PasswordRule.NOT_COMMON: "není běžné heslo",
}
"""Each rule as the end of «Heslo …»; forms that know the policy say the number of characters."""

REQUIRED: Final = "Vyplňte toto pole."
_REQUIRED = {
    "username": "Zadejte uživatelské jméno.",
    "password": "Zadejte heslo.",
    "original": "Zadejte původní heslo.",
    "day": "Zadejte den.",
    "recognised_by": "Vyznačte, jak byl volající rozpoznán.",
    "birth_number": "Zadejte rodné číslo.",
    "ik": "Zadejte IK.",
    "given_name": "Zadejte jméno.",
    "surname": "Zadejte příjmení.",
    "birth_surname": "Zadejte rodné příjmení.",
    "received_on": "Zadejte datum přijetí souhlasu.",
    "reference": "Zadejte číslo jednací souhlasu.",
    "workplace": "Vyberte pracoviště.",
    "valid_from": "Zadejte datum, od kterého platí.",
    "email": "Zadejte email.",
    "position": "Zadejte funkci nebo služební číslo.",
}

_FIELDS = {
    "workplace": "Pracoviště",
    "valid_from": "Platnost od",
    "valid_to": "Platnost do",
    "phone": "Telefon",
    "email": "Email",
    "position": "Funkce/služební číslo",
    "abbreviation": "Zkratka zaměstnance",
    "retired": "Vyřazen",
    "locked": "Zámek",
    "username": "Uživatelské jméno",
    "password": "Heslo",
    "must_change": "Změnit při příštím přihlášení",
    "recognised_by": "Volající rozpoznán",
}

NO_PERMISSIONS: Final = "Toho dne není v platnosti žádné oprávnění."
NOBODY_MATCHES: Final = "Zadaným kritériím nevyhovuje žádný zaměstnanec."
RETIRE_ALL_THE_SAME: Final = ("Přesto vyřadit", "Nevyřazovat")

_STATUSES = {
    Status.NO_ACCOUNT: "bez účtu",
    Status.RETIRED: "vyřazen",
    Status.LOCKED: "zámek",
    Status.EXPIRED: "neplatný",
    Status.NOT_BEGUN: "zatím ne",
    Status.ACTIVE: "platný",
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
NO_INCIDENTS: Final = "Žádné chybové hlášení nebylo nalezeno."
STOP: Final = "Zastavit"
STOPPING: Final = "Zastavuje se…"

_ISO_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")

PERSON_KNOWN: Final = ("Nová osoba", "Převzít tuto osobu?", "Převzít", "Opravit údaje")
REGISTER_ADVICE: Final = f"{NOT_FOUND}\nDo KRK ji zapíšete příkazem Nová osoba."
PERSON_CHANGED: Final = "Změna je v KRK zapsána."

SYNC_STATES: Final = {
    SyncState.NEW: "čeká na potvrzení IK v KRK",
    SyncState.IK_CONFIRMED: "IK potvrzeno, čeká na data osoby",
    SyncState.PERSON_LOADED: "data osoby načtena, čeká na oprávnění",
    SyncState.ACTIVE: "sehráno",
}


SYNC_WAITS: Final = {
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


def password_rule(rule: PasswordRule, owner: Owner, policy: PasswordPolicy) -> str:
    """The rule as the end of «Heslo …», with the number of characters that the owner's password must have (X-15)."""
    if rule is PasswordRule.LENGTH:
        return f"má nejméně {policy.least_length(is_administrator=owner.is_administrator)} znaků"
    if rule is PasswordRule.MAX_LENGTH:
        return f"má nejvýše {policy.max_length} znaků"
    return PASSWORD_RULES[rule]


def passwords_remembered(count: int) -> str:
    """How far back a password counts as used (X-15); short enough to stand beside a form's fields."""
    return f"Posledních {count} hesel nelze znovu použít."


def not_found(realm: Realm) -> str:
    """That KRK has no such person, and what to do about it in the realm (R2.2-2, R2.4-1)."""
    return f"{NOT_FOUND}\n{_NOT_FOUND_ADVICE[realm]}"


def persons_found(count: int, limit: int, enter: str) -> str:
    """How many persons KRK has for a question, and what the key Enter does with one."""
    if count == 1:
        return f"Nalezena 1 osoba, Enter ji {enter}."
    if count < limit:
        return f"Nalezeno osob: {count}. Vyberte šipkami, Enter {enter}."
    return f"Zobrazeno je prvních {limit} osob, upřesněte údaje."


def registered(person: Person) -> str:
    """That KRK has given the person an IK (R2.4-1)."""
    return f"{person.name}: přiděleno IK {person.ik}."


def imported(persons: int, first_ik: str, last_ik: str) -> str:
    """How many persons a file brought to KRK, or would bring."""
    if not first_ik:
        return f"Soubor je v pořádku, osob: {persons}. Nic nebylo zapsáno."
    return f"Zapsáno osob: {persons}. Přidělena IK od {first_ik} do {last_ik}."


def consents(on_record: Sequence[Consent]) -> str:
    """The consents that MPSV has on record for a person."""
    lines = [f"{day(consent.received_on)}  {consent.reference}" for consent in on_record]
    return "\n".join(["Evidované souhlasy:", *lines]) if lines else "Žádný souhlas není evidován."


def day(value: date | None) -> str:
    """A date as the document writes it: 15.9.2014."""
    return "" if value is None else f"{value.day}.{value.month}.{value.year}"


def moment(value: datetime) -> str:
    """A moment in Prague: 15.9.2014 10:05."""
    local = value.astimezone(PRAGUE)
    return f"{day(local.date())} {local:%H:%M}"


def clock(value: datetime) -> str:
    """The time of day in Prague: 10:05."""
    return f"{value.astimezone(PRAGUE):%H:%M}"


def validity(valid_from: date, valid_to: date | None) -> str:
    """A validity in words: od 1.1.2010, or od 1.1.2010 do 31.12.2016."""
    return f"od {day(valid_from)}" + (f" do {day(valid_to)}" if valid_to else "")


def next_sync(due: datetime, left: timedelta) -> str:
    """When the next sync runs, and how long that is."""
    minutes, seconds = divmod(max(int(left.total_seconds()), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"Další sehrání účtů proběhne v {clock(due)}, za {hours}:{minutes:02}:{seconds:02}."


def count(found: int) -> str:
    """How many match a list's criteria; counting ends at a limit."""
    return str(found) if found <= COUNTED_AT_MOST else f"více než {COUNTED_AT_MOST}"


def duration(left: timedelta) -> str:
    """Time left, in minutes begun: 1 h 55 min."""
    hours, minutes = divmod(-(-left // timedelta(minutes=1)), 60)
    return " ".join([f"{hours} h"] * (hours > 0) + [f"{minutes} min"] * (minutes > 0))


def status(status: Status) -> str:
    """The account's state in a word, whenever it is read."""
    return "čeká na sehrání" if status is Status.PENDING else _STATUSES[status]


def account_status(status: Status, left: timedelta) -> str:
    """The account's state in a word, and how long a new one waits."""
    if status is not Status.PENDING:
        return _STATUSES[status]
    hours, minutes = divmod(-(-left // timedelta(minutes=1)), 60)
    return f"čeká {hours}:{minutes:02} h" if hours else f"čeká {minutes} min"


def account_state(row: Listed, status: Status, due: datetime, left: timedelta) -> str:
    """The account's state in a sentence."""
    said = {
        Status.NO_ACCOUNT: "nemá uživatelský účet",
        Status.RETIRED: "účet je vyřazen; stejným postupem (F8) se obnoví",
        Status.LOCKED: "existuje zámek přihlášení; odemyká se v detailu (F4)",
        Status.EXPIRED: f"platnost skončila {day(row.valid_to)}",
        Status.PENDING: f"čeká na sehrání, další proběhne v {clock(due)} (za {duration(left)})",
        Status.NOT_BEGUN: f"platnost začne {day(row.valid_from)}",
        Status.ACTIVE: "účet je platný a sehraný",
    }
    return f"{row.username or row.person}: {said[status]}."


def retiring(row: Listed) -> tuple[str, str, str, str]:
    """The question before an account is retired (R2.5-1)."""
    who = f"{row.person} ({row.username})" if row.username else row.person
    return "Zrušení – vyřazení účtu", f"Vyřadit zaměstnance {who}?", "Vyřadit", "Nevyřazovat"


def took(value: timedelta | None) -> str:
    """How long something took: 0,4 s, or 2:05 min."""
    if value is None:
        return ""
    seconds = value.total_seconds()
    if seconds < 60:
        return f"{seconds:.1f} s".replace(".", ",")
    minutes, seconds = divmod(int(seconds), 60)
    return f"{minutes}:{seconds:02} min"


def sync_overview(overview: SyncOverview) -> str:
    """How many accounts wait for what, and whether KRK failed (F14)."""
    waiting = ", ".join(f"{SYNC_WAITS[state]} {count}" for state, count in overview.waiting.items())
    said = [f"Čeká účtů: {sum(overview.waiting.values())} ({waiting})." if waiting else "Nečeká žádný účet."]
    if overview.without_krk:
        said.append(f"KRK naposledy neodpověděl, účtů: {overview.without_krk}.")
    run = overview.last_run
    if run is not None and run.state is RunState.BROKEN_OFF:
        said.append("Poslední sehrání nebylo dokončeno.")
    return " ".join(said)


def session(row: ListedSession) -> str:
    """All that is known of a session, in three lines (F10)."""
    state = f"zamčeno od {clock(row.locked_at)}" if row.locked_at else "v činnosti"
    return (
        f"{row.ik}: {row.name} ({row.username}) · {row.workplace}\n"
        f"přihlášen od {moment(row.started_at)}, odkud: {row.origin}\n"
        f"poslední činnost {clock(row.last_active_at)}, {state}"
    )


def end_session(name: str, username: str) -> tuple[str, str, str, str]:
    """The question before somebody's session is ended (F10)."""
    text = f"Odhlásit uživatele {name} ({username})? Co má rozepsáno a neuložil, ztratí."
    return ("Odhlásit", text, "Odhlásit", "Ponechat")


def maintenance(notice: Maintenance) -> str:
    """The announcement of the regular maintenance (R3-2)."""
    if notice.running:
        return f"PROBÍHÁ ÚDRŽBA do {clock_of_end(notice.ends)}"
    return f"OD {clock(notice.starts)} ÚDRŽBA"


def clock_of_end(value: datetime) -> str:
    """The time of day at which a day ends is 24:00."""
    return "24:00" if clock(value) == "00:00" else clock(value)


def usable_from(due: datetime) -> str:
    """From when a new account can be signed in to (R2.3-12)."""
    return f"Uloženo. Novým účtem se bude možné přihlásit po sehrání v {clock(due)}."


def proposal(error: UsernameTaken) -> str:
    """That a username is taken, and the key that accepts the free one (X-5)."""
    return f"{refusal(error).text} Převzít: ^N"


def generated(password: str) -> str:
    """A password that was made up, to be read."""
    return f"Vygenerované heslo: {password}" if password else ""


def spelled(password: str) -> str:
    """A generated password, group by group, with the Czech spelling alphabet (X-16)."""
    groups = (f"{group}   {' '.join(word for _, word in spell(group))}" for group in password.split("-"))
    return f"{password}\n\n" + "\n".join(groups) + "\n\nMezi skupinami je pomlčka. Jinde se heslo už neukáže."


def on_day(found: OnDay) -> str:
    """How an employee stood on a day, in one sentence."""
    when = day(found.day)
    if not found.exists:
        return f"Ke dni {when} zaměstnanec ještě nebyl evidován."
    if found.username is None:
        return f"Ke dni {when}: {found.workplace}, bez uživatelského účtu."
    states = [
        "v platnosti" if found.valid else "mimo platnost",
        "vyřazen" if found.retired else "nevyřazen",
    ]
    said = f"Ke dni {when}: účet {found.username}, {found.workplace}, {', '.join(states)}."
    return said if found.usable else f"{said} Přihlásit se nelze, oprávnění níže nejsou použitelná."


def issued(until: datetime | None, *, unlocked: bool) -> str:
    """How long a password that was read out can be used (X-16), and what else its caller may hear."""
    limit = f"do {moment(until)}" if until else "od sehrání účtu"
    said = f"Heslo platí {limit} a jen pro první přihlášení; při něm si volající zvolí vlastní."
    return f"{said}\nZámek přihlášení byl zrušen." if unlocked else said


def sync(account: Account) -> str:
    """How far the sync has come with an account."""
    return _sync_state(account.sync_state, failed=account.sync_failed)


def _sync_state(state: SyncState, *, failed: bool) -> str:
    return f"KRK neodpovídá, {SYNC_STATES[state]}" if failed else SYNC_STATES[state]


def last_edit(event: AuditEvent | None) -> str:
    """Who changed an employee last, when and what; nothing when nobody has since the audit began."""
    if event is None:
        return ""
    names = ", ".join(_FIELDS.get(name, name) for name, _, _ in differences(event.before, event.after))
    what = names if event.kind is EventKind.EMPLOYEE_CHANGED else _EDITS[event.kind]
    return f"{moment(event.at)} {event.who.name}: {what}"


def history(seen: Seen, due: datetime) -> str:
    """How the sync went, newest first, and the last change of the employee by somebody, whole."""
    lines = []
    if seen.account is not None:
        lines = [f"Sehrání: {sync(seen.account)}"]
        if seen.account.sync_state is not SyncState.ACTIVE:
            lines.append(f"Další sehrání účtů proběhne v {clock(due)}.")
    lines += [f"{moment(event.at)} {_synchronised(event)}" for event in seen.sync_history]
    if seen.last_edit is not None:
        changes = _changes(differences(seen.last_edit.before, seen.last_edit.after))
        lines += ["", f"Poslední změna: {last_edit(seen.last_edit)}", changes]
    return "\n".join(lines) or NO_HISTORY


def _synchronised(event: AuditEvent) -> str:
    if "sync_state" not in event.after:
        return "z KRK převzato: " + _changes(differences(event.before, event.after)).replace("\n", ", ")
    return _sync_state(SyncState(event.after["sync_state"]), failed=bool(event.after.get("failed")))


def second(value: datetime) -> str:
    """A moment in Prague to the second: 15.9.2014 10:05:33."""
    return f"{day(value.astimezone(PRAGUE).date())} {value.astimezone(PRAGUE):%H:%M:%S}"


def event_line(event: AuditEvent) -> str:
    """Who did it, from where, and on whom, in one line."""
    return " · ".join(part for part in (event.who.name, event.who.origin, event.subject_name) if part)


def event(row: Recorded) -> str:
    """All that is on record of an event, with what was before and after (F15)."""
    event = row.event
    facts = [
        ("Záznam č.", str(row.number)),
        ("Čas", f"{second(event.at)} ({event.at.astimezone(PRAGUE):%Z})"),
        ("Kdo", event.who.name),
        ("Odkud", event.who.origin),
        ("Aplikace", event.module.title if event.module else ""),
        ("Na kom", event.subject_name),
        ("Výsledek", OUTCOMES[event.outcome]),
    ]
    told = "\n".join(f"{name}: {value}" for name, value in facts if value)
    changes = event_changes(event)
    return f"{told}\n\n{changes}" if changes else told


def event_changes(event: AuditEvent) -> str:
    """What was before and after, a line for each field."""
    if event.before:
        return _changes(differences(event.before, event.after))
    return "\n".join(f"{_FIELDS.get(name, name)}: {_value(value)}" for name, value in event.after.items())


def events_verified(done: int) -> str:
    """How far the check of the audit has come."""
    return f"Ověřeno záznamů: {done}"


def audit_verdict(events: int, finding: Finding | None) -> str:
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


def incident(row: Incident) -> str:
    """Who tried to sign in, when, where from, in which state (X-6)."""
    return (
        f"Chyba č. {row.number}: {second(row.at)}, {row.module.title}\n"
        f"Uživatelské jméno: {row.username}   Osoba: {row.person}\n"
        f"Odkud: {row.origin}\n"
        f"Stav účtu při pokusu: {SYNC_STATES[row.state]}"
    )


def export_folder(folder: object) -> str:
    """Where a file without a folder is put, and who can read it."""
    return f"Bez uvedené složky se soubor uloží do {folder}.\nČíst ho bude moci jen vlastník účtu na tomto počítači."


def rows_written(done: int) -> str:
    """How far an export has come."""
    return f"Zapsáno řádků: {done}"


def overwriting(path: object) -> tuple[str, str, str, str]:
    """The question before a file is written over."""
    return ("Export", f"Soubor {path} již existuje. Přepsat ho?", "Přepsat", "Nepřepisovat")


def exported(rows: int, path: object) -> tuple[str, str]:
    """What an export has come to."""
    return ("Export", f"Zapsáno řádků: {rows}\nSoubor: {path}")


def demo(usernames: tuple[str, ...]) -> str:
    """Whom one can sign in to the demo as."""
    return f"Ukázka: přihlaste se jako {', '.join(usernames)}; heslo všech je Vysocina-Demo-2016."


def first_administrator(username: str, password: str, *, revived: bool) -> str:
    """What MPSV's side passes on to an office (R2.4-2)."""
    done = "Účet správce byl znovu otevřen" if revived else "Účet správce byl založen, použitelný bude po sehrání"
    return f"{done}.\nUživatelské jméno: {username}\nDočasné heslo: {password}"


def bug(number: str) -> Message:
    """An error of the program itself."""
    return Message(ERROR, f"V programu nastala chyba. Je zapsána pod číslem {number}.\n{HOTLINE}")


def refusal(error: DomainError) -> Message:
    """What to tell the user of a refusal."""
    words = _REFUSALS[type(error)]
    said = words(error) if callable(words) else words
    return said if isinstance(said, Message) else Message(ERROR, said)


def not_synchronised(error: NotSynchronised) -> Message:
    """One of the four messages of R2.3-14, by the state of the sync."""
    if error.failed:
        message = Message(ERROR, KRK)
    elif error.state is SyncState.NEW:
        message = Message(
            WARNING,
            "Nepodařilo se přiřadit osobě IK. Chyba při komunikaci s KRK.\n"
            "Chyba registrována pod číslem null (CHYBA_AAExternNenalezen)",
        )
    elif error.state is SyncState.IK_CONFIRMED:
        message = Message(ERROR, error_501(error.ik))
    else:
        message = Message(ERROR, f"Neoprávněný přístup! Chyba je registrována pod číslem {error.incident}")
    due = f"Další sehrání účtů proběhne v {clock(error.next_sync)}."
    return Message(message.title, f"{message.text}\n\n{LATER} {due}")


def error_501(ik: str) -> str:
    """KRK's error 501 with its three lines (R2.3-5)."""
    return (
        "kód chyby: 501\n"
        f"text chyby: Osobu s CSP: {ik} se nepodařilo načíst\n"
        "text pro uživatele: Data osoby jsou nedostupná"
    )


def _person_unusable(error: PersonUnusable) -> str:
    advice = "Kontaktujte MPSV, odbor informačních a komunikačních technologií."
    return f"{error_501(error.ik)}\n\n{advice}"


def _conflict(error: EditConflict) -> Message:
    kept = "Vaše údaje zůstaly ve formuláři a nic se neuložilo. Otevřete detail znovu a změny zopakujte."
    return Message(WARNING, f"{_who_changed_what(error)}\n\n{kept}")


def merged(error: EditConflict) -> Message:
    """Of a form that shows what somebody else saved beside what was typed into it (X-21)."""
    kept = "Zatím se nic neuložilo. Co jste zadali, zůstalo; ostatní pole už ukazují nový stav. Zkontrolujte a uložte."
    return Message(WARNING, f"{_who_changed_what(error)}\n\n{kept}")


def _who_changed_what(error: EditConflict) -> str:
    return f"Záznam mezitím změnil uživatel {error.who} ({moment(error.when)}).\n{_changes(error.changes)}"


def _changes(changes: Iterable[tuple[str, object, object]]) -> str:
    return "\n".join(
        f"{_FIELDS.get(name, name)}: {_value(before)} → {_value(after)}" for name, before, after in changes
    )


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "Ano" if value else "Ne"
    return _ISO_DATE.sub(lambda found: day(date.fromisoformat(found[0])), str(value)) if value else "(nic)"


def _refused_password(error: PasswordRefused) -> str:
    missing = ", ".join(_UNMET[rule] for rule in error.unmet)
    return f"Heslo nelze použít: {missing}."


_UNMET = {
    PasswordRule.LENGTH: "je příliš krátké",
    PasswordRule.MAX_LENGTH: "je příliš dlouhé",
    PasswordRule.NO_USERNAME: "obsahuje uživatelské jméno",
    PasswordRule.NO_SURNAME: "obsahuje příjmení",
    PasswordRule.NO_BIRTH_NUMBER: "obsahuje rodné číslo",
    PasswordRule.NOT_COMMON: "je příliš běžné",
}


def _required(error: Required) -> str:
    return _REQUIRED.get(error.field or "", REQUIRED)


def _schema(error: SchemaMismatch) -> str:
    if error.newer:
        return "Databázi založila novější verze programu. Nainstalujte ji."
    return "Databáze je ze starší verze programu. Spusťte příkaz oktui db upgrade."


_REFUSALS: dict[type[DomainError], str | Message | Callable[[Any], str | Message]] = {
    KrkUnavailable: KRK,
    DatabaseUnavailable: "Databáze neodpovídá. Nic se neuložilo, zkuste to prosím znovu.",
    DiskFull: "Na disku není místo. Nic se neuložilo, zavolejte správce počítače.",
    AuditKeyMissing: (
        "Chybí klíč auditního záznamu, bez něj nelze nic zapsat. Obnovte soubor klíče ze zálohy "
        "(u nové instalace spusťte oktui db upgrade)."
    ),
    AuditEndChanged: (
        "Konec auditního záznamu nesouhlasí s klíčem: záznam někdo změnil, nebo klíč patří k jiné databázi. "
        "Nic se neuložilo, zavolejte správce počítače."
    ),
    SchemaMismatch: _schema,
    Required: _required,
    InvalidDate: "Zadejte datum ve tvaru 15.9.2014.",
    NoSuchDay: "Takový den v kalendáři není, zkontrolujte datum.",
    DateOutOfRange: f"Rok musí být od {FIRST_DAY.year} do {LAST_DAY.year}, zkontrolujte datum.",
    CharactersNotTaken: "Tyto znaky sem nepatří, nebyly vloženy.",
    UnsafeText: "Text obsahuje nepovolené řídicí znaky.",
    TooLong: lambda error: f"Text je příliš dlouhý, nejvýše {error.limit} znaků.",
    DatesOutOfOrder: lambda error: (
        "Konec období předchází jeho začátek."
        if error.field == "until"
        else "Platnost do nesmí předcházet datu Platnost od."
    ),
    InvalidEmail: "Email nemá správný tvar (jmeno@urad.cz).",
    InvalidBirthNumber: lambda error: _BIRTH_NUMBER_FAULTS[error.reason],
    InvalidIk: "IK má deset číslic a tato nesouhlasí. Zkontrolujte ho.",
    InvalidUsername: "Uživatelské jméno smí mít 2 až 32 znaků: písmena bez diakritiky, číslice a _ . -",
    UsernameTaken: lambda error: f"Uživatelské jméno {error.username} je již použito. Volné je {error.proposal}.",
    UnknownUsername: lambda error: f"Účet {error.username} neexistuje.",
    AmbiguousUsername: lambda error: (
        f"Účet {error.username} je v OKslužby i v OKnouze/OKslužby, určete ho volbou --module."
    ),
    PasswordRefused: _refused_password,
    PasswordsDiffer: "Hesla se neshodují.",
    WrongPassword: lambda error: "Původní heslo nesouhlasí." if error.field == "original" else "Heslo nesouhlasí.",
    PasswordTooYoung: lambda error: f"Heslo jste změnili nedávno, znovu to půjde v {clock(error.until)}.",
    PasswordReused: lambda error: f"Toto heslo patří k {error.remembered} posledním, zvolte jiné.",
    Forbidden: lambda error: _DENIALS[error.denial],
    NotFound: "Záznam už neexistuje.",
    EditConflict: _conflict,
    PersonNotFound: NOT_FOUND,
    PersonUnusable: _person_unusable,
    EmployeeExists: "Tato osoba je na pracovišti již evidována.",
    WorkplaceNotAllowed: "Pracoviště už není platné, vyberte jiné.",
    PermissionNotGrantable: lambda error: f"Oprávnění {error.permission.title} nelze tomuto účtu přidělit.",
    AlreadyGranted: lambda error: f"Oprávnění {error.permission.title} již účet má.",
    InvalidDataBox: "ID datové schránky má sedm znaků: písmena a číslice bez l, o, 0 a 1.",
    UnreadableRequest: lambda error: f"V žádosti chybí nebo nesouhlasí řádek {error.line}.",
    PersonDisagrees: "Rodné číslo patří v KRK jiné osobě, než která je v žádosti.",
    EverSignedIn: "Tímto účtem se již někdo přihlásil, lze ho jen vyřadit.",
    WorkplaceTaken: "Pracoviště tohoto druhu a názvu již existuje.",
    RegionDisagrees: "Pracoviště MPSV nepatří žádnému kraji, ostatní patří právě jednomu.",
    WorkplaceInUse: "Pracoviště má zaměstnance, nelze ho převést mezi MPSV a krajem.",
    FileUnreadable: "Soubor nelze přečíst jako text v kódování UTF-8.",
    FileTaken: "Soubor tohoto jména již existuje, zvolte jiné.",
    Stopped: Message(WARNING, "Práce byla zastavena. Soubor nevznikl, nic se nezměnilo."),
    FormatUnknown: "Jméno souboru musí končit na .csv nebo .xlsx.",
    TooManyRows: lambda error: f"XLSX má nejvýše {error.limit} řádků. Zvolte CSV, nebo upřesněte kritéria.",
    FileUnwritable: "Soubor tam nelze zapsat. Zkontrolujte složku.",
    PersonKnown: lambda error: f"Osobu s tímto rodným číslem KRK již zná: {error.ik}: {error.name}.",
    DateInFuture: "Datum nesmí být v budoucnosti.",
    ConsentMissing: ("Kategorii Zaměstnanec SS lze zapsat jen se souhlasem: vyplňte datum přijetí a číslo jednací."),
    FileRefused: lambda error: "\n".join(f"řádek {line}: {refusal(fault).text}" for line, fault in error.faults),
    NotUtf8: "Soubor není v kódování UTF-8.",
    LineUnreadable: "Řádek nelze přečíst, zkontrolujte uvozovky.",
    ColumnMissing: lambda error: f"V záhlaví chybí sloupec {error.column}.",
    ColumnUnknown: lambda error: f"Záhlaví má neznámý nebo opakovaný sloupec „{error.column}“.",
    CellsMiscounted: lambda error: f"Řádek má mít {error.expected} údajů a má jich {error.found}.",
    BirthNumberRepeated: lambda error: f"Rodné číslo je v souboru již na řádku {error.line}.",
    CategoryUnknown: lambda error: f"Neznámá kategorie „{error.text}“, možné jsou HN a SS.",
    BadCredentials: (
        "Neplatné uživatelské jméno nebo heslo. Po třech neúspěšných pokusech je účet zablokován; "
        "odblokovat jej může uživatel s oprávněním správa systému."
    ),
    SlowedDown: lambda error: (
        "Po opakovaných neúspěšných pokusech je třeba počkat. "
        f"Další pokus bude možný v {error.until.astimezone(PRAGUE):%H:%M:%S}."
    ),
    NoUsablePermission: lambda error: f"Účet nemá oprávnění použitelné pro modul {error.module.title}.",
    AccountNotValid: "Účet není platný.",
    TemporaryPasswordSpent: ("Dočasné heslo už neplatí. O nové požádejte uživatele s oprávněním správa systému."),
    NotSynchronised: not_synchronised,
    AlreadySignedIn: lambda error: Message(
        WARNING,
        f"Tímto účtem je již někdo přihlášen od {moment(error.since)} ({error.origin}).",
    ),
    SessionOver: lambda error: Message(WARNING, _SESSION_ENDS[error.reason]),
    SessionLocked: "Relace je zamčená, zadejte heslo.",
    MustChangePassword: "Nejdříve je třeba změnit heslo.",
    LastAdministrator: lambda error: Message(
        WARNING,
        f"Od {day(error.since)} nebude mít {error.office} v modulu {error.module.title} žádného správce systému.\n"
        "Nového pak na žádost úřadu založí jen MPSV (datová schránka sc9aavg, odbor informačních a komunikačních "
        "technologií).",
    ),
}
