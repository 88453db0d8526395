"""The audit over few and over many events: pages of F15, the verification of the chain, exports."""

import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from oktui.domain.audit import AuditCriteria, AuditCursor, AuditEvent, EventKind, Recorded, SubjectKind, Who
from oktui.domain.authority import Scope
from oktui.domain.chain import End, Position, seal
from oktui.domain.kept_files import Format, KeptFile
from oktui.domain.listing import Criteria, Entry
from oktui.domain.modules import Module, Realm
from oktui.domain.offices import Region
from oktui.domain.rows import Rows
from oktui.domain.sessions import MachineOwner
from oktui.files_folder import FilesFolder
from oktui.services.audit.export_events import export_events
from oktui.services.audit.verify_audit import verify_audit
from oktui.services.employees.export_employees import export_employees
from oktui.services.exporting import Target
from storage import audit, audit_chain, audit_log
from storage.database import database, is_sqlite, transaction
from storage.models import AuditRow
from tests.benchmarks.crowd import let_vacuum
from tests.benchmarks.measuring import Figures, Installation, milliseconds
from tests.support.cast import AUDIT_KEY
from tests.support.effects import MONDAY, make_effects

_LIMIT = 101
_OWNER = MachineOwner(module=Module.REGISTR, name="benchmark")
_EFFECTS = make_effects()
_RARE = 30_000


def measure(installation: Installation, size: int) -> Figures:
    """Milliseconds of F15's pages; of verifying and exporting, for each 1,000 rows; and the exports' MB of memory."""
    with installation.opened():
        _fill(size)
        figures = _pages(size)
        figures["verifying 1,000 events"] = _per_thousand(lambda: verify_audit(_OWNER, effects=_EFFECTS).events)
        effects = replace(_EFFECTS, files=FilesFolder(installation.folder / "files", limit=1 << 40))
        for kind in (Format.CSV, Format.XLSX):
            ending = kind.value.removeprefix(".")
            events = Target[Recorded](kind, [("Na kom", lambda row: row.event.subject_name)] * 9)
            employees = Target[Entry](kind, [("Osoba", lambda row: row.listed.person)] * 6)
            to_events = partial(export_events, _OWNER, AuditCriteria(), events, effects=effects)
            to_employees = partial(export_employees, _OWNER, Criteria(with_invalid=True), employees, effects=effects)
            for name, export in (("events", to_events), ("employees", to_employees)):
                figures[f"1,000 {name} to {ending}"] = _per_thousand(_rows_of(export))
                figures[f"MB of memory for {name} to {ending}"] = _peak(export)
    return figures


def _fill(size: int) -> None:
    """Record events as `audit.append` does, but many in a statement."""
    names = [field.column_name for field in audit_chain.SEALED]
    columns = ", ".join([*names, "previous_mac", "mac"])
    places = ", ".join(["?" if is_sqlite() else "%s"] * (len(names) + 2))
    with transaction():
        sql = f"INSERT INTO audit_event ({columns}) VALUES ({places})"  # noqa: S608 - names from the models
        database.cursor().executemany(sql, _rows(size, audit_chain.end(End.HEAD).seal))
        last = AuditRow.select().order_by(AuditRow.id.desc()).first()
        audit_chain.move_end(End.HEAD, Position(last.id, bytes(last.mac)))
    if not is_sqlite():
        let_vacuum()


def _rows(size: int, previous: bytes) -> Iterator[list[Any]]:
    for event in map(_event, range(size), [size] * size):
        stored = audit._columns_of(event)
        values = [field.db_value(stored[field.name]) for field in audit_chain.SEALED]
        mac = seal(AUDIT_KEY, previous, audit_chain._content(values))
        yield [*values, previous, mac]
        previous = mac


def _event(number: int, size: int) -> AuditEvent:
    regions = list(Region)
    return AuditEvent(
        at=MONDAY - timedelta(seconds=size - number),
        who=Who(None, "rare" if number % _RARE == 7 else f"user{number % 50}", "10.0.0.1"),
        kind=EventKind.RETIRED if number % _RARE == 11 else EventKind.SIGN_IN,
        subject_kind=SubjectKind.EMPLOYEE,
        subject_id=number % 5_000,
        subject_name=f"{1_000_000_000 + number % 5_000}: Jiří Homola",
        realm=Realm.OKSLUZBY,
        region=regions[number % len(regions)],
        before={"email": "urad@urad.example"},
        after={"email": "posta@urad.example"},
    )


def _pages(size: int) -> Figures:
    middle = (MONDAY - timedelta(seconds=size // 2)).date()
    asked = {
        "everything": AuditCriteria(),
        "a frequent kind": AuditCriteria(kind=EventKind.SIGN_IN),
        "a rare kind": AuditCriteria(kind=EventKind.RETIRED),
        "by one who did much": AuditCriteria(actor="user1"),
        "by one who did much, a rare kind": AuditCriteria(actor="user1", kind=EventKind.RETIRED),
        "by one who did little": AuditCriteria(actor="rare"),
        "on one person": AuditCriteria(subject="1000000017"),
        "until a day in the middle": AuditCriteria(until=middle),
        "a day and a rare kind": AuditCriteria(since=date(2016, 7, 1), kind=EventKind.RETIRED),
    }
    figures = {}
    for region in (None, Region.VYSOCINA):
        for name, criteria in asked.items():
            page = partial(audit_log.page, criteria, Scope(Realm.OKSLUZBY, region))
            figures[f"{name}{', one region' if region else ''}"] = _slowest_page(page)
    key = AuditCursor(MONDAY - timedelta(seconds=size // 2), size // 2)
    page = partial(audit_log.page, AuditCriteria(), Scope(Realm.OKSLUZBY, None))
    figures["a page in the middle"] = _timed(partial(page, Rows(_LIMIT, after=key)))
    return figures


def _slowest_page(page: Callable[..., list[Recorded]]) -> float:
    with transaction():
        first, last = page(Rows(_LIMIT)), page(Rows(_LIMIT, backwards=True))
    asked = [Rows[AuditCursor](_LIMIT), Rows[AuditCursor](_LIMIT, backwards=True)]
    if first:
        asked += [Rows(_LIMIT, after=first[-1].key), Rows(_LIMIT, before=last[0].key)]
    return max(_timed(partial(page, rows)) for rows in asked)


def _timed(query: Callable[[], object]) -> float:
    def in_transaction() -> None:
        with transaction():
            query()

    return milliseconds(in_transaction)


def _rows_of(export: Callable[[], KeptFile]) -> Callable[[], int]:
    return lambda: export().rows or 0


def _per_thousand(export: Callable[[], int]) -> float:
    began = time.perf_counter()
    rows = export()
    return (time.perf_counter() - began) * 1e6 / rows


def _peak(export: Callable[[], object]) -> float:
    tracemalloc.start()
    export()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return peak
