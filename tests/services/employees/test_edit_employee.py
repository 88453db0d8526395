"""Editing an employee, their account and its grants: F6."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import psycopg
import pytest

from oktui import demo
from oktui.domain.accounts import Account, AlreadyGranted, GrantChange, NothingGranted, PermissionNotGrantable
from oktui.domain.audit import EditConflict
from oktui.domain.authority import NotFound
from oktui.domain.dates import DatesOutOfOrder
from oktui.domain.errors import DomainError
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.names import InvalidUsername, UsernameTaken
from oktui.domain.passwords import PasswordRefused
from oktui.domain.sessions import SessionEnd, SessionOver
from oktui.domain.text import Required
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from oktui.services.employees.edit_employee import AccountEdit, edit_employee
from oktui.services.employees.find_employees import list_workplace_choices
from oktui.services.employees.retire_employee import retire_employee
from oktui.services.new_accounts import NewAccount
from oktui.services.new_passwords import PasswordEntry
from oktui.services.sign_in.get_own_account import get_own_account
from storage import accounts, employees
from storage.database import close_database, transaction
from tests.support import use_cases
from tests.support.cast import VYSOCINA, Cast, granted
from tests.support.journal import new_events, stored
from tests.support.use_cases import EDITED, ENTRY, NEW_PASSWORD, RECORDS, SINCE, UseCase, edit_of

ADMINISTRATION = GrantChange(Permission.SYSTEM_ADMINISTRATION, Level.UPDATE, SINCE)
MPSV = "MPSV PHN a SS"


@pytest.fixture
def martinka(cast: Cast) -> Account:
    """An official of Kraj Vysočina with one permission in each module of the realm."""
    return cast.employ(
        demo.MARTINKA,
        "martinka",
        granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS),
        granted(Module.POSKYTOVATEL, Permission.REPORTS),
    )


def test_an_edit_stores_the_details_the_name_and_the_grants(cast: Cast, martinka: Account) -> None:
    """F6, R2.3-10: each column of the form, and nothing of anybody else."""
    held = martinka.grants[0]
    changes = (
        replace(RECORDS, id=held.id, level=Level.VIEW, valid_to=date(2017, 1, 1)),
        replace(ADMINISTRATION, valid_from=date(2016, 8, 1)),
    )
    edit_employee(cast.actor("homola"), edit_of(martinka, *changes, username="radomir"), effects=cast.effects)
    edited = cast.account("radomir")
    assert edited.id == martinka.id
    employee = edited.employee
    assert employee.details == EDITED
    assert [
        (grant.module, grant.permission, grant.level, grant.valid_from, grant.valid_to) for grant in edited.grants
    ] == [
        (Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS, Level.VIEW, SINCE, date(2017, 1, 1)),
        (Module.POSKYTOVATEL, Permission.REPORTS, Level.UPDATE, SINCE, None),
        (Module.REGISTR, Permission.SYSTEM_ADMINISTRATION, Level.UPDATE, date(2016, 8, 1), None),
    ]


def test_the_last_permission_of_the_module_goes_when_that_is_confirmed(cast: Cast, martinka: Account) -> None:
    """R1.1-2: revoked or ended, though the account opens another module; what opens nothing can be edited freely."""
    homola, held = cast.actor("homola"), martinka.grants[0]
    yesterday = cast.clock().date() - timedelta(1)
    for change in (replace(RECORDS, id=held.id, revoke=True), replace(RECORDS, id=held.id, valid_to=yesterday)):
        before = stored()
        with pytest.raises(NothingGranted) as refused:
            edit_employee(homola, edit_of(martinka, change), effects=cast.effects)
        assert refused.value.module is Module.REGISTR
        assert stored() == before
    edit_employee(homola, replace(edit_of(martinka, change), useless_confirmed=True), effects=cast.effects)
    edit_employee(homola, edit_of(cast.account("martinka")), effects=cast.effects)


def test_an_account_added_later_that_opens_nothing_is_confirmed_too(cast: Cast, martinka: Account) -> None:
    """R1.1-2, R2.3-6: as one that is made with its employee."""
    homola, employee = cast.actor("homola"), martinka.employee
    with transaction():
        accounts.delete(martinka.id)
    edit = edit_of(martinka)
    edit = replace(edit, employee_id=employee.id, account=NewAccount("martinka", ENTRY))
    with pytest.raises(NothingGranted):
        edit_employee(homola, edit, effects=cast.effects)
    edit_employee(homola, replace(edit, useless_confirmed=True), effects=cast.effects)
    assert cast.account("martinka").grants == ()


def test_a_revoked_grant_is_kept_and_may_be_given_again(cast: Cast, martinka: Account) -> None:
    """R2.3-10, X-19: Zrušeno; what was is never deleted."""
    held = martinka.grants[0]
    homola = cast.actor("homola")
    revoking = replace(edit_of(martinka, replace(RECORDS, id=held.id, revoke=True)), useless_confirmed=True)
    edit_employee(homola, revoking, effects=cast.effects)
    without = cast.account("martinka")
    assert without.grants[0] == replace(held, revoked_at=cast.clock())
    edit_employee(homola, edit_of(without, RECORDS), effects=cast.effects)
    assert [grant.revoked_at is None for grant in cast.account("martinka").grants] == [False, True, True]


def test_changed_grants_take_effect_at_the_next_sign_in(cast: Cast, martinka: Account) -> None:
    """R2.3-13, X-9: a session keeps the permissions it began with, and goes on."""
    radek = cast.sign_in("mpsv_radek")
    own = cast.account("mpsv_radek")
    cast.employ(demo.CERNY, "boss", granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION), workplace=MPSV)
    revoked = [
        GrantChange(grant.permission, grant.level, grant.valid_from, id=grant.id, revoke=True)
        for grant in own.grants
        if grant.module is Module.REGISTR and grant.permission is Permission.SYSTEM_ADMINISTRATION
    ]
    edit_employee(cast.actor("boss"), edit_of(own, *revoked), effects=cast.effects)
    edit_employee(radek.actor, edit_of(martinka), effects=cast.effects)
    again = cast.sign_in("mpsv_radek")
    assert Permission.SYSTEM_ADMINISTRATION in radek.principal.permissions
    assert Permission.SYSTEM_ADMINISTRATION not in again.principal.permissions


def test_a_grant_given_to_somebody_signed_in_waits_too(cast: Cast, martinka: Account) -> None:
    """R2.3-13: more power comes no sooner than less."""
    session = cast.sign_in("martinka")
    edit_employee(cast.actor("homola"), edit_of(martinka, ADMINISTRATION), effects=cast.effects)
    with pytest.raises(DomainError):
        list_workplace_choices(session.actor, effects=cast.effects)


def test_an_administrator_sees_and_grants_only_their_modules_permissions(cast: Cast, martinka: Account) -> None:
    """R2.1-3: signed in to registr, poskytovatel's grants can neither be given, changed nor taken."""
    homola = cast.actor("homola")
    reports = next(grant for grant in martinka.grants if grant.module is Module.POSKYTOVATEL)
    for change, refusal in (
        (GrantChange(Permission.GRANT_APPLICATIONS, Level.UPDATE, SINCE), PermissionNotGrantable),
        (GrantChange(Permission.REPORTS, Level.VIEW, SINCE, id=reports.id), NotFound),
        (GrantChange(Permission.REPORTS, Level.UPDATE, SINCE, id=reports.id, revoke=True), NotFound),
    ):
        with pytest.raises(refusal):
            edit_employee(homola, edit_of(martinka, change), effects=cast.effects)
    in_poskytovatel = cast.actor("homola", Module.POSKYTOVATEL)
    revoked = GrantChange(Permission.REPORTS, Level.UPDATE, SINCE, id=reports.id, revoke=True)
    edit = replace(edit_of(martinka, revoked), useless_confirmed=True)
    edit_employee(in_poskytovatel, edit, effects=cast.effects)
    assert [grant.revoked_at is None for grant in cast.account("martinka").grants] == [True, False]


