"""`oktui doctor`: looks the whole installation over, and says of each thing that it is well, or what to do."""

import os
import platform
import shutil
import sqlite3
import time
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

import click

from oktui.cli.grammar import Command
from oktui.cli.invocation import OK, REFUSED, Invocation, given
from oktui.cli.settings import home_named, unguarded
from oktui.config import BadSettings, Origin, Settings, load_settings, origins
from oktui.domain.calendar import PRAGUE
from oktui.domain.chain import End
from oktui.domain.errors import DomainError
from oktui.domain.outages import DatabaseReadOnly, DatabaseUnavailable, KrkUnavailable
from oktui.effects import utc_now
from oktui.files_folder import MEGABYTE
from oktui.guarding import Unguarded, check
from oktui.installation import make_effects, open_register, open_to_read
from oktui.jobs.synchronise_accounts import sync_due
from oktui.notice_templates import OwnTemplates
from oktui.values import dataclass
from screens.texts import doctor as texts
from screens.texts.causes import to_mend
from screens.texts.doctor import Finding, State, bad, doubtful, well
from screens.texts.notices import template_flaw, template_flaws
from screens.texts.refusals import refusal
from screens.texts.settings import ORIGINS, flaw
from storage import audit_chain, krk, roles, sync
from storage.causes import place_of
from storage.database import database, reading
from storage.engines import engine
from storage.sealing_key import read_anchor

_LEAST_FREE = 500 * MEGABYTE
_SLOW = 1.0
"""Seconds after which an answer of KRK is slow."""
_CLOCKS_DIFFER = timedelta(seconds=30)
_CERTIFICATE_ENDS = timedelta(days=30)


@dataclass
class _Patient:
    """What is looked over, and what is known of it by then."""

    invocation: Invocation
    settings: Settings
    opened: bool = False


_Examination = Callable[[_Patient], Iterator[Finding]]


@click.command("doctor", cls=Command, help=texts.HELP)
@given
def command(invocation: Invocation) -> int:
    """Examine all, however much of it is wrong."""
    findings = list(_examine(invocation))
    sick = any(finding.state is State.BAD for finding in findings)
    told = {
        "healthy": not sick,
        "checks": [
            {"check": each.subject, "state": each.state.value, "found": each.found, "advice": each.advice}
            for each in findings
        ],
    }
    invocation.answer("\n".join(map(texts.line, findings)), told)
    return REFUSED if sick else OK


def _examine(invocation: Invocation) -> Iterator[Finding]:
    yield from _program()
    home = home_named(invocation)
    try:
        patient = _Patient(invocation, load_settings(home))
    except BadSettings as error:
        yield from (bad(texts.SETTINGS, flaw(each)) for each in error.flaws)
        yield from _machine([home])
        return
    for subject, examination in _EXAMINATIONS.items():
        try:
            yield from examination(patient)
        except (DatabaseUnavailable, DatabaseReadOnly, KrkUnavailable) as error:
            yield bad(subject, to_mend(error) or refusal(error).text)
        except DomainError as error:
            yield bad(subject, refusal(error).text)
        except OSError as error:
            yield bad(subject, error.strerror or type(error).__name__)
    yield from _machine([patient.settings.files.path, home])


def _machine(folders: list[Path]) -> Iterator[Finding]:
    """What is to be said of the machine, whatever the installation is like."""
    yield well(texts.CLOCK, texts.clock(utc_now().astimezone(PRAGUE), _time_zones()))
    yield from _disk(folders)
    yield _terminal()


def _program() -> Iterator[Finding]:
    used = {name: version(name) for name in ("oktui", "textual", "peewee", "argon2-cffi")}
    named = ", ".join(f"{name} {number}" for name, number in used.items())
    yield well(texts.PROGRAM, f"{named}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")


def _settings(patient: _Patient) -> Iterator[Finding]:
    chosen = origins(patient.settings.home)
    other = [f"{name} ({ORIGINS[origin]})" for name, (_, origin) in chosen.items() if origin is not Origin.DEFAULT]
    yield well(texts.SETTINGS, texts.settings(str(patient.settings.home), other))


def _guard(patient: _Patient) -> Iterator[Finding]:
    try:
        check(patient.settings)
    except Unguarded as error:
        yield bad(texts.GUARD, unguarded(error))
    else:
        yield well(texts.GUARD, texts.GUARDED)


