"""What needs doing, counted and listed within the actor's power (F18)."""

import logging
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from oktui import demo
from oktui.domain.authority import Forbidden
from oktui.domain.concerns import Activity, Concern, concerned
from oktui.domain.listing import Criteria
from oktui.domain.modules import Module, Permission, Realm
from oktui.domain.people import Details
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.domain.sign_in import BadCredentials, NotSynchronised
from oktui.domain.sync import SyncState
from oktui.services.employees.find_employees import count_employees, find_employees
from oktui.services.employees.retire_employee import retire_employee
from oktui.services.helpdesk.find_incidents import find_incidents
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.overview.get_overview import get_activity, get_overview, list_thin_offices
from storage.database import database, is_sqlite, transaction
from tests.benchmarks.crowd import employ_crowd
from tests.support.cast import DETAILS, JIHOMORAVSKY, VYSOCINA, Cast, granted

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
SUPPORT = granted(Module.REGISTR, Permission.USER_SUPPORT)
ADMINISTRATION = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION)
OF_EMPLOYEES = [concern for concern in Concern if concern.of_employees]


def ending(day: date) -> Details:
    """Details of somebody whose validity ends that day."""
    return replace(DETAILS, valid_to=day)


def guess(cast: Cast, username: str, times: int = 3) -> None:
    """Type wrong passwords."""
    cast.let_fail()
    for _ in range(times):
        with pytest.raises(BadCredentials):
            cast.sign_in(username, password="Spatne-heslo-2016")


PERSONS = [demo.MARTINKA, demo.CERNY, demo.DLOUHY, demo.KLICPERA, demo.SMITKO, demo.GOLLOVA]


def listed(cast: Cast, actor: Actor, concern: Concern, **also: Any) -> list[str | None]:
    """Who is on the list, which the count agrees with."""
    criteria = Criteria(concern=concern, **also)
    found = [row.username for row in find_employees(actor, criteria, Rows(100), effects=cast.effects)]
    assert count_employees(actor, criteria, effects=cast.effects) == len(found)
    if not also:
        assert get_overview(actor, effects=cast.effects).counts[concern] == len(found)
    return found


def everything(cast: Cast) -> None:
    """Somebody on each list of employees, and on the borders of those that have days."""
    today = cast.clock().date()
    ends = {"ends_today": 0, "ends_then": 30, "ends_later": 31, "ended": -1}
    for (username, days), person in zip(ends.items(), PERSONS, strict=False):
        cast.employ(person, username, RECORDS, details=ending(today + timedelta(days)))
    cast.employ(PERSONS[4], "waits", RECORDS, state=SyncState.PERSON_LOADED)
    cast.employ(PERSONS[5], "locked", RECORDS)
    guess(cast, "locked")
    reset_password(cast.actor("homola"), ResetPassword(cast.account("ends_later").employee.id), effects=cast.effects)


def test_each_list_has_those_whom_the_domain_says_and_no_others(cast: Cast) -> None:
    """F18: on the day, thirty days later, and when some of them are retired."""
    everything(cast)
    names = ["ends_today", "ends_then", "ends_later", "ended", "waits", "locked", "homola"]
    seen: set[Concern] = set()
    homola = cast.actor("homola")
    for days in (0, 1, 31):
        cast.clock.forward(timedelta(days=days))
        homola = cast.actor("homola")
        for concern in OF_EMPLOYEES:
            accounts = [cast.account(name) for name in names]
            today = cast.clock().date()
            expected = {each.username for each in accounts if concerned(concern, each.employee, each, today)}
            assert set(listed(cast, homola, concern)) == expected, concern
            seen |= {concern} if expected else set()
    assert seen == set(OF_EMPLOYEES)
    for name in names[:-1]:
        retire_employee(homola, cast.account(name).employee.id, effects=cast.effects)
    assert [listed(cast, homola, concern) for concern in OF_EMPLOYEES] == [[]] * len(OF_EMPLOYEES)


def test_a_list_is_narrowed_like_any_other(cast: Cast) -> None:
    """F3: by the criteria besides; whoever has just been helped stays in view."""
    everything(cast)
    homola = cast.actor("homola")
    assert listed(cast, homola, Concern.ENDING) == ["ends_then", "ends_today"]
    assert listed(cast, homola, Concern.ENDING, surname="mart") == ["ends_today"]
    kept = frozenset({cast.account("locked").employee.id})
    assert set(listed(cast, homola, Concern.ENDING, kept=kept)) == {"ends_today", "ends_then", "locked"}


def test_everybody_sees_what_their_power_lets_them(cast: Cast) -> None:
    """R2.1-1, R2.1-2: a region its own, MPSV all, support of users nothing of the audit, others nothing."""
    cast.employ(demo.MARTINKA, "near", RECORDS, state=SyncState.NEW)
    cast.employ(demo.CERNY, "far", RECORDS, workplace=JIHOMORAVSKY, state=SyncState.NEW)
    cast.employ(demo.GOLLOVA, "other", granted(Module.OKNOUZE, Permission.SOCIAL_WORKER), realm=Realm.OKNOUZE,
                state=SyncState.NEW, workplace=JIHOMORAVSKY)  # fmt: skip
    assert listed(cast, cast.actor("homola"), Concern.WAITING) == ["near"]
    assert set(listed(cast, cast.actor("mpsv_radek"), Concern.WAITING)) == {"near", "far"}
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, user_support=True))
    cast.employ(demo.KLICPERA, "support", SUPPORT)
    seen = get_overview(cast.actor("support"), effects=cast.effects).counts
    assert set(Concern) - set(seen) == {Concern.PROPOSALS, Concern.ADMINISTRATORS, Concern.ALARMS}
    cast.employ(demo.SMITKO, "worker", RECORDS)
    for use_case in (get_overview, get_activity, list_thin_offices):
        with pytest.raises(Forbidden):
            use_case(cast.actor("worker"), effects=cast.effects)
    with pytest.raises(Forbidden):
        get_activity(cast.actor("support"), effects=cast.effects)