FAULTS: list[tuple[tuple[GrantChange, ...], type[DomainError]]] = [
    ((RECORDS,), AlreadyGranted),
    ((ADMINISTRATION, ADMINISTRATION), AlreadyGranted),
    ((replace(ADMINISTRATION, valid_to=date(2014, 9, 14)),), DatesOutOfOrder),
    ((GrantChange(Permission.INSPECTION_RECORDS, Level.UPDATE, SINCE),), PermissionNotGrantable),
    ((GrantChange(Permission.USER_SUPPORT, Level.UPDATE, SINCE),), PermissionNotGrantable),
    ((GrantChange(Permission.SOCIAL_WORKER, Level.UPDATE, SINCE),), PermissionNotGrantable),
    ((replace(RECORDS, id=999_999),), NotFound),
]


def test_a_failure_in_the_grants_stores_nothing(cast: Cast, martinka: Account) -> None:
    """R2.3-11, R1.1-3, X-2: neither the details, nor the name, nor the grants that were in order."""
    homola = cast.actor("homola")
    before = stored()
    for grants, refusal in FAULTS:
        request = edit_of(martinka, *grants, username="radomir", password=ENTRY)
        with new_events() as added, pytest.raises(refusal):
            edit_employee(homola, request, effects=cast.effects)
        assert added() == []
        assert stored() == before


