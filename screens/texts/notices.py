"""Notices in words: the templates that they are written by, the installation's own first, and how the queue is."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from string import Template
from typing import Final

from oktui.domain.accounts import Account
from oktui.domain.concerns import Concern
from oktui.domain.modules import Module
from oktui.domain.notices import NewNotice, Notice, NoticeKind, NoticeReason, NoticeState
from oktui.domain.text import harmless
from oktui.notice_templates import FOLDER, LARGEST, OwnTemplates, built_in
from oktui.values import dataclass
from screens.texts import concerns, dates

_SUBJECT: Final = "Předmět:"
_ALWAYS: Final = frozenset({"aplikace", "jmeno", "hotline_email", "hotline_telefon"})
FIELDS: Final = {
    NoticeKind.VALIDITY_ENDS: _ALWAYS | {"den"},
    NoticeKind.PASSWORD_RESET: _ALWAYS | {"kdy"},
    NoticeKind.ACCOUNT_LOCKED: _ALWAYS | {"kdy"},
    NoticeKind.CHANGED_FROM_NEW_PLACE: _ALWAYS | {"kdy"},
    NoticeKind.DIGEST: _ALWAYS | {"den", "prehled"},
}
"""What a template of each kind may ask for, as $jméno."""


@dataclass(frozen=True)
class Written:
    """A notice in words."""

    subject: str
    text: str


class Blemish(Enum):
    """What is wrong with a template of an installation, which is passed over then."""

    NO_SUCH_NOTICE = "no_such_notice"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    NO_SUBJECT = "no_subject"
    UNKNOWN_FIELD = "unknown_field"
    BROKEN = "broken"


@dataclass(frozen=True)
class TemplateFlaw:
    """A blemish of a file; of a field that there is not, its name."""

    file: str
    blemish: Blemish
    field: str = ""


@dataclass(frozen=True)
class _Form:
    """A template that has been read."""

    subject: Template
    text: Template


@dataclass(frozen=True)
class Words:
    """The words of one installation: its own templates, and the hotline that notices name."""

    own: OwnTemplates
    phone: str
    email: str

    def write(self, notice: NewNotice, account: Account, created_at: datetime) -> Written:
        """The notice in words; by the program's own template where the installation's cannot be used."""
        form, _ = _own(self.own, notice.kind)
        form = form or _built_in(notice.kind)
        given = {name: harmless(value) for name, value in self._fields(notice, account, created_at).items()}
        given["prehled"] = _digest(notice)
        return Written(form.subject.substitute(given), form.text.substitute(given))

    def _fields(self, notice: NewNotice, account: Account, created_at: datetime) -> dict[str, str]:
        employee = account.employee
        of_one = notice.kind is NoticeKind.DIGEST
        modules: Iterable[Module] = [Module(str(notice.facts["module"]))] if of_one else employee.realm.modules
        day = notice.event if notice.kind in _OF_A_DAY else ""
        return {
            "aplikace": " a ".join(module.title for module in modules),
            "jmeno": employee.person.full_name,
            "kdy": dates.moment(created_at),
            "den": dates.day(date.fromisoformat(day)) if day else "",
            "hotline_email": self.email,
            "hotline_telefon": self.phone,
        }


_OF_A_DAY: Final = frozenset({NoticeKind.VALIDITY_ENDS, NoticeKind.DIGEST})


def template_flaws(own: OwnTemplates) -> list[TemplateFlaw]:
    """What is wrong with the installation's own templates."""
    try:
        flaws = [TemplateFlaw(name, Blemish.NO_SUCH_NOTICE) for name in own.strange()]
    except OSError:
        return [TemplateFlaw("", Blemish.UNREADABLE)]
    return flaws + [flaw for kind in NoticeKind for flaw in _own(own, kind)[1]]


def _own(own: OwnTemplates, kind: NoticeKind) -> tuple[_Form | None, list[TemplateFlaw]]:
    """The installation's own template, if it has one that can be used, and what is wrong with it."""
    name = f"{kind.value}.txt"
    try:
        content = own.read(kind)
        text = "" if content is None else content.decode()
    except (OSError, UnicodeDecodeError):
        return None, [TemplateFlaw(name, Blemish.UNREADABLE)]
    if content is None:
        return None, []
    if len(content) > LARGEST:
        return None, [TemplateFlaw(name, Blemish.TOO_LARGE)]
    form = _read(text)
    if form is None:
        return None, [TemplateFlaw(name, Blemish.NO_SUBJECT)]
    if not (form.subject.is_valid() and form.text.is_valid()):
        return None, [TemplateFlaw(name, Blemish.BROKEN)]
    asked = {*form.subject.get_identifiers(), *form.text.get_identifiers()}
    unknown = sorted(asked - FIELDS[kind])
    return (None if unknown else form), [TemplateFlaw(name, Blemish.UNKNOWN_FIELD, field) for field in unknown]


