"""The audit as it is read: each page off an index in order, whatever is asked (F15)."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from oktui.domain.audit import OWNER, AuditCriteria, AuditCursor, AuditEvent, EventKind, Recorded, SubjectKind, Who
from oktui.domain.authority import Scope
from oktui.domain.modules import Realm
from oktui.domain.offices import Region
from oktui.domain.rows import Rows
from storage import audit, audit_log
from storage.database import database, is_sqlite, transaction
from tests.support.cast import Cast
from tests.support.effects import MONDAY

EVENT = AuditEvent(
    at=MONDAY,
    who=Who(None, "homola", "10.0.0.1"),
    kind=EventKind.SIGN_IN,
    subject_kind=SubjectKind.EMPLOYEE,
    subject_id=1,
    subject_name="1273434965: Jiří Homola",
    realm=Realm.OKSLUZBY,
    region=Region.VYSOCINA,
)


def record(*events: AuditEvent) -> None:
    """Put them on record, each a second after the one before."""
    with transaction():
        for number, event in enumerate(events):
            audit.append(replace(event, at=MONDAY + timedelta(seconds=number)))


def page(criteria: AuditCriteria, rows: Rows[AuditCursor], region: Region | None = None) -> list[Recorded]:
    """A page of them."""
    with transaction():
        return audit_log.page(criteria, Scope(Realm.OKSLUZBY, region), rows)


@pytest.mark.parametrize(
    ("actor", "index"),
    [("homola", "audit_event_actor_kind"), ("root", "audit_event_actor_name_kind")],
    ids=["an account", "a name"],
)
@pytest.mark.parametrize("region", [None, Region.VYSOCINA], ids=["all", "region"])
def test_what_one_seldom_does_is_read_off_an_index_in_order(
    cast: Cast, caplog: pytest.LogCaptureFixture, actor: str, index: str, region: Region | None
) -> None:
    """F15, design: however much they do, and however often others do it; nothing is read whole, nothing sorted."""
    account = cast.account("homola")
    record(*(replace(EVENT, who=who) for who in (Who(account.id, "homola", ""), Who(None, f"{OWNER}root", ""))))
    caplog.set_level(logging.DEBUG, logger="peewee")
    for ask in asking(AuditCriteria(actor=actor, kind=EventKind.SIGN_IN), region):
        caplog.clear()
        assert len(ask()) == 1
        queries = [record.msg for record in caplog.records if "audit_event" in str(record.msg)]
        plans = [explain(*query) for query in queries]
        assert plans
        for plan in plans:
            assert index in plan
            assert "Sort" not in plan
            assert "TEMP B-TREE" not in plan
            assert "Seq Scan" not in plan


def asking(criteria: AuditCriteria, region: Region | None) -> list[Callable[[], list[Recorded]]]:
    """The first page and the last."""
    return [
        lambda: page(criteria, Rows(5), region),
        lambda: page(criteria, Rows(5, backwards=True), region),
    ]


@pytest.mark.usefixtures("open_databases")
def test_the_owner_of_the_machine_and_whoever_typed_the_same_name_are_read_in_one_order() -> None:
    """F15: by pages of any size, up and down, none is left out and none comes twice."""
    owner, typed = Who(None, f"{OWNER}root", ""), Who(None, "root", "")
    record(*(replace(EVENT, who=who) for who in (owner, typed, typed, owner, owner, typed, Who(None, "other", ""))))
    criteria = AuditCriteria(actor="root")
    expected = [6, 5, 4, 3, 2, 1]
    for size in (1, 2, 3, 6, 10):
        down = page(criteria, Rows(size))
        while more := page(criteria, Rows(size, after=down[-1].key)):
            down += more
        up = page(criteria, Rows(size, backwards=True))
        while more := page(criteria, Rows(size, before=up[0].key)):
            up = more + up
        assert [[row.number for row in rows] for rows in (down, up)] == [expected, expected]
    with transaction():
        assert audit_log.count(criteria, Scope(Realm.OKSLUZBY, None)) == len(expected)


def explain(sql: str, parameters: list[object]) -> str:
    """How the engine would answer the query if there were many rows."""
    with transaction():
        if not is_sqlite():
            database.execute_sql("SET LOCAL enable_seqscan = off")
            database.execute_sql("SET LOCAL enable_sort = off")
            database.execute_sql("SET LOCAL enable_bitmapscan = off")
        how = "EXPLAIN QUERY PLAN" if is_sqlite() else "EXPLAIN"
        return "\n".join(row[-1] for row in database.execute_sql(f"{how} {sql}", parameters).fetchall())