def test_an_old_account_for_appeals_is_not_made_a_social_worker(cast: Cast) -> None:
    """R1.3-3: Řešení odvolání cannot be given any more either."""
    old = cast.employ(
        demo.SMITKO,
        "odvolani",
        granted(Module.OKNOUZE, Permission.APPEALS),
        realm=Module.OKNOUZE.realm,
        workplace="KOP Jindřichův Hradec",
    )
    gollova = cast.actor("gollova", Module.OKNOUZE)
    for permission in (Permission.SOCIAL_WORKER, Permission.APPEALS):
        with pytest.raises(PermissionNotGrantable):
            edit_employee(gollova, edit_of(old, GrantChange(permission, Level.UPDATE, SINCE)), effects=cast.effects)


def test_a_username_taken_meanwhile_proposes_the_next_free_one(cast: Cast, martinka: Account) -> None:
    """R2.3-8, X-5: without regard to case; one's own name in other letters is free."""
    cast.employ(demo.CERNY, "dlouhy2")
    homola = cast.actor("homola")
    before = stored()
    with pytest.raises(UsernameTaken) as refused:
        edit_employee(homola, edit_of(martinka, username="DLOUHY"), effects=cast.effects)
    assert refused.value.proposal == "dlouhy3"
    for username, refusal in (("", Required), ("ra domír", InvalidUsername)):
        with pytest.raises(refusal):
            edit_employee(homola, edit_of(martinka, username=username), effects=cast.effects)
    assert stored() == before
    edit_employee(homola, edit_of(martinka, username="Martinka"), effects=cast.effects)
    assert cast.account("martinka").username == "Martinka"


def test_the_second_to_save_is_told_who_changed_what(cast: Cast, martinka: Account) -> None:
    """X-21: and the database keeps what the first saved."""
    homola, radek = cast.actor("homola"), cast.actor("mpsv_radek")
    edit_employee(homola, edit_of(martinka), effects=cast.effects)
    saved_at = cast.clock()
    before = stored()
    cast.clock.forward(timedelta(seconds=30))
    late = replace(edit_of(martinka), details=replace(EDITED, phone="+420 777 000 000"))
    with pytest.raises(EditConflict) as refused:
        edit_employee(radek, late, effects=cast.effects)
    assert (refused.value.who, refused.value.when) == ("homola (Jiří Homola)", saved_at)
    assert ("phone", "", "+420 566 000 000") in refused.value.changes
    assert stored() == before


def test_a_conflict_tells_everything_that_others_saved_since(cast: Cast, martinka: Account) -> None:
    """X-21: two saved meanwhile, and the last of them only retired the employee."""
    homola, radek = cast.actor("homola"), cast.actor("mpsv_radek")
    edit_employee(homola, edit_of(martinka), effects=cast.effects)
    retire_employee(homola, martinka.employee.id, effects=cast.effects)
    with pytest.raises(EditConflict) as refused:
        edit_employee(radek, edit_of(martinka), effects=cast.effects)
    assert {name for name, _, _ in refused.value.changes} == {"phone", "email", "position", "retired"}


def test_what_the_sync_and_the_owner_do_is_no_conflict(cast: Cast, martinka: Account) -> None:
    """X-21: only edits by people are."""
    homola = cast.actor("homola")
    cast.sign_in("martinka")
    edit_employee(homola, edit_of(martinka), effects=cast.effects)
    assert cast.account("martinka").employee.version == martinka.employee.version + 1


def test_an_end_of_validity_ends_the_session_at_its_next_action(cast: Cast, martinka: Account) -> None:
    """R2.5-1, X-9: Platnost do that has passed; one that has not leaves it alone."""
    session, homola = cast.actor("martinka"), cast.actor("homola")
    today = cast.clock().date()
    until_today = replace(EDITED, valid_to=today)
    edit_employee(homola, replace(edit_of(martinka), details=until_today), effects=cast.effects)
    get_own_account(session, effects=cast.effects)
    ended = replace(EDITED, valid_to=today - timedelta(1))
    again = edit_of(cast.account("martinka"))
    edit_employee(homola, replace(again, details=ended), effects=cast.effects)
    with pytest.raises(SessionOver) as over:
        get_own_account(session, effects=cast.effects)
    assert (over.value.reason, over.value.at) == (SessionEnd.NOT_VALID, cast.clock())
    assert over.value.by == "homola (Jiří Homola)"


