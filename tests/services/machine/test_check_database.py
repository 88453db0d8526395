"""Every invariant is asked, and whatever was changed outside the program is found (X-19)."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import pytest

from oktui import demo
from oktui.domain.accounts import Account
from oktui.domain.authority import Forbidden
from oktui.domain.modules import Module, Permission
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.recognition import Recognition
from oktui.domain.sessions import MachineOwner
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.machine.check_database import check_database
from oktui.services.workplaces.save_workplace import SaveWorkplace, save_workplace
from screens.texts import checks
from storage import audit_chain
from storage.checks import INVARIANTS
from storage.database import database, execute, is_sqlite, transaction
from storage.dump import tables
from storage.models import AccountRow, EmployeeRow, GrantRow
from tests.support import use_cases
from tests.support.cast import Cast, granted
from tests.support.journal import undone
from tests.support.unguarded import unguarded

pytestmark = pytest.mark.breaks_the_database("what a check finds is what these tests are about")

OWNER = MachineOwner(module=Module.REGISTR, name="root")

BREAKS = {
    "references_lead_somewhere": "",
    "file_is_whole": "",
    "catalogue_is_the_programs": "DELETE FROM permission WHERE name = 'user_support'",
    "ministry_alone_has_no_region": "UPDATE workplace SET region = 'Hlavní město Praha' WHERE office_kind = 'MPSV'",
    "workplace_ends_after_it_begins": "UPDATE workplace SET valid_to = '1999-01-01'",
    "employee_is_in_the_region_of_the_workplace": "UPDATE employee SET region = 'Zlínský kraj'",
    "employee_ends_after_they_begin": "UPDATE employee SET valid_to = '1999-01-01'",
    "employee_has_an_ik_that_agrees": "UPDATE employee SET ik = '1284384628'",
    "employee_has_a_birth_number_of_digits": "UPDATE employee SET birth_number = '59081417x7'",
    "employee_has_a_surname_that_is_found": "UPDATE employee SET surname_key = ''",
    "employee_is_found_by_what_is_stored": "UPDATE employee SET words = 'nikdo'",
    "person_is_employed_once_at_a_workplace": "UPDATE employee SET ik = '1284384629', workplace_id = 1",
    "account_is_in_the_realm_of_its_employee": "UPDATE account SET realm = 'nikde'",
    "employee_has_one_account": "UPDATE account SET employee_id = 1",
    "username_is_one_accounts": "UPDATE account SET username = 'stejny'",
    "username_is_of_plain_letters": "UPDATE account SET username = 'žluťoučký'",
    "password_is_stored_as_its_hash": "UPDATE account SET password_hash = 'heslo'",
    "past_password_is_an_accounts": "UPDATE past_password SET account_id = 777",
    "temporary_password_must_be_changed": "UPDATE account SET temporary = {yes}, must_change = {no}",
    "temporary_password_dies": "UPDATE account SET temporary = {yes}, sync_state = 'active', temporary_until = NULL",
    "lasting_password_has_no_end": "UPDATE account SET temporary = {no}, temporary_until = sync_changed_at",
    "lock_has_failures": "UPDATE account SET locked_at = sync_changed_at, failures = 0",
    "signed_in_account_is_active": "UPDATE account SET sync_state = 'new'",
    "active_account_has_not_failed": "UPDATE account SET sync_failed = {yes}",
    "first_sign_in_goes_with_the_last": "UPDATE account SET first_signed_in_at = NULL",
    "grant_is_in_the_realm_of_its_account": "UPDATE permission_grant SET realm = 'nikde'",
    "grant_is_of_the_modules_catalogue": "UPDATE permission_grant SET permission = 'everything'",
    "permission_is_granted_once": "UPDATE permission_grant SET account_id = 1",
    "grant_ends_after_it_begins": "UPDATE permission_grant SET valid_to = '1999-01-01'",
    "nobody_granted_to_themselves": "UPDATE permission_grant SET granted_by_id = account_id",
    "proposal_is_of_what_its_account_holds": (
        "INSERT INTO proposal (id, account_id, module, level, valid_from, proposer_ik, proposer_name, proposed_at) "
        "SELECT 1, id, 'oknouze', 'update', '2016-01-01', '', 'nikdo', created_at FROM account WHERE username = 'cerny'"
    ),
    "ministrys_permission_is_held_at_the_ministry": (
        "UPDATE permission_grant SET permission = 'inspection_records' WHERE module = 'registr'"
    ),
    "session_is_in_a_module_of_its_account": "UPDATE session SET module = 'oknouze'",
    "ended_session_has_a_reason": "UPDATE session SET end_reason = 'signed_out' WHERE ended_at IS NULL",
    "retired_employee_has_no_open_session": "UPDATE employee SET retired_at = (SELECT max(started_at) FROM session)",
    "locked_account_has_no_open_session": "UPDATE account SET locked_at = sync_changed_at",
    "account_has_one_session_in_a_module": (
        "UPDATE session SET ended_at = NULL, account_id = 1, module = 'registr', place = 'terminal'"
    ),
    "session_is_of_an_account_that_was_signed_in_to": "UPDATE account SET first_signed_in_at = NULL",
    "session_through_an_application_is_in_its_module": "UPDATE session SET place = 'application'",
    "incident_is_of_an_account_or_of_none": "UPDATE incident SET number = 7",
    "run_activates_no_more_than_it_processes": "UPDATE sync_run SET activated = processed + 1",
    "notice_waits_or_is_settled": "UPDATE notice SET state = 'sent'",
    "owner_is_told_of_an_event_once": "UPDATE notice SET account_id = 777",
    "audit_is_guarded": "",
    "ends_of_the_chain_are_sealed": "UPDATE audit_end SET number = number + 1",
    "workplace_is_as_the_audit_left_it": "UPDATE workplace SET name = 'Jiné' WHERE name = 'Kraj Vysočina – nové'",
    "employee_is_as_the_audit_left_them": "UPDATE account SET password_hash = 'quick$jine'",
    "chain_ends_with_its_last_event": "DELETE FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)",
    "chain_begins_with_its_first_event": "INSERT INTO audit_end SELECT 'start', number, mac, proof FROM audit_end",
    "employee_was_sealed_by_their_last_event": "UPDATE employee_seal SET number = 0",
    "employee_who_is_gone_was_deleted": "DELETE FROM employee WHERE ik = '{created}'",
    "actor_of_an_event_is_there": "UPDATE audit_event SET actor_id = 777 WHERE actor_id IS NOT NULL",
}
"""For each invariant a statement that breaks it, where no constraint of the database stands in the way."""


@pytest.fixture
def cast(cast: Cast, database_url: str) -> Cast:
    """A day's work: somebody employed, their password reset and told, the sync, an incident, homola in two modules."""
    cast.let_notify()
    new_workplace(cast)
    homola = cast.actor("homola")
    cast.actor("homola", Module.POSKYTOVATEL)
    use_cases.create(cast, homola, cast.account("homola"))
    reset(cast, cast.account("cerny"))
    with transaction():
        execute(
            database.obj,
            "INSERT INTO incident (at, username, module, sync_state, origin) "
            "SELECT sync_changed_at, username, 'registr', sync_state, '' FROM account WHERE username = 'cerny'",
        )
        execute(
            database.obj,
            "INSERT INTO sync_run (slot, started_at, holder) "
            "SELECT sync_changed_at, sync_changed_at, '' FROM account WHERE username = 'cerny'",
        )
    return cast