@cache
def _built_in(kind: NoticeKind) -> _Form:
    form = _read(built_in(kind))
    if form is None:
        raise LookupError(kind.value)
    return form


def _read(text: str) -> _Form | None:
    """A template: its subject in the first line, then an empty one, then the text."""
    first, _, rest = text.removeprefix("\ufeff").replace("\r\n", "\n").partition("\n")
    subject = first.removeprefix(_SUBJECT).strip()
    if not first.startswith(_SUBJECT) or not subject:
        return None
    return _Form(Template(subject), Template(f"{rest.strip()}\n"))


def _digest(notice: NewNotice) -> str:
    counts = notice.facts.get("counts")
    if not isinstance(counts, Mapping):
        return ""
    known = [(concern, counts[concern.value]) for concern in Concern if concern.value in counts]
    return "\n".join(f"{concerns.counted(number):>8}  {concerns.TITLES[concern]}" for concern, number in known)


_BLEMISHES: Final = {
    Blemish.NO_SUCH_NOTICE: "takové upozornění není, soubor se nepoužije; jména jsou v docs/upozorneni.md",
    Blemish.UNREADABLE: "nelze přečíst jako text v UTF-8; použije se šablona programu",
    Blemish.TOO_LARGE: "je příliš dlouhá; použije se šablona programu",
    Blemish.NO_SUBJECT: "nezačíná řádkem „Předmět: …“; použije se šablona programu",
    Blemish.UNKNOWN_FIELD: "neznámé pole ${field}; použije se šablona programu",
    Blemish.BROKEN: "za znakem $ není pole (samotný znak se píše $$); použije se šablona programu",
}


def template_flaw(flaw: TemplateFlaw) -> str:
    """What is wrong with a template."""
    return f"Šablona {FOLDER}/{flaw.file}: {_BLEMISHES[flaw.blemish].replace('{field}', flaw.field)}."


KINDS: Final = {
    NoticeKind.VALIDITY_ENDS: "platnost končí",
    NoticeKind.PASSWORD_RESET: "nové heslo od správce",
    NoticeKind.ACCOUNT_LOCKED: "účet se zablokoval",
    NoticeKind.CHANGED_FROM_NEW_PLACE: "heslo změněno z nového místa",
    NoticeKind.DIGEST: "denní přehled pro správce",
}
STATES: Final = {
    NoticeState.WAITING: "čeká",
    NoticeState.SENDING: "odesílá se",
    NoticeState.SENT: "odesláno",
    NoticeState.FAILED: "nedoručeno",
    NoticeState.DROPPED: "neposláno",
}
REASONS: Final = {
    NoticeReason.REFUSED: "server je odmítl",
    NoticeReason.EXPIRED: "nepodařilo se je odeslat včas",
    NoticeReason.BAD_ADDRESS: "adresu nelze použít",
    NoticeReason.NO_ADDRESS: "vlastník účtu nemá adresu",
    NoticeReason.OUT_OF_DATE: "mezitím přestalo platit",
}

HELP: Final = (
    "Upozornění elektronickou poštou: kolik jich je v jakém stavu, která čekají a která se nedoručila. Nic nemění."
)
OFF: Final = "Upozornění se neposílají: v oktui.toml není notices.server (docs/upozorneni.md)."
NOTHING_TO_SEND: Final = "Není co poslat."


def line(notice: Notice, username: str) -> str:
    """A notice in one line: when, what, to whom, and how it is with it."""
    when = dates.moment(notice.settled_at or notice.created_at)
    said = [STATES[notice.state]]
    if notice.reason is not None:
        said.append(REASONS[notice.reason] + (f" ({notice.reply})" if notice.reply else ""))
    elif notice.attempts:
        said.append(f"pokusů {notice.attempts}, další {dates.moment(notice.due_at)}")
    to = f" <{notice.address}>" if notice.address else ""
    return f"{when}  {KINDS[notice.kind]}, {username}{to}: {', '.join(said)}"


def letter(address: str, written: Written) -> str:
    """What would be sent."""
    return f"Komu: {address}\nPředmět: {written.subject}\n\n{written.text}"


def no_address(number: int) -> str:
    """How many are told nothing, because they have no address."""
    return f"Bez adresy, a tedy bez upozornění: {number}."


def counted(counts: Mapping[NoticeState, int]) -> str:
    """How many there are of each state."""
    return ", ".join(f"{STATES[state]} {counts[state]}" for state in NoticeState)


def undelivered(number: int) -> str:
    """That notices of the last days were not delivered, for `oktui report`."""
    return f"Nedoručených upozornění za 30 dní: {number} (které a proč, řekne oktui notices)."