def test_an_account_may_be_added_later(cast: Cast) -> None:
    """R2.3-6: an employee stored without one; a password is asked for then."""
    homola = cast.actor("homola")
    request = CreateEmployee(demo.MARTINKA.ik, cast.workplace_id(VYSOCINA), EDITED)
    employee_id = create_employee(homola, request, effects=cast.effects)
    with transaction():
        assert accounts.of_employee(employee_id) is None
        employee = employees.load(employee_id)
    edit = replace(edit_of(cast.account("homola")), employee_id=employee_id, version=employee.version)
    with pytest.raises(Required) as refused:
        edit_employee(homola, replace(edit, account=AccountEdit("martinka")), effects=cast.effects)
    assert refused.value.field == "password"
    added = replace(edit, account=NewAccount("martinka", ENTRY, (RECORDS,)))
    edit_employee(homola, added, effects=cast.effects)
    account = cast.account("martinka")
    assert account.employee.id == employee_id
    assert account.must_change
    assert [grant.permission for grant in account.grants] == [Permission.SOCIAL_SERVICES_RECORDS]


def test_a_new_password_in_the_form_is_a_reset(cast: Cast, martinka: Account) -> None:
    """R2.8-1, X-9, X-16: Změnit heslo; the original is not asked for and the session ends."""
    session, homola = cast.actor("martinka"), cast.actor("homola")
    edit_employee(homola, edit_of(martinka, password=ENTRY), effects=cast.effects)
    with pytest.raises(SessionOver) as over:
        get_own_account(session, effects=cast.effects)
    assert over.value.reason is SessionEnd.PASSWORD_RESET
    assert cast.sign_in("martinka", password=NEW_PASSWORD).must_change


def test_a_password_is_measured_by_what_the_account_becomes(cast: Cast, martinka: Account) -> None:
    """X-15, X-17: the name and the permissions of the form, not those that were."""
    homola = cast.actor("homola")
    short = PasswordEntry("Vikýř-Dikobraz", "Vikýř-Dikobraz")
    for fault in (
        edit_of(martinka, ADMINISTRATION, password=short),
        edit_of(martinka, username="dikobraz", password=short),
    ):
        with pytest.raises(PasswordRefused):
            edit_employee(homola, fault, effects=cast.effects)
    edit_employee(homola, edit_of(martinka, password=short), effects=cast.effects)


def test_who_becomes_an_administrator_chooses_a_longer_password(cast: Cast, martinka: Account) -> None:
    """X-15: theirs was measured by the rules of an ordinary account."""
    homola = cast.actor("homola")
    edit_employee(homola, edit_of(martinka), effects=cast.effects)
    assert not cast.sign_in("martinka").must_change
    edit_employee(homola, edit_of(cast.account("martinka"), ADMINISTRATION), effects=cast.effects)
    assert cast.sign_in("martinka").must_change


def test_the_new_workplace_decides_what_is_granted(cast: Cast, martinka: Account) -> None:
    """R1.1-3: Evidence inspekcí for somebody who moves to MPSV in the same edit, and not for who moves away."""
    radek = cast.actor("mpsv_radek")
    inspections = GrantChange(Permission.INSPECTION_RECORDS, Level.UPDATE, SINCE)
    to_mpsv = replace(edit_of(martinka, inspections, password=ENTRY), workplace_id=cast.workplace_id(MPSV))
    edit_employee(radek, to_mpsv, effects=cast.effects)
    assert Permission.INSPECTION_RECORDS in {grant.permission for grant in cast.account("martinka").grants}

    request = CreateEmployee(demo.CERNY.ik, cast.workplace_id(MPSV), EDITED)
    employee_id = create_employee(radek, request, effects=cast.effects)
    with transaction():
        version = employees.load(employee_id).version
    away = replace(
        edit_of(martinka),
        employee_id=employee_id,
        version=version,
        workplace_id=cast.workplace_id(VYSOCINA),
        account=NewAccount("cerny", ENTRY, (inspections,)),
    )
    with pytest.raises(PermissionNotGrantable):
        edit_employee(radek, away, effects=cast.effects)


WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("use_case", [use_cases.edit, use_cases.reset, use_cases.unlock, use_cases.retire])
def test_changes_lock_the_account_first_and_then_the_employee(
    cast: Cast, martinka: Account, database_url: str, use_case: UseCase
) -> None:
    """X-21: always in this order, so no two of them, nor the sync, can wait for one another in a circle."""
    homola = cast.actor("homola")

    def change() -> None:
        use_case(cast, homola, martinka)
        close_database()

    with psycopg.connect(database_url) as other, psycopg.connect(database_url) as third:
        other.execute("SELECT FROM account WHERE id = %s FOR UPDATE", (martinka.id,))
        with ThreadPoolExecutor(1) as thread:
            changed = thread.submit(change)
            while third.execute(WAITING).fetchone() != (1,) and not changed.done():
                third.rollback()
            assert not changed.done()
            third.execute("SELECT FROM employee WHERE id = %s FOR UPDATE NOWAIT", (martinka.employee.id,))
            third.rollback()
            other.rollback()
            changed.result()
