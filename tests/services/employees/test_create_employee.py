"""Creating an employee, with an account or without (R2.3)."""

import sqlite3
from dataclasses import replace
from datetime import date, timedelta

import pytest

from oktui import demo
from oktui.domain.accounts import AlreadyGranted, GrantChange, NothingGranted, PermissionNotGrantable
from oktui.domain.authority import Forbidden, NotFound
from oktui.domain.dates import DatesOutOfOrder
from oktui.domain.errors import DomainError
from oktui.domain.ik import InvalidIk, next_ik
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.names import InvalidUsername, UsernameTaken
from oktui.domain.passwords import PasswordRefused
from oktui.domain.people import EmployeeExists, PersonNotFound, PersonUnusable, WorkplaceNotAllowed
from oktui.domain.sign_in import BadCredentials, NotSynchronised
from oktui.domain.sync import SyncState
from oktui.domain.text import Required
from oktui.jobs.synchronise_accounts import synchronise_accounts
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from oktui.services.new_accounts import NewAccount
from oktui.services.new_passwords import PasswordEntry
from storage import accounts, employees
from storage.database import transaction
from storage.models import WorkplaceRow
from tests.support.cast import DETAILS, JIHOMORAVSKY, VYSOCINA, Cast
from tests.support.journal import Rows, new_events, stored

NEW_PASSWORD = "Zelenina-Na-Trhu"


def request_for_martinka(cast: Cast, username: str = "martinka") -> CreateEmployee:
    """Martinka of Kraj Vysočina, with an account and one permission."""
    since = DETAILS.valid_from
    assert since is not None
    grant = GrantChange(Permission.SOCIAL_SERVICES_RECORDS, Level.UPDATE, since)
    return CreateEmployee(
        ik=demo.MARTINKA.ik,
        workplace_id=cast.workplace_id(VYSOCINA),
        details=DETAILS,
        account=NewAccount(username, PasswordEntry(NEW_PASSWORD, NEW_PASSWORD), (grant,)),
    )


def test_a_new_account_signs_in_after_the_sync_and_not_before(cast: Cast) -> None:
    """R2.3-11, R2.3-12, R2.3-14: stored whole, pending until the sync, then usable, with a change of password first."""
    actor = cast.actor("homola")
    create_employee(actor, request_for_martinka(cast), effects=cast.effects)
    with pytest.raises(NotSynchronised) as refused:
        cast.sign_in("martinka", password=NEW_PASSWORD)
    assert refused.value.state is SyncState.NEW
    assert refused.value.next_sync == cast.clock() + timedelta(minutes=115)
    with pytest.raises(BadCredentials):
        cast.sign_in("martinka", password="nespravne heslo")

    run = synchronise_accounts("test", effects=cast.effects)
    assert run is not None
    assert (run.processed, run.activated, run.failed) == (1, 1, 0)
    signed_in = cast.sign_in("MARTINKA", password=NEW_PASSWORD)
    assert signed_in.must_change
    assert signed_in.principal.module is Module.REGISTR


def test_everything_is_stored_at_once(cast: Cast) -> None:
    """R2.3-4, R2.3-9, R2.3-10, R2.3-11: the person from KRK, the details, the account and its grants."""
    employee_id = create_employee(cast.actor("homola"), request_for_martinka(cast), effects=cast.effects)
    account = cast.account("martinka")
    employee = account.employee
    assert employee.id == employee_id
    assert (employee.ik, employee.person.birth_number, employee.person.full_name) == (
        demo.MARTINKA.ik,
        demo.MARTINKA.data.birth_number,
        "Ing. Radomír Martinka",
    )
    assert (employee.realm, employee.workplace.name, employee.details.valid_from) == (
        Realm.OKSLUZBY,
        VYSOCINA,
        DETAILS.valid_from,
    )
    assert (account.sync_state, account.must_change, account.temporary) == (SyncState.NEW, True, True)
    assert [(grant.module, grant.permission, grant.level) for grant in account.grants] == [
        (Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS, Level.UPDATE)
    ]


def test_without_the_tick_an_employee_has_no_account(cast: Cast) -> None:
    """R2.3-6: and nobody signs in."""
    request = replace(request_for_martinka(cast), account=None)
    employee_id = create_employee(cast.actor("homola"), request, effects=cast.effects)
    with transaction():
        assert employees.load(employee_id).person.surname == "Martinka"
        assert accounts.of_employee(employee_id) is None
    with pytest.raises(BadCredentials):
        cast.sign_in("martinka", password=NEW_PASSWORD)


def test_an_account_that_opens_nothing_is_stored_when_that_is_confirmed(cast: Cast) -> None:
    """R1.1-2, R2.3-11: whole or not at all, and nobody signs in to it."""
    homola = cast.actor("homola")
    request = replace(request_for_martinka(cast), account=account_with("martinka"))
    before = stored()
    with pytest.raises(NothingGranted):
        create_employee(homola, request, effects=cast.effects)
    assert stored() == before
    create_employee(homola, replace(request, useless_confirmed=True), effects=cast.effects)
    assert cast.account("martinka").grants == ()


def account_with(username: str = "martinka", password: str = NEW_PASSWORD, *grants: GrantChange) -> NewAccount:
    """What stands under Včetně uživatelského účtu."""
    return NewAccount(username, PasswordEntry(password, password), grants)


