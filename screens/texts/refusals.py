"""What is said of each refusal; the document's own messages letter for letter (forms.md, F1)."""

from collections.abc import Callable
from typing import Any, Final

from oktui.domain.accounts import AlreadyGranted, EverSignedIn, NothingGranted, PermissionNotGrantable
from oktui.domain.administrator_request import InvalidDataBox, MpsvsDataBox, PersonDisagrees, UnreadableRequest
from oktui.domain.administrators import LastAdministrator
from oktui.domain.applications import (
    ApplicationNameTaken,
    InvalidApplicationName,
    UnknownApplication,
    UnknownKey,
)
from oktui.domain.audit import DoneBefore, EditConflict
from oktui.domain.authority import Forbidden, NotFound
from oktui.domain.backups import (
    BackupKeyMissing,
    BackupKeyWrong,
    BackupOfAnotherVersion,
    BackupUnreadable,
    NotEmpty,
)
from oktui.domain.birth_number import DoubtfulBirthNumber, InvalidBirthNumber
from oktui.domain.chain import AuditEndChanged, AuditKeyForeign, AuditKeyMissing, AuditUnwritable, NotAPosition
from oktui.domain.changes import NoAccount, NobodyMarked, TooManyMarked
from oktui.domain.contacts import InvalidEmail, InvalidPhone
from oktui.domain.corrections import BirthNumberChanges
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
from oktui.domain.files import FileTaken, FileUnreadable, FileUnwritable, Stopped, TooManyRows, TooMuchToRead
from oktui.domain.ik import InvalidIk
from oktui.domain.kept_files import FileNotKept, FilesUnavailable, FileTooLarge
from oktui.domain.krk import KrkReadOnly, PersonUnreadable
from oktui.domain.names import AmbiguousUsername, InvalidUsername, UnknownUsername, UsernameTaken
from oktui.domain.office_letter import LetterNotPlain, LineTwice
from oktui.domain.outages import (
    ConnectionInClear,
    DatabaseReadOnly,
    DatabaseUnavailable,
    DiskFull,
    KrkOutcomeUnknown,
    KrkUnavailable,
    OutcomeUnknown,
    PathUnusable,
    SchemaMismatch,
)
from oktui.domain.passwords import (
    PasswordRefused,
    PasswordReused,
    PasswordRule,
    PasswordsDiffer,
    PasswordTooYoung,
    WrongPassword,
)
from oktui.domain.people import (
    EmployeeExists,
    PersonNotFound,
    PersonUnusable,
    RegionDisagrees,
    WorkplaceInUse,
    WorkplaceNotAllowed,
    WorkplaceTaken,
)
from oktui.domain.proposals import OwnProposal, ProposalGone
from oktui.domain.reading.faults import Fault, FileRefused
from oktui.domain.register import ConsentMissing, OneNameOnly, PersonKnown
from oktui.domain.saved_lists import TooManyLists, UnknownList
from oktui.domain.sessions import MustChangePassword, SessionLocked, SessionOver, UnknownSession
from oktui.domain.sheet import LastingPassword
from oktui.domain.sign_in import (
    AccountNotValid,
    AlreadySignedIn,
    BadCredentials,
    NameAsPassword,
    NotSynchronised,
    NoUsablePermission,
    SlowedDown,
    TemporaryPasswordSpent,
)
from oktui.domain.sources import SourceSlowedDown
from oktui.domain.sync import SyncState
from oktui.domain.text import CharactersNotTaken, Required, TooLong, UnsafeText
from oktui.domain.undoing import NothingToUndo, NotUndoable, TouchedSince
from screens.texts import audit, dates, details, files, reasons, register, sessions
from screens.texts.message import ERROR, WARNING, Message

KRK: Final = "Nastala chyba při komunikaci s KRK."
LATER: Final = "Opakujte přihlášení později."


def proposal(error: UsernameTaken) -> str:
    """That a username is taken, and the key that accepts the free one (X-5)."""
    return f"{refusal(error).text} Převzít: ^N"


def refusal(error: DomainError) -> Message:
    """What to tell the user of a refusal."""
    words = _REFUSALS[type(error)]
    said = words(error) if callable(words) else words
    return said if isinstance(said, Message) else Message(ERROR, said)


def fault_in_file(fault: Fault) -> str:
    """What is wrong, behind the row and the column where it is."""
    place = ", ".join([f"řádek {fault.row}"] * bool(fault.row) + [f"sloupec {fault.column}"] * bool(fault.column))
    return f"{place}: {refusal(fault.error).text}" if place else refusal(fault.error).text


