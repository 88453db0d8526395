"""What the program says line by line (`oktui --linear`): the questions that forms ask by their fields and buttons."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from oktui.domain.accounts import GrantChange
from oktui.domain.authority import Forbidden
from oktui.domain.listing import Entry
from oktui.domain.lookup import Match
from oktui.domain.modules import Realm
from oktui.domain.people import Person
from oktui.services.employees.get_employee import Seen
from oktui.services.helpdesk.diagnose_account import Diagnosis
from screens.texts import audit, dates, diagnosed, diagnosis, employees, going, program, proposals, refusals, register
from screens.texts.message import Message

HELLO: Final = (
    program.PROGRAM,
    "Po řádcích: na každou otázku odpovězte a stiskněte Enter. V hranatých závorkách je odpověď, která platí, když "
    "stisknete jen Enter. Zpět se vrátíte slovem zpět nebo Ctrl+C, pomlčka smaže nepovinný údaj, otazník zopakuje "
    "otázku, Ctrl+D ukončí program.",
    program.HOTLINE,
)
BACK: Final = "zpět"
AGAIN: Final = "?"
NOTHING: Final = "-"
GOODBYE: Final = "Konec programu."
LEFT: Final = "Zpět, nic se neuložilo."
CHOOSE: Final = "Číslo nebo začátek slova"
CHOOSE_MANY: Final = "Čísla oddělená mezerou"
NO_SUCH_CHOICE: Final = "Taková volba tu není."
AMBIGUOUS: Final = "Začíná tak víc voleb, napište víc písmen nebo číslo."
WHAT_NOW: Final = "Co chcete udělat?"
WHAT_HELPS: Final = "Co pomůže?"
RULES: Final = "Pravidla pro nové heslo:"
IS_IT_THEM: Final = "Je to tato osoba?"
NO_GRANTS: Final = "Žádné oprávnění."
WITH_WHOM: Final = "Co dál s tímto zaměstnancem?"
KNOWN_OF_THEM: Final = (
    "Napište, co o něm víte: jméno, uživatelské jméno, e-mail, telefon, IK, pracoviště, číslo chyby. "
    "Stačí začátky slov."
)
WHO: Final = "Koho hledat"
WHICH: Final = "Koho myslíte?"
NO_ACCOUNT: Final = "Zaměstnanec nemá uživatelský účet."
NOT_LOCKED: Final = "Účet není zablokován, není co odemykat."
HOW_FOUND: Final = "Podle čeho osobu v KRK hledat?"
WAYS: Final = ("Rodné číslo", "IK", "Osobní údaje")
PERSON: Final = "Která osoba to je?"
WITH_ACCOUNT: Final = "Včetně uživatelského účtu?"
YES, NO = "Ano", "Ne"
MADE_UP, TYPED = "Vygenerovat", "Napsat"
WHICH_PASSWORD: Final = "Heslo vygenerovat, nebo ho napíšete?"  # noqa: S105 - a question
MUST_CHANGE: Final = "Má si ho uživatel při příštím přihlášení změnit?"
RECOGNISED_NOT: Final = "(neuvádím)"
OTHER_GRANT: Final = "Přidat oprávnění?"
NO_MORE: Final = "Hotovo, žádné další"
STORE: Final = "Uložit?"
STORE_IT, CORRECT_IT, LEAVE_IT = "Uložit", "Opravit údaje", "Zahodit"
ONCE_MORE: Final = "Zkusit to znovu?"
AGAIN_NOW: Final = "Znovu"
READ_OUT: Final = "Přečtěte uživateli, mezi skupinami je pomlčka. Heslo se znovu nezobrazí, zůstane jen v textu okna."
WILL_SIGN_OUT: Final = "Heslo nechte prázdné, chcete-li se místo toho odhlásit."
_ENTER_ELSEWHERE: Final = "Osobu, kterou KRK nezná, zapíšete v programu na celou obrazovku (oktui bez --linear)."

FIND, WHY, RESET, UNLOCK, CREATE, OWN_PASSWORD, SIGN_OUT, DETAIL = (
    "Najít zaměstnance",
    "Proč se nelze přihlásit",
    "Nové heslo zaměstnance",
    "Odemknout účet",
    "Založit zaměstnance",
    "Změnit své heslo",
    "Odhlásit se",
    "Detail zaměstnance",
)


def prompt(label: str, default: str = "") -> str:
    """A question, with the answer that Enter alone stands for."""
    return f"{label.rstrip(':')} [{default}]:" if default else f"{label.rstrip(':')}:"


def choice(place: int, title: str) -> str:
    """One of the choices, and the number that chooses it."""
    return f"{place}. {title}"


def choices_left(count: int) -> str:
    """That there are more choices than anybody wants to hear."""
    return f"Je tu {count} voleb. Napište začátek názvu."


def refused(message: Message) -> tuple[str, ...]:
    """A refusal: its title, and its sentence."""
    return tuple(filter(None, (f"{message.title}:", *message.text.split("\n"))))


def welcome(name: str, module: str, workplace: str) -> str:
    """Who has signed in, to what and from where."""
    return f"Přihlášen: {name}, {module}, {workplace}."


def found(count: int) -> str:
    """How many may be meant."""
    return f"Nalezeno: {count}."


def match(found: Match) -> str:
    """Somebody who may be meant."""
    return f"{found.name} · {going.person(found)}"


def person(person: Person, birth_number: str) -> str:
    """Somebody whom KRK knows; the birth number as it may be shown (X-20)."""
    return f"{person.data.full_name} · IK {person.ik} · rodné číslo {birth_number}"


def not_found(realm: Realm) -> str:
    """That KRK has no such person, and who enters them."""
    return f"{register.NOT_FOUND} {_ENTER_ELSEWHERE}" if realm.enters_persons else register.not_found(realm)


def detail(seen: Seen, entry: Entry, due: datetime, state: str) -> Iterator[str]:
    """An employee as F6 shows them, a line for each thing: how it is with the account first."""
    employee, account = seen.employee, seen.account
    yield state
    if account is not None and entry.listed.locked:
        yield f"{employees.LOCK}."
    yield f"IK MPSV: {employee.ik}"
    yield from employees.identity(employee, account).split("\n")
    yield f"Platnost: {dates.validity(employee.details.valid_from, employee.details.valid_to)}"
    if employee.details.abbreviation:
        yield f"Zkratka zaměstnance: {employee.details.abbreviation}"
    if account is not None:
        standing = [grant for grant in account.grants if grant.revoked_at is None]
        yield "Oprávnění:" if standing else NO_GRANTS
        yield from (f"{grant.module.title}: {employees.granted([grant])}" for grant in standing)
    yield from (proposals.waits(each) for each in seen.waiting)
    identity = employees.identity(employee, account)
    yield from filter(None, audit.history(seen, due).removeprefix(identity).split("\n"))


def diagnosed_in_lines(found: Diagnosis) -> Iterator[str]:
    """Why somebody cannot sign in: the verdict, what is not met with what to say and to do, the rest in one line."""
    yield diagnosis.whom(found)
    yield diagnosis.summary(found)
    for each in found.hindrances:
        yield f"Nesplněno: {diagnosed.standing(each, found)}."
        yield f"Volajícímu řekněte: {diagnosis.sentence(each.finding, found)}"
        if each.remedy is not None and each.denial is not None:
            yield refusals.refusal(Forbidden(each.remedy, each.denial)).text
    met = [diagnosed.standing(each, found) for each in found.conditions if each.finding.met]
    if met:
        yield f"Splněno: {'; '.join(met)}."
    yield diagnosis.last_attempt(found.last_attempt)
    yield from filter(None, diagnosis.helpers(found).split("\n"))


def offered(title: str, granted: GrantChange | None) -> str:
    """A permission that can be granted, and how it is to be, where that was said."""
    return f"{title} (přidáno: {granted.level.title})" if granted else title


def to_store(person: str, workplace: str, username: str, grants: Sequence[GrantChange]) -> Iterator[str]:
    """What is about to be stored."""
    yield f"Uloží se: {person}, {workplace}."
    yield f"Uživatelské jméno: {username}" if username else "Bez uživatelského účtu."
    for each in grants:
        terms = dates.validity(each.valid_from, each.valid_to)
        yield f"Oprávnění: {each.permission.title}, {each.level.title}, {terms}"