def new_workplace(cast: Cast) -> int:
    """A workplace that MPSV has put in."""
    wanted = SaveWorkplace(OfficeKind.KU, "Kraj Vysočina – nové", Region.VYSOCINA, date(2016, 1, 1))
    return save_workplace(cast.actor("mpsv_radek"), wanted, effects=cast.effects)


def reset(cast: Cast, account: Account) -> None:
    """Give the account a password that is made up."""
    request = ResetPassword(account.id, recognised_by=frozenset({Recognition.IN_PERSON}))
    reset_password(cast.actor("homola"), request, effects=cast.effects)


def found(cast: Cast) -> set[str]:
    """The invariants that the check finds broken."""
    return {breach.invariant for breach in check_database(OWNER, effects=cast.effects).breaches}


def tamper(statement: str) -> None:
    """Do as somebody with the database's password, and no key, would do."""
    flags = {"yes": 1, "no": 0} if is_sqlite() else {"yes": True, "no": False}
    with unguarded():
        execute(database.obj, statement.format(**flags, created=demo.CERNY.ik))


def free_of_constraints() -> None:
    """Make all tables anew from what they hold, so that anything can be put in, as a broken program might."""
    if is_sqlite():
        database.close()
        database.connect()
        execute(database.obj, "PRAGMA foreign_keys = OFF")
    for table in sorted(tables(database.obj)):
        with transaction():
            execute(database.obj, f"CREATE TABLE free_copy AS SELECT * FROM {table}")  # noqa: S608
            execute(database.obj, f"DROP TABLE {table}" + ("" if is_sqlite() else " CASCADE"))
            execute(database.obj, f"ALTER TABLE free_copy RENAME TO {table}")