def _refused_file(error: FileRefused) -> str:
    return "\n".join([*map(fault_in_file, error.faults), *map(files.warned, error.warnings)])


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
    due = f"Další sehrání účtů proběhne v {dates.clock(error.next_sync)}."
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
    by = f"Záznam mezitím změnil uživatel {error.who}" if error.who else "Záznam byl mezitím změněn"
    when = f" ({dates.moment(error.when)})" if error.when else ""
    return f"{by}{when}.\n{audit.changes(error.changes)}"


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
    PasswordRule.HARD_TO_GUESS: "lze je snadno uhodnout",
}


def _required(error: Required) -> str:
    return reasons.REQUIRED_FIELDS.get(error.field or "", reasons.REQUIRED)


def _schema(error: SchemaMismatch) -> str:
    if error.newer:
        return "Databázi založila novější verze programu. Nainstalujte ji."
    return "Databáze je ze starší verze programu. Spusťte příkaz oktui db upgrade."


_REFUSALS: dict[type[DomainError], str | Message | Callable[[Any], str | Message]] = {
    KrkUnavailable: KRK,
    KrkOutcomeUnknown: (
        "KRK na zápis včas neodpověděl. Zda ho provedl, nelze teď říci: osobu v KRK vyhledejte a zápis zopakujte, "
        "jen když v něm není."
    ),
    KrkReadOnly: "Do registru KRK odtud nelze zapisovat, jen z něj číst. Zápis provede jeho správce.",
    PersonUnreadable: lambda error: (
        f"Co má KRK o osobě{f' s IK {error.ik}' if error.ik else ''}, nelze použít: záznam není úplný, nebo je "
        "dvakrát. Opraví ho správce KRK."
    ),
    DatabaseUnavailable: "Databáze neodpovídá. Nic se neuložilo, zkuste to prosím znovu.",
    DatabaseReadOnly: (
        "Databáze teď změny nepřijímá, lze v ní jen číst. Nic se neuložilo; zkuste to později, "
        "nebo zavolejte správce databáze."
    ),
    ConnectionInClear: (
        "S databází na jiném počítači se nesmí mluvit nešifrovaně. Správce serveru ať v její adrese nastaví "
        "sslmode=verify-full."
    ),
    OutcomeUnknown: (
        "Databáze neodpověděla včas. Zda se změna uložila, nelze teď říci. Zkuste to znovu: co už "
        "uložené je, program řekne."
    ),
    NotAPosition: "Konec záznamu není celý: má mít číslo, dvojtečku a 64 znaků pečeti. Opište ho znovu.",
    DoneBefore: "Uloženo, a to už prvním pokusem.",
    DiskFull: "Na disku není místo. Nic se neuložilo, zavolejte správce počítače.",
    AuditKeyMissing: lambda error: (
        "Chybí klíč auditního záznamu, bez něj nelze nic zapsat. Obnovte "
        f"{error.path or 'soubor klíče'} ze zálohy (u nové instalace spusťte oktui db upgrade)."
    ),
    AuditKeyForeign: (
        "Klíč auditního záznamu patří k jiné instalaci, záznam ani databáze se nezměnily. "
        "Vraťte klíč, se kterým byla databáze založena."
    ),
    PathUnusable: lambda error: f"S {error.path} nelze pracovat: {reasons.OBSTACLES[error.obstacle]}.",
    BackupUnreadable: "Soubor není záloha programu, nebo je poškozen či neúplný.",
    BackupKeyWrong: "Záloha je zašifrována jiným klíčem.",
    BackupKeyMissing: "Chybí klíč záloh. Založte ho příkazem oktui backup --make-key SOUBOR a uveďte volbou --key.",
    BackupOfAnotherVersion: "Zálohu vytvořila jiná verze programu. Obnovte ji jí a pak spusťte oktui db upgrade.",
    NotEmpty: "Cílová databáze není prázdná, nic se do ní nezapsalo.",
    AuditUnwritable: (
        "Do auditního záznamu nelze zapsat, a bez něj se nic nemění. Nic se neuložilo, zavolejte správce počítače."
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
    InvalidPhone: "Telefon nemá správný tvar (566 123 456 linka 12; více čísel oddělte čárkou).",
    BirthNumberChanges: Message(
        WARNING,
        "Rodné číslo se mění. Podle rodného čísla osobu hledají i ostatní, ověřte nové podle dokladu osoby.",
    ),
    OneNameOnly: Message(WARNING, "Jméno není vyplněno. Bez něj se zapisuje jen osoba, která má jediné jméno."),
    DoubtfulBirthNumber: Message(
        WARNING,
        "KRK toto rodné číslo nezná a kontrolní číslice nesouhlasí. U narozených po roce 1985 jsou taková čísla "
        "vzácná, ověřte ho podle dokladu osoby.",
    ),
    InvalidBirthNumber: lambda error: reasons.BIRTH_NUMBER_FAULTS[error.reason],
    InvalidIk: "IK má deset číslic a tato nesouhlasí. Zkontrolujte ho.",
    InvalidUsername: "Uživatelské jméno smí mít 2 až 32 znaků: písmena bez diakritiky, číslice a _ . -",
    UsernameTaken: lambda error: f"Uživatelské jméno {error.username} je již použito. Volné je {error.proposal}.",
    UnknownUsername: lambda error: f"Účet {error.username} neexistuje.",
    AmbiguousUsername: lambda error: (
        f"Účet {error.username} je v OKslužby i v OKnouze/OKslužby, určete ho volbou --module."
    ),
    InvalidApplicationName: (
        "Název aplikace smí mít 2 až 32 znaků: malá písmena bez diakritiky, číslice a pomlčku. "
        "Začíná písmenem a pomlčkou nekončí."
    ),
    ApplicationNameTaken: lambda error: (
        f"Aplikace {error.name} už je. Nový klíč jí dá oktui application renew {error.name}."
    ),
    UnknownApplication: lambda error: f"Aplikace {error.name} není. Všechny vypíše oktui application list.",
    UnknownKey: "Aplikace se neprokázala platným klíčem.",
    PasswordRefused: _refused_password,
    PasswordsDiffer: "Hesla se neshodují.",
    WrongPassword: lambda error: "Původní heslo nesouhlasí." if error.field == "original" else "Heslo nesouhlasí.",
    PasswordTooYoung: lambda error: f"Heslo jste změnili nedávno, znovu to půjde v {dates.clock(error.until)}.",
    PasswordReused: lambda error: f"Toto heslo patří k {error.remembered} posledním, zvolte jiné.",
    Forbidden: lambda error: reasons.DENIALS[error.denial],
    NotFound: "Záznam už neexistuje.",
    EditConflict: _conflict,
    PersonNotFound: register.NOT_FOUND,
    PersonUnusable: _person_unusable,
    EmployeeExists: "Tato osoba je na pracovišti již evidována.",
    WorkplaceNotAllowed: "Pracoviště už není platné, vyberte jiné.",
    PermissionNotGrantable: lambda error: f"Oprávnění {error.permission.title} nelze tomuto účtu přidělit.",
    NothingGranted: lambda error: Message(
        WARNING,
        f"Účet nebude mít žádné platné oprávnění pro modul {error.module.title}. Nepůjde se jím do něj přihlásit.",
    ),
    NothingToUndo: "Za posledních 10 minut jste nezměnili nic, co by šlo vzít zpět.",
    NotUndoable: lambda error: f"Vaše poslední změna byla: {details.EVENTS[error.kind]}. Tu vzít zpět nelze.",
    TouchedSince: lambda error: f"Mezitím ho změnil {error.who} ({dates.moment(error.when)}).",
    NoAccount: "Zaměstnanec nemá uživatelský účet.",
    NobodyMarked: "Nejdříve někoho označte: mezerníkem, nebo všechny hvězdičkou.",
    TooManyMarked: lambda error: f"Najednou lze změnit nejvýše {error.limit} zaměstnanců. Upřesněte kritéria.",
    TooManyLists: lambda error: f"Seznamů lze mít nejvýše {error.limit}. Některý nejdříve smažte (F8).",
    UnknownList: "Seznam tohoto názvu uložen není.",
    OwnProposal: "Správu systému jste navrhli vy; potvrdit ji musí jiný správce.",
    ProposalGone: "Tento návrh už nečeká: někdo ho potvrdil, zamítl nebo nahradil jiným.",
    AlreadyGranted: lambda error: f"Oprávnění {error.permission.title} již účet má.",
    InvalidDataBox: "Takové ID datové schránky není. Má sedm znaků bez l, o, 0 a 1, poslední je kontrolní.",
    MpsvsDataBox: "To je datová schránka MPSV, na kterou se žádost posílá. Zadejte schránku úřadu.",
    UnreadableRequest: lambda error: f"V žádosti chybí nebo nesouhlasí řádek {error.line}.",
    LineTwice: lambda error: (
        f"Řádek {error.line} je v žádosti dvakrát: «{error.first}» a «{error.second}». Ponechte ten pravý."
    ),
    LetterNotPlain: "Žádost je uložena jako webová stránka. Uložte zprávu jako prostý text.",
    PersonDisagrees: "Rodné číslo patří v KRK jiné osobě, než která je v žádosti.",
    LastingPassword: "Na list lze uvést jen dočasné heslo, které si uživatel při přihlášení změní.",
    EverSignedIn: "Tímto účtem se již někdo přihlásil, lze ho jen vyřadit.",
    WorkplaceTaken: "Pracoviště tohoto druhu a názvu již existuje.",
    RegionDisagrees: "Pracoviště MPSV nepatří žádnému kraji, ostatní patří právě jednomu.",
    WorkplaceInUse: (
        "Pracoviště má zaměstnance, nelze ho převést mezi MPSV a krajem; kde správce potvrzuje druhá osoba, ani do "
        "jiného kraje."
    ),
    TooMuchToRead: lambda error: f"Soubor má víc než {error.most // 1024**2} MB. Rozdělte ho.",
    FileUnreadable: lambda error: reasons.UNREADABLE[error.obstacle],
    FileTaken: "Soubor tohoto jména již existuje, zvolte jiné.",
    Stopped: Message(WARNING, "Práce byla zastavena. Soubor nevznikl, nic se nezměnilo."),
    FileNotKept: (
        "Soubor tohoto názvu tu na vyzvednutí nečeká. Buď už byl vyzvednut, uplynula doba, po kterou čekal, název není "
        "celý, nebo jeho autor už do programu nesmí."
    ),
    FileTooLarge: lambda error: f"Soubor by měl víc než {error.limit} MB. Upřesněte kritéria.",
    FilesUnavailable: "Složka programu pro soubory není v pořádku. Nic se neuložilo, zavolejte správce počítače.",
    TooManyRows: lambda error: f"XLSX má nejvýše {error.limit} řádků. Zvolte CSV, nebo upřesněte kritéria.",
    FileUnwritable: lambda error: reasons.UNWRITABLE[error.obstacle],
    PersonKnown: lambda error: f"Osobu s tímto rodným číslem KRK již zná: {error.ik}: {error.name}.",
    DateInFuture: "Datum nesmí být v budoucnosti.",
    ConsentMissing: ("Kategorii Zaměstnanec SS lze zapsat jen se souhlasem: vyplňte datum přijetí a číslo jednací."),
    FileRefused: lambda error: _refused_file(error),
    **files.REFUSALS,
    NameAsPassword: "To je uživatelské jméno, za pokus se nepočítá. Zadejte heslo.",
    BadCredentials: (
        "Neplatné uživatelské jméno nebo heslo. Po třech neúspěšných pokusech je účet zablokován; "
        "odblokovat jej může uživatel s oprávněním správa systému."
    ),
    SlowedDown: lambda error: (
        "Po opakovaných neúspěšných pokusech je třeba počkat. "
        f"Další pokus bude možný v {dates.exact_clock(error.until)}."
    ),
    SourceSlowedDown: lambda error: (
        "Z tohoto místa přišlo příliš mnoho neúspěšných pokusů o přihlášení. "
        f"Další pokus bude možný v {dates.exact_clock(error.until)}."
    ),
    NoUsablePermission: lambda error: f"Účet nemá oprávnění použitelné pro modul {error.module.title}.",
    AccountNotValid: "Účet není platný.",
    TemporaryPasswordSpent: ("Dočasné heslo už neplatí. O nové požádejte uživatele s oprávněním správa systému."),
    NotSynchronised: not_synchronised,
    AlreadySignedIn: lambda error: Message(
        WARNING,
        f"Tímto účtem je již někdo přihlášen do téže aplikace od {dates.moment(error.since)} ({error.origin}).",
    ),
    SessionOver: lambda error: Message(WARNING, sessions.why_over(error)),
    UnknownSession: Message(WARNING, "Přihlášení už neplatí. Přihlaste se znovu."),
    SessionLocked: "Relace je zamčená, zadejte heslo.",
    MustChangePassword: "Nejdříve je třeba změnit heslo.",
    LastAdministrator: lambda error: Message(
        WARNING,
        f"Od {dates.day(error.since)} nebude mít {error.office} v modulu {error.module.title} "
        "žádného správce systému.\n"
        "Nového pak na žádost úřadu založí jen MPSV (datová schránka sc9aavg, odbor informačních a komunikačních "
        "technologií).",
    ),
}