def test_it_is_said_since_when_the_first_one_waits(cast: Cast) -> None:
    """F18: the one who waits longest."""
    homola = cast.actor("homola")
    assert get_overview(homola, effects=cast.effects).waiting_since is None
    began = cast.clock()
    for person, name in ((demo.MARTINKA, "first"), (demo.CERNY, "second")):
        cast.employ(person, name, RECORDS, state=SyncState.NEW)
        cast.clock.forward(timedelta(minutes=5))
    assert get_overview(homola, effects=cast.effects).waiting_since == began


def thin(cast: Cast, seen_by: str = "mpsv_radek") -> dict[str, tuple[int, date | None, int]]:
    """The offices with one administrator or none, with how many, and when how many are left."""
    found = list_thin_offices(cast.actor(seen_by), effects=cast.effects)
    return {row.workplace.name: (row.staffing.today, row.staffing.fewer_on, row.staffing.then) for row in found}


def test_an_office_is_thin_with_one_administrator_or_on_a_near_day(cast: Cast) -> None:
    """X-10: today and on a coming day; a grant that ends counts like a validity that does."""
    assert thin(cast, "homola") == {VYSOCINA: (1, None, 0)}
    today = cast.clock().date()
    cast.employ(demo.MARTINKA, "second", ADMINISTRATION)
    assert thin(cast, "homola") == {}
    leaves = replace(ADMINISTRATION, valid_to=today + timedelta(days=29))
    cast.employ(demo.CERNY, "third", leaves)
    retire_employee(cast.actor("homola"), cast.account("second").employee.id, effects=cast.effects)
    assert thin(cast, "homola") == {VYSOCINA: (2, today + timedelta(days=30), 1)}
    cast.clock.forward(timedelta(days=40))
    assert thin(cast, "homola") == {VYSOCINA: (1, None, 0)}
    assert VYSOCINA in thin(cast)


def test_an_office_at_which_nobody_works_needs_no_administrator(cast: Cast) -> None:
    """F18: of the realm that one is signed in to."""
    assert set(thin(cast)) <= {place for place in (name for _, name, _ in demo.WORKPLACES) if place != "OÚ Brno"}
    assert all(count <= 1 for count, _, _ in thin(cast).values())


def test_an_incident_is_settled_when_its_owner_gets_in(cast: Cast) -> None:
    """X-6, F18: until then, for thirty days."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS, state=SyncState.PERSON_LOADED)
    with pytest.raises(NotSynchronised):
        cast.sign_in("martinka")
    homola = cast.actor("homola")

    def unsettled() -> int:
        found = find_incidents(homola, None, Rows(9), unsettled=True, effects=cast.effects)
        assert get_overview(homola, effects=cast.effects).counts[Concern.INCIDENTS] == len(found)
        return len(found)

    assert unsettled() == 1
    with transaction():
        database.execute_sql("UPDATE account SET sync_state = 'active' WHERE username = 'martinka'")
    cast.clock.forward(timedelta(minutes=1))
    cast.sign_in("martinka")
    assert unsettled() == 0
    assert len(find_incidents(homola, None, Rows(9), effects=cast.effects)) == 1


def test_what_happened_is_told_by_day_in_prague(cast: Cast) -> None:
    """F18, X-19: sign-ins, refusals, and the refusal that locked."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    cast.actor("homola")
    today = cast.clock().date()
    cast.clock.forward(timedelta(days=1))
    guess(cast, "martinka")
    homola = cast.actor("homola")
    days = get_activity(homola, effects=cast.effects)
    assert [day.day for day in days] == [today + timedelta(days=number) for number in range(-28, 2)]
    assert days[-2:] == [Activity(today, signed_in=1), Activity(today + timedelta(days=1), 1, 3, 1)]
    assert set(days[:-2]) == {Activity(today - timedelta(days=number)) for number in range(1, 29)}


INDEXES = {
    Concern.LOCKED: "account_locked",
    Concern.ENDING: "employee_end",
    Concern.ENDED: "employee_end",
    Concern.NEVER_SIGNED_IN: "account_unused",
    Concern.WAITING: "account_pending",
    Concern.TEMPORARY_PASSWORDS: "account_temporary",
}


@pytest.mark.breaks_the_database("a crowd is put into the tables by the thousand, past the audit")
def test_each_count_is_read_off_its_index(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """F18, design: however many employees there are, no table is read whole."""
    employ_crowd(5_000)
    for username in ("homola", "mpsv_radek"):
        actor = cast.actor(username)
        caplog.set_level(logging.DEBUG, logger="peewee")
        caplog.clear()
        get_overview(actor, effects=cast.effects)
        counts = [record.msg for record in caplog.records if "COUNT(1)" in str(record.msg)]
        with transaction():
            if not is_sqlite():
                database.execute_sql("ANALYZE")
            for concern, index in INDEXES.items():
                plan = explain(*counts[list(Concern).index(concern)])
                assert index in plan, (concern, plan)


def explain(sql: str, parameters: list[object]) -> str:
    """How the engine answers the query."""
    how = "EXPLAIN QUERY PLAN" if is_sqlite() else "EXPLAIN"
    return "\n".join(row[-1] for row in database.execute_sql(f"{how} {sql}", parameters).fetchall())
