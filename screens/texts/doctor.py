"""What `oktui doctor` says of an installation."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from oktui.values import dataclass
from screens.texts import checks, dates

HELP: Final = (
    "Prohlédne instalaci: nastavení, práva, databázi, audit, KRK, sehrávání, poštu, čas, disk a terminál; u každé věci "
    "řekne, že je v pořádku, nebo co s ní. Nic nemění. Návratový kód 1, když něco v pořádku není."
)
PROGRAM: Final = "program"
SETTINGS: Final = "settings"
GUARD: Final = "guard"
DATABASE: Final = "database"
AUDIT: Final = "audit"
KRK: Final = "krk"
WORKER: Final = "worker"
NOTICES: Final = "notices"
CLOCK: Final = "clock"
DISK: Final = "disk"
TERMINAL: Final = "terminal"
SUBJECTS: Final = {
    PROGRAM: "Program",
    SETTINGS: "Nastavení",
    GUARD: "Práva",
    DATABASE: "Databáze",
    AUDIT: "Audit",
    KRK: "KRK",
    WORKER: "Sehrávání",
    NOTICES: "Upozornění",
    CLOCK: "Čas",
    DISK: "Disk",
    TERMINAL: "Terminál",
}
"""What scripts know each thing by that is looked at, and its name."""

COLUMNS: Final = 80
LINES: Final = 24


class State(Enum):
    """How it is with something."""

    WELL = "well"
    DOUBTFUL = "doubtful"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """What was found of a subject: a fact where all is well, else what to do."""

    subject: str
    state: State
    found: str = ""
    advice: str = ""


def well(subject: str, found: str) -> Finding:
    """Nothing needs to be done."""
    return Finding(subject, State.WELL, found)


def doubtful(subject: str, advice: str) -> Finding:
    """It works, and somebody should know."""
    return Finding(subject, State.DOUBTFUL, advice=advice)


def bad(subject: str, advice: str) -> Finding:
    """Something has to be done."""
    return Finding(subject, State.BAD, advice=advice)


_WORDS: Final = {State.WELL: "v pořádku", State.DOUBTFUL: "pozor", State.BAD: "CHYBA"}
_WIDTH: Final = max(map(len, SUBJECTS.values()))


def line(finding: Finding) -> str:
    """A finding, its state first."""
    return f"{_WORDS[finding.state]:<9}  {SUBJECTS[finding.subject]:<{_WIDTH}}  {finding.found or finding.advice}"


GUARDED: Final = "složku, databázi a klíč má jen účet programu"
ONE_ROLE: Final = checks.AUDIT_EXPOSED.removeprefix("Pozor: ")
NO_TERMINAL: Final = "příkaz neběží v terminálu"


def settings(home: str, other: list[str]) -> str:
    """Where they are, and which are not the usual ones."""
    return f"{home}; {', '.join(other)}" if other else f"{home}; vše výchozí"


def database(place: str, version: str, protocol: str | None) -> str:
    """Which one, and how it is spoken to; None of a file."""
    said = "" if protocol is None else f", šifrovaně {protocol}" if protocol else ", v tomto počítači"
    return f"{place}, {version}{said}"


def certificate(until: datetime, *, soon: bool) -> str:
    """Until when the server's is good."""
    found = f"certifikát serveru platí do {dates.moment(until)}"
    return f"{found[0].upper()}{found[1:]}. Obnovte ho včas: potom se k databázi nikdo nepřipojí." if soon else found


def audit(key: str, head: int, anchor: int | None) -> str:
    """How far it has come, and up to where the anchor has followed."""
    followed = "kotva zatím není" if anchor is None else f"kotva u č. {anchor}"
    return f"klíč {key}, záznamů po č. {head}, {followed}; celý ho ověří oktui audit verify"