def faults(cast: Cast) -> list[tuple[dict[str, object], type[DomainError]]]:
    """Fields at fault, one at a time, and what is said of them."""
    records = GrantChange(Permission.SOCIAL_SERVICES_RECORDS, Level.UPDATE, date(2014, 9, 15))
    return [
        ({"ik": ""}, Required),
        ({"ik": "1284384628"}, InvalidIk),
        ({"ik": next_ik(demo.MARTINKA.ik)}, PersonNotFound),
        ({"ik": demo.WITHOUT_CATEGORY.ik}, PersonUnusable),
        ({"ik": demo.GOLLOVA.ik}, PersonUnusable),
        ({"workplace_id": None}, Required),
        ({"workplace_id": 999_999}, NotFound),
        ({"workplace_id": cast.workplace_id(JIHOMORAVSKY)}, Forbidden),
        ({"workplace_id": cast.workplace_id("MPSV PHN a SS")}, Forbidden),
        ({"details": replace(DETAILS, email="")}, Required),
        ({"account": account_with(" ")}, Required),
        ({"account": account_with("žluťoučký")}, InvalidUsername),
        ({"account": account_with(password="")}, Required),
        ({"account": account_with(password="kratke")}, PasswordRefused),
        ({"account": account_with("martinka", NEW_PASSWORD, records, records)}, AlreadyGranted),
        (
            {"account": account_with("martinka", NEW_PASSWORD, replace(records, permission=Permission.REPORTS))},
            PermissionNotGrantable,
        ),
        (
            {"account": account_with("martinka", NEW_PASSWORD, replace(records, valid_to=date(2014, 9, 14)))},
            DatesOutOfOrder,
        ),
        (
            {
                "account": account_with(
                    "martinka", NEW_PASSWORD, replace(records, permission=Permission.SYSTEM_ADMINISTRATION)
                )
            },
            PasswordRefused,
        ),
    ]


def test_a_fault_anywhere_stores_nothing(cast: Cast) -> None:
    """R2.3-5, R2.3-9, R2.3-11, R2.1-1, R2.1-3, X-15: all or nothing, and no event."""
    homola, request = cast.actor("homola"), request_for_martinka(cast)
    before = stored()
    with new_events() as added:
        for fault, refusal in faults(cast):
            with pytest.raises(refusal):
                create_employee(homola, replace(request, **fault), effects=cast.effects)  # type: ignore[arg-type]  # ditto
    assert stored() == before
    assert added() == []


def test_a_workplace_that_has_ended_takes_nobody_on(cast: Cast) -> None:
    """R2.1-1, F11: from the day after its last."""
    homola, request = cast.actor("homola"), request_for_martinka(cast)
    with transaction():
        yesterday = cast.clock().date() - timedelta(1)
        WorkplaceRow.update(valid_to=yesterday).where(WorkplaceRow.name == VYSOCINA).execute()
    with pytest.raises(WorkplaceNotAllowed):
        create_employee(homola, request, effects=cast.effects)


def test_a_username_taken_proposes_the_next_free_one(cast: Cast) -> None:
    """R2.3-8, X-5: nothing is stored; in the other realm the same name is free."""
    cast.employ(demo.CERNY, "homola2")
    homola = cast.actor("homola")
    before = stored()
    with pytest.raises(UsernameTaken) as refused:
        create_employee(homola, request_for_martinka(cast, "HOMOLA"), effects=cast.effects)
    assert (refused.value.username, refused.value.proposal) == ("HOMOLA", "homola3")
    assert stored() == before
    create_employee(homola, request_for_martinka(cast, "gollova"), effects=cast.effects)
    assert cast.account("gollova").employee.person.surname == "Martinka"


def test_a_username_taken_while_the_password_was_hashed_is_told_the_same_way(cast: Cast) -> None:
    """R2.3-8, R2.3-11: the check before the transaction is for comfort, the database's is the one that counts."""
    homola = cast.actor("homola")
    before: list[Rows] = []
    hash_password = cast.hashing.hash

    def somebody_was_faster(password: str) -> str:
        if not before:
            before.append({})
            cast.employ(demo.CERNY, "Martinka")
            before[0] = stored()
        return hash_password(password)

    cast.hashing.hash = somebody_was_faster  # type: ignore[method-assign]  # the moment in between cannot be had otherwise
    with pytest.raises(UsernameTaken) as refused:
        create_employee(homola, request_for_martinka(cast), effects=cast.effects)
    assert refused.value.proposal == "martinka2"
    assert [stored()] == before


def test_a_person_is_employed_once_at_a_workplace(cast: Cast) -> None:
    """R2.3-11: at another one they may be employed as well, with an account of their own."""
    homola, radek = cast.actor("homola"), cast.actor("mpsv_radek")
    create_employee(homola, request_for_martinka(cast), effects=cast.effects)
    before = stored()
    with pytest.raises(EmployeeExists):
        create_employee(homola, request_for_martinka(cast, "martinka2"), effects=cast.effects)
    assert stored() == before
    elsewhere = replace(request_for_martinka(cast, "martinka2"), workplace_id=cast.workplace_id(JIHOMORAVSKY))
    create_employee(radek, elsewhere, effects=cast.effects)
    assert cast.account("martinka2").employee.ik == cast.account("martinka").employee.ik


def test_the_category_is_asked_of_krk_and_not_of_the_form(cast: Cast, krk_url: str) -> None:
    """R2.2-1: it may have been withdrawn since the person was chosen."""
    with sqlite3.connect(krk_url.removeprefix("sqlite:///")) as other:
        other.execute("DELETE FROM person_category WHERE ik = ?", (demo.MARTINKA.ik,))
    other.close()
    with pytest.raises(PersonUnusable):
        create_employee(cast.actor("homola"), request_for_martinka(cast), effects=cast.effects)