def _database(patient: _Patient) -> Iterator[Finding]:
    open_to_read(patient.settings)
    patient.opened = True
    with reading():
        found, now = engine(), utc_now()
    yield well(texts.DATABASE, texts.database(place_of(database.obj), found.version, found.protocol))
    if found.certified_until is not None:
        soon = found.certified_until < now + _CERTIFICATE_ENDS
        yield (doubtful if soon else well)(texts.DATABASE, texts.certificate(found.certified_until, soon=soon))
    if found.now is not None and abs(found.now - now) > _CLOCKS_DIFFER:
        yield bad(texts.CLOCK, texts.clocks_differ(found.now - now))
    if roles.audit_can_be_changed(patient.settings.database_url):
        yield doubtful(texts.DATABASE, texts.ONE_ROLE)


def _audit(patient: _Patient) -> Iterator[Finding]:
    if not patient.opened:
        return
    with reading():
        head, latest = audit_chain.end(End.HEAD), audit_chain.latest()
    anchor = read_anchor()
    if anchor is not None and anchor.number > head.number:
        yield bad(texts.AUDIT, texts.behind_its_anchor(head.number, anchor.number))
    else:
        yield well(texts.AUDIT, texts.audit(str(patient.settings.audit_key), head.number, anchor and anchor.number))
    now = make_effects(patient.settings).now()
    if latest is not None and latest > now + _CLOCKS_DIFFER:
        yield bad(texts.CLOCK, texts.clock_went_back(latest))


def _krk(patient: _Patient) -> Iterator[Finding]:
    open_register(patient.settings)
    begun = time.monotonic()
    krk.ping()
    took = time.monotonic() - begun
    yield (doubtful if took > _SLOW else well)(texts.KRK, texts.register(krk.place(), took))


def _worker(patient: _Patient) -> Iterator[Finding]:
    if not patient.opened:
        return
    effects = make_effects(patient.settings)
    with reading():
        last = sync.last_slot()
    due = sync_due(effects=effects)
    embedded = patient.settings.database_url.startswith("sqlite:///")
    if not due:
        yield well(texts.WORKER, texts.last_run(last))
    elif embedded:
        yield doubtful(texts.WORKER, texts.no_run(last, embedded=True))
    else:
        yield bad(texts.WORKER, texts.no_run(last, embedded=False))


def _notices(patient: _Patient) -> Iterator[Finding]:
    server = patient.settings.mail
    yield from (
        doubtful(texts.NOTICES, template_flaw(each)) for each in template_flaws(OwnTemplates(patient.settings.home))
    )
    if server is None:
        yield well(texts.NOTICES, texts.NO_NOTICES)
        return
    from oktui.mail import Conversation, MailOut  # here, because few installations have a mail server

    try:
        conversation = Conversation(server)
    except MailOut as error:
        yield bad(texts.NOTICES, texts.mail_out(server.at.host, server.at.port, error.cause.value, error.said))
        return
    until = conversation.certificate
    conversation.close()
    yield well(texts.NOTICES, texts.mail(server.at.host, server.at.port, encrypted=until is not None))
    if until is not None:
        soon = until < utc_now() + _CERTIFICATE_ENDS
        yield (doubtful if soon else well)(texts.NOTICES, texts.mail_certificate(until, soon=soon))


def _time_zones() -> str:
    """The edition of the rules that tell Prague's time: the system's, or the package's where there are none."""
    for folder in zoneinfo.TZPATH:
        if Path(folder, PRAGUE.key).exists():
            with suppress(OSError), Path(folder, "tzdata.zi").open(encoding="ascii") as rules:
                return rules.readline().removeprefix("# version").strip()
            return ""
    return version("tzdata")


def _disk(folders: list[Path]) -> Iterator[Finding]:
    for folder in {each.stat().st_dev: each for each in map(_there, folders)}.values():  # one line a file system
        free = shutil.disk_usage(folder).free
        yield (bad if free < _LEAST_FREE else well)(texts.DISK, texts.disk(str(folder), free // MEGABYTE))


def _there(folder: Path) -> Path:
    """The folder, or the one in which it will be made."""
    return folder if folder.exists() else _there(folder.parent)


def _terminal() -> Finding:
    if not os.isatty(1):
        return well(texts.TERMINAL, texts.NO_TERMINAL)
    size, kind = os.get_terminal_size(1), os.environ.get("TERM", "")
    fits = size.columns >= texts.COLUMNS and size.lines >= texts.LINES and kind not in ("", "dumb")
    return (well if fits else doubtful)(texts.TERMINAL, texts.terminal(kind, size.columns, size.lines))


_EXAMINATIONS: dict[str, _Examination] = {
    texts.SETTINGS: _settings,
    texts.GUARD: _guard,
    texts.DATABASE: _database,
    texts.AUDIT: _audit,
    texts.KRK: _krk,
    texts.WORKER: _worker,
    texts.NOTICES: _notices,
}