def behind_its_anchor(head: int, anchor: int) -> str:
    """Events are missing."""
    return f"Končí záznamem č. {head}, ale kotva zná č. {anchor}: záznamy chybějí. Spusťte oktui audit verify."


def register(place: str, seconds: float) -> str:
    """How fast it answers."""
    return f"{place} odpovídá za {max(1, round(seconds * 1000))} ms"


def last_run(slot: datetime | None) -> str:
    """When the accounts were synchronised."""
    return "zatím žádné" if slot is None else f"poslední {dates.moment(slot)}"


def no_run(slot: datetime | None, *, embedded: bool) -> str:
    """Nobody has done it in time."""
    mend = (
        "Bez workera ho dělá spuštěný program. Má-li běžet i bez něj: systemctl enable --now oktui-worker."
        if embedded
        else "Spusťte workera: systemctl enable --now oktui-worker (ručně oktui worker)."
    )
    return f"Sehrání v tomto termínu neproběhlo ({last_run(slot)}). {mend}"


NO_NOTICES: Final = "neposílají se, server pro ně není nastaven"


def mail(host: str, port: int, *, encrypted: bool) -> str:
    """The mail server answers."""
    return f"{host}:{port} přijímá poštu, {'šifrovaně' if encrypted else 'v tomto počítači'}"


def mail_certificate(until: datetime, *, soon: bool) -> str:
    """Until when the mail server's certificate is good."""
    found = f"certifikát poštovního serveru platí do {dates.moment(until)}"
    return f"{found[0].upper()}{found[1:]}. Ať ho včas obnoví: potom se neodešle nic." if soon else found


_MAIL_OUT: Final = {
    "unreachable": "Není dostupný. Ověřte notices.server, síť a bránu firewall",
    "no_starttls": "Nenabízí STARTTLS, a nešifrovaně se neposílá. Zkuste smtps://",
    "certificate": "Jeho certifikátu nelze věřit. Vlastní autoritu napište do notices.authority",
    "tls": "Spojení se nepodařilo zašifrovat. Je-li na portu STARTTLS, patří do adresy smtp+starttls://",
    "password_missing": "Heslo k němu nelze přečíst; patří do souboru notices.password_file",
    "password_exposed": "Soubor s heslem k němu mohou číst i jiní: chmod 600",
    "sign_in": "Jméno nebo heslo k němu nepřijal, nebo přihlášení nenabízí",
    "sender": "Odesílatele notices.sender nepřijal",
    "too_slow": "Neodpověděl včas (notices.patience)",
    "closed": "Spojení ukončil",
}
"""Why no letter can be sent, by the cause, and what mends it."""


def mail_out(host: str, port: int, cause: str, said: str) -> str:
    """The mail server does not work."""
    return f"{host}:{port}: {_MAIL_OUT[cause]}{f' ({said})' if said else ''}."


def clock(now: datetime, zones: str) -> str:
    """What time the program takes it to be, and by which edition of the time zones' rules."""
    return f"v Praze je {dates.moment(now)}" + (f"; časová pásma {zones}" if zones else "")


def clocks_differ(ahead: timedelta) -> str:
    """The database's server goes by another time."""
    seconds, way = abs(round(ahead.total_seconds())), "napřed" if ahead > timedelta() else "pozadu"
    return f"Hodiny serveru databáze jdou o {seconds} s {way} proti zdejším. Zapněte na obou počítačích NTP."


def clock_went_back(latest: datetime) -> str:
    """The audit knows of a later moment."""
    return f"Poslední záznam auditu je až z {dates.moment(latest)}: hodiny šly napřed, nebo se vrátily. Zapněte NTP."


def disk(folder: str, megabytes: int) -> str:
    """How much room is left."""
    return f"{folder}: volných {megabytes} MB"


def terminal(kind: str, columns: int, lines: int) -> str:
    """Which one, and how large."""
    return f"{kind or 'neznámý'}, {columns}×{lines}; program potřebuje {COLUMNS}×{LINES}"