def test_there_are_invariants_enough_and_a_sentence_for_each() -> None:
    """X-19: 25 at least, each by its own name."""
    names = [invariant.name for invariant in INVARIANTS]
    assert len(names) >= 25
    assert len(names) == len(set(names))
    assert set(names) == set(checks.BREACHES) == set(BREAKS)


def test_a_days_work_breaks_nothing(cast: Cast) -> None:
    """X-19: what the program does is what it finds."""
    assert check_database(OWNER, effects=cast.effects).breaches == ()


def missed(cast: Cast, breaks: Mapping[str, Callable[[], None]], invariant: Callable[[str], str]) -> list[str]:
    """Those whose break is not found by its invariant; each is tried alone, and taken back."""
    free_of_constraints()
    assert found(cast) == {"audit_is_guarded"}  # its triggers went with the tables
    quiet = []
    for name, break_it in breaks.items():
        with undone():
            break_it()
            if invariant(name) not in found(cast):
                quiet.append(name)
    return quiet


def test_each_breach_is_found(cast: Cast) -> None:
    """X-19: by the invariant that it is of, whatever others it is of too."""
    breaks = {name: partial(tamper, statement) for name, statement in BREAKS.items() if statement}
    assert missed(cast, breaks, str) == []


def test_a_reference_that_leads_nowhere_is_found(cast: Cast) -> None:
    """R2.3-11: on SQLite, where the keys can be turned off by whoever opens the file."""
    if not is_sqlite():
        pytest.skip("PostgreSQL lets nobody but a superuser do this, and keeps no record of it")
    database.close()
    database.connect()
    execute(database.obj, "PRAGMA foreign_keys = OFF")
    tamper("DELETE FROM workplace WHERE office_kind = 'MPSV'")
    assert "references_lead_somewhere" in found(cast)


def test_a_guard_that_is_gone_is_found(cast: Cast) -> None:
    """X-19: each trigger that keeps the audit as it is, taken away by whoever owns the table."""
    others = ("audit_event_unchanged", "audit_event_not_replaced") if is_sqlite() else ("audit_event_emptied",)
    for guard in ("audit_event_kept", *others):
        with undone():
            execute(database.obj, f"DROP TRIGGER {guard}" + ("" if is_sqlite() else " ON audit_event"))
            assert found(cast) == {"audit_is_guarded"}


def test_a_damaged_file_is_found(cast: Cast) -> None:
    """X-4: here by a row that no longer fits its table."""
    if not is_sqlite():
        pytest.skip("a server looks after its own files")
    execute(database.obj, "PRAGMA ignore_check_constraints = ON")
    tamper("UPDATE account SET failures = -1")
    execute(database.obj, "PRAGMA ignore_check_constraints = OFF")
    assert "file_is_whole" in found(cast)


def _columns(model: type) -> list[str]:
    return sorted(model._meta.columns)  # type: ignore[attr-defined]  # peewee's


FREE = {
    "employee.region",
    "employee.refreshed_at",
    "employee.words",
    "account.failures",
    "account.menu_first",
    "account.appearance",
    "account.sorted_by",
    "account.descending",
    "account.printer",
}
HELD = [
    f"{table}.{column}"
    for table, model in (("employee", EmployeeRow), ("account", AccountRow), ("permission_grant", GrantRow))
    for column in _columns(model)
    if f"{table}.{column}" not in FREE | {f"{table}.id"}
]


