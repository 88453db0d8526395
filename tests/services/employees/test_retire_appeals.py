"""The old accounts with Řešení odvolání: listed, previewed and retired all at once (R1.3-3)."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from oktui import demo
from oktui.domain.accounts import Account, GrantChange, PermissionNotGrantable
from oktui.domain.audit import AuditEvent, EventKind, SubjectKind, Who
from oktui.domain.authority import Forbidden
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.people import Details
from oktui.domain.sign_in import NoUsablePermission
from oktui.services.employees.edit_employee import AccountEdit, EditEmployee, edit_employee
from oktui.services.employees.retire_appeals import list_appeals, retire_appeals
from storage import audit, employees
from storage.database import close_database, transaction
from tests.support.cast import DETAILS, Cast, granted, namesake
from tests.support.journal import new_events

JINDRICHUV_HRADEC = "KOP Jindřichův Hradec"
APPEALS = granted(Module.OKNOUZE, Permission.APPEALS)


def old_accounts(cast: Cast) -> list[Account]:
    """Two old accounts in gollova's region, and one in another."""
    return [
        cast.employ(
            namesake(demo.GOLLOVA, ik, birth_number),
            username,
            APPEALS,
            realm=Realm.OKNOUZE,
            workplace=workplace,
        )
        for username, ik, birth_number, workplace in (
            ("odvolani1", "1284384629", "480115/019", JINDRICHUV_HRADEC),
            ("odvolani2", "1291416423", "480116/018", JINDRICHUV_HRADEC),
            ("odvolani3", "1273434910", "480117/017", "Smiřice"),
        )
    ]


def test_they_are_previewed_and_then_retired_in_one_go(cast: Cast) -> None:
    """R1.3-3, R2.1-1: those of one's own region; each with an audit event."""
    ours = old_accounts(cast)[:2]
    actor = cast.actor("gollova", Module.OKNOUZE)
    preview = list_appeals(actor, effects=cast.effects)
    assert [account.username for account in preview] == ["odvolani1", "odvolani2"]
    with new_events() as added:
        assert retire_appeals(actor, [account.id for account in preview], effects=cast.effects) == 2
    assert {event.subject_id for event in added()} == {account.employee.id for account in ours}
    assert list_appeals(actor, effects=cast.effects) == []
    assert cast.account("odvolani3", Realm.OKNOUZE).employee.retired_at is None


def test_what_was_not_previewed_is_not_retired(cast: Cast) -> None:
    """R1.3-3: nothing is retired that nobody has seen, nor anybody beyond the actor's power."""
    first, _, other_region = old_accounts(cast)
    actor = cast.actor("gollova", Module.OKNOUZE)
    assert retire_appeals(actor, [first.id, other_region.id], effects=cast.effects) == 1
    assert cast.account("odvolani2", Realm.OKNOUZE).employee.retired_at is None


def test_mpsv_sees_all_of_them_and_an_ordinary_user_none(cast: Cast) -> None:
    """R1.3-3, R2.1-2, X-3: by the same table as any retirement."""
    old_accounts(cast)
    everywhere = list_appeals(cast.actor("mpsv_radek", Module.OKNOUZE), effects=cast.effects)
    assert len(everywhere) == 3
    assert list_appeals(cast.actor("mpsv_radek"), effects=cast.effects) == []
    with pytest.raises(Forbidden):
        list_appeals(cast.actor("dlouhy"), effects=cast.effects)


def test_an_old_account_gets_in_nowhere_and_no_standardised_record(cast: Cast) -> None:
    """R1.3-3: the old permission gives no access, and Sociální pracovník is refused to such an account."""
    account = old_accounts(cast)[0]
    with pytest.raises(NoUsablePermission):
        cast.sign_in("odvolani1", Module.OKNOUZE)
    since = DETAILS.valid_from
    assert since is not None
    request = EditEmployee(
        employee_id=account.employee.id,
        version=account.employee.version,
        workplace_id=account.employee.workplace.id,
        details=Details(since, email="urad@kop-jh.example", position="referent"),
        account=AccountEdit("odvolani1", (GrantChange(Permission.SOCIAL_WORKER, Level.UPDATE, since),)),
    )
    with pytest.raises(PermissionNotGrantable):
        edit_employee(cast.actor("gollova", Module.OKNOUZE), request, effects=cast.effects)


def test_many_changes_with_their_events_wait_for_nobody_who_waits_for_them(cast: Cast) -> None:
    """X-19: who holds one of the employees and records something meanwhile is not caught in a circle."""
    old_accounts(cast)
    actor = cast.actor("mpsv_radek", Module.OKNOUZE)
    chosen = list_appeals(actor, effects=cast.effects)
    with ThreadPoolExecutor(1) as others:
        with transaction():
            employees.load(chosen[-1].employee.id, to_change=True)
            retiring = others.submit(retire_appeals, actor, [each.id for each in chosen], effects=cast.effects)
            time.sleep(0.3)  # too short can only hide the fault, never fail the test
            audit.append(
                AuditEvent(cast.clock(), Who(None, "test", ""), EventKind.UNLOCKED, SubjectKind.AUDIT, None, "")
            )
        assert retiring.result(timeout=60) == 3
        others.submit(close_database).result()
