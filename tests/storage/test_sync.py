"""What waits for the sync, among however many who do not: what F14 and the job rely on."""

import logging
from collections.abc import Callable
from functools import partial

import pytest

from oktui.domain.authority import Scope
from oktui.domain.modules import Realm
from oktui.domain.offices import Region
from oktui.domain.rows import Rows
from storage import accounts, sync
from storage.database import database, is_sqlite, transaction
from tests.benchmarks.crowd import employ_crowd
from tests.support.cast import Cast

EMPLOYEES = 5_000
SCOPES = (Scope(Realm.OKSLUZBY, Region.VYSOCINA), Scope(Realm.OKSLUZBY, None))


@pytest.mark.breaks_the_database("a crowd is put into the tables by the thousand, past the audit")
@pytest.mark.parametrize("analyzed", [True, False], ids=["analyzed", "as it grew"])
def test_what_waits_is_found_without_reading_those_who_do_not(
    cast: Cast, analyzed: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """F14, X-7: pages, counts and the job's list begin at the accounts that wait, whatever the engine knows."""
    caplog.set_level(logging.DEBUG, logger="peewee")
    employ_crowd(EMPLOYEES)
    with transaction():
        if analyzed:
            database.execute_sql("ANALYZE")
        for scope in SCOPES:
            questions: list[Callable[[], object]] = [
                partial(sync.waiting, scope, Rows(3)),
                partial(sync.waiting, scope, Rows(3, after=0)),
                partial(sync.waiting, scope, Rows(3, backwards=True)),
                partial(sync.count_waiting, scope),
                accounts.pending,
            ]
            for ask in questions:
                caplog.clear()
                assert ask()
                (query,) = [record.msg for record in caplog.records]
                plan = explain(*query)
                assert "account_pending" in plan, plan
                assert "SCAN" not in plan.replace("SCAN t1 USING", ""), plan
                assert "Seq Scan on employee" not in plan, plan


def explain(sql: str, parameters: list[object]) -> str:
    """How the engine answers the query, of the rows that there are."""
    rows = database.execute_sql(f"EXPLAIN {'QUERY PLAN ' if is_sqlite() else ''}{sql}", parameters).fetchall()
    return "\n".join(row[-1] for row in rows)