def change(name: str) -> None:
    """Give the first row another value in this column."""
    table, column = name.split(".")
    execute(
        database.obj,
        f"UPDATE {table} SET {column} = CASE WHEN {column} IS NULL THEN "  # noqa: S608
        f"(SELECT {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY {column} LIMIT 1) END WHERE id = 1",
    )
    changed = database.execute_sql(f"SELECT {column} FROM {table} WHERE id = 1").fetchone()  # noqa: S608
    if changed == (None,):  # nobody has it yet, or it was there and is not now
        row = database.execute_sql(f"SELECT count({column}) FROM {table}").fetchone()  # noqa: S608
        if row == (0,):
            value = "'2016-07-25'" if column.endswith(("_at", "_to", "until")) else "1"
            execute(database.obj, f"UPDATE {table} SET {column} = {value} WHERE id = 1")  # noqa: S608


def test_a_change_of_any_column_past_the_program_is_found(cast: Cast) -> None:
    """X-19: of an employee, an account and a grant."""
    breaks = {name: partial(change, name) for name in HELD}
    assert len(breaks) > 30
    assert missed(cast, breaks, lambda _: "employee_is_as_the_audit_left_them") == []


def test_a_grant_and_an_account_put_in_past_the_program_are_found(cast: Cast) -> None:
    """X-19: Správa systému for Dlouhý, who has the right to find people and no more."""
    tamper(
        "INSERT INTO permission_grant (account_id, realm, module, permission, level, valid_from) "
        "SELECT id, realm, 'poskytovatel', 'system_administration', 'update', '2010-01-01' "
        "FROM account WHERE username = 'dlouhy'"
    )
    assert found(cast) == {"employee_is_as_the_audit_left_them"}


@pytest.mark.parametrize(
    "change",
    ["name = 'Jiné'", "region = 'Zlínský kraj'", "data_box = 'abcdefg'", "valid_from = '2001-01-01'"],
)
def test_a_workplace_changed_past_the_program_is_found(cast: Cast, change: str) -> None:
    """X-19, X-30: a data box, for instance, that letters to the office would go to."""
    assert found(cast) == set()
    tamper(f"UPDATE workplace SET {change} WHERE name = 'Kraj Vysočina – nové'")  # noqa: S608
    assert found(cast) == {"workplace_is_as_the_audit_left_it"}


def test_an_employee_taken_away_past_the_program_is_found(cast: Cast) -> None:
    """X-26: with the account, the grants and the seal."""
    mine = "(SELECT id FROM account WHERE username = 'cerny')"
    tamper(f"DELETE FROM permission_grant WHERE account_id = {mine}")  # noqa: S608
    tamper(f"DELETE FROM past_password WHERE account_id = {mine}")  # noqa: S608
    tamper("DELETE FROM account WHERE username = 'cerny'")
    tamper("DELETE FROM employee WHERE ik = '{created}'")
    assert found(cast) == {"employee_who_is_gone_was_deleted"}


def test_an_older_state_put_back_with_its_seal_is_found(cast: Cast) -> None:
    """X-19: a password that was reset, the old one put back from a copy of the database."""
    cerny = cast.account("cerny")
    with transaction():
        seal = database.execute_sql("SELECT number, mac FROM employee_seal ORDER BY number DESC LIMIT 1").fetchone()
        row: Any = AccountRow.select().where(AccountRow.id == cerny.id).dicts().get()
    reset(cast, cerny)
    with transaction():
        AccountRow.update(**{name: value for name, value in row.items() if name != "id"}).where(
            AccountRow.id == cerny.id
        ).execute()
        version = EmployeeRow.version - 1
        EmployeeRow.update(version=version).where(EmployeeRow.id == cerny.employee.id).execute()
        mark = "?" if is_sqlite() else "%s"
        execute(
            database.obj,
            f"UPDATE employee_seal SET number = {mark}, mac = {mark} WHERE employee_id = {cerny.employee.id}",  # noqa: S608
            seal,
        )
    assert found(cast) == {"employee_was_sealed_by_their_last_event"}


def test_nobody_but_the_owner_checks(cast: Cast) -> None:
    """R2.1-2: nor does a region's administrator."""
    with pytest.raises(Forbidden):
        check_database(cast.actor("homola"), effects=cast.effects)  # type: ignore[arg-type]  # that is the point


def test_a_check_is_about_all_that_is_stored(cast: Cast) -> None:
    """X-19: employees of both realms are sealed, those of the demo as well."""
    cast.employ(demo.MARTINKA, "martinka", granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS))
    with transaction():
        assert audit_chain.has_begun()
        sealed = database.execute_sql("SELECT count(*) FROM employee_seal").fetchone()
        assert sealed == (EmployeeRow.select().count(),)
