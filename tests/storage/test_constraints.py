"""What must never be, the database refuses by itself, whatever the program does."""

from datetime import date

import peewee
import pytest

from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import NOT_STORED, Workplace
from storage import workplaces
from storage.database import database, execute, transaction
from tests.support.cast import Cast
from tests.support.journal import undone

NEVER = {
    "a workplace of MPSV with a region": "UPDATE workplace SET region = 'Kraj Vysočina' WHERE office_kind = 'MPSV'",
    "a regional workplace without one": "UPDATE workplace SET region = NULL WHERE name = 'Smiřice'",
    "a workplace of another kind": "UPDATE workplace SET office_kind = 'ÚP' WHERE name = 'Smiřice'",
    "a workplace without a name": "UPDATE workplace SET name = '' WHERE name = 'Smiřice'",
    "two workplaces of one name": (
        "UPDATE workplace SET name = 'Kraj Vysočina – referát SS' WHERE name = 'Jihomoravský kraj – referát SS'"
    ),
    "a workplace that ends before it begins": "UPDATE workplace SET valid_to = '2007-12-31'",
    "an employee of another region than their workplace": (
        "UPDATE employee SET region = 'Jihomoravský kraj' WHERE surname = 'Homola'"
    ),
    "an employee at no workplace": "UPDATE employee SET workplace_id = 999999, region = NULL",
    "an employee in no realm": "UPDATE employee SET realm = 'jinde' WHERE surname = 'Homola'",
    "an employee who changes the realm, but not their account": (
        "UPDATE employee SET realm = 'oknouze' WHERE surname = 'Homola'"
    ),
    "an IK of nine digits": "UPDATE employee SET ik = '127343496' WHERE surname = 'Homola'",
    "an IK with a letter": "UPDATE employee SET ik = '127343496O' WHERE surname = 'Homola'",
    "an employee who ends before they begin": "UPDATE employee SET valid_to = '2009-12-31' WHERE surname = 'Homola'",
    "a person twice at one workplace": (
        "UPDATE employee SET ik = (SELECT ik FROM employee WHERE surname = 'Klicpera') WHERE surname = 'Dlouhý'"
    ),
    "two accounts of one employee": (
        "UPDATE account SET employee_id = (SELECT employee_id FROM account WHERE username = 'klicpera')"
        " WHERE username = 'dlouhy'"
    ),
    "a username that is taken but for its case": "UPDATE account SET username = 'HOMOLA' WHERE username = 'dlouhy'",
    "a username with a diacritic": "UPDATE account SET username = 'dlouhý' WHERE username = 'dlouhy'",
    "an empty username": "UPDATE account SET username = '' WHERE username = 'dlouhy'",
    "fewer failures than none": "UPDATE account SET failures = -1",
    "an unknown state of the sync": "UPDATE account SET sync_state = 'done'",
    "an account without a password": "UPDATE account SET password_hash = NULL",
    "a deleted employee whose account stays": "DELETE FROM employee WHERE surname = 'Homola'",
    "a grant to oneself": "UPDATE permission_grant SET granted_by_id = account_id",
    "a grant by nobody known": "UPDATE permission_grant SET granted_by_id = 999999",
    "a grant of another level": "UPDATE permission_grant SET level = 'all'",
    "a grant that ends before it begins": "UPDATE permission_grant SET valid_to = '2000-01-01'",
    "a permission of another module": (
        "UPDATE permission_grant SET permission = 'social_worker' WHERE permission = 'reports'"
    ),
    "a module of another realm": (
        "UPDATE permission_grant SET module = 'oknouze', permission = 'social_worker' WHERE permission = 'reports'"
    ),
    "a grant of another realm than its account": (
        "UPDATE permission_grant SET realm = 'oknouze', module = 'oknouze', permission = 'social_worker'"
        " WHERE permission = 'reports'"
    ),
    "a permission granted twice": (
        "INSERT INTO permission_grant (account_id, realm, module, permission, level, valid_from)"
        " SELECT account_id, realm, module, permission, level, valid_from FROM permission_grant"
    ),
    "two open sessions of one account in one module and place": (
        "INSERT INTO session (account_id, module, place, permissions, started_at, last_active_at, origin, must_change)"
        " SELECT account_id, module, place, permissions, started_at, last_active_at, origin, must_change FROM session"
    ),
    "a session that ended for no reason": "UPDATE session SET ended_at = started_at",
    "an event without an outcome": (
        "INSERT INTO audit_event (at, actor_name, origin, kind, outcome, subject_kind, subject_name, before, after,"
        " previous_mac, mac) SELECT at, actor_name, origin, kind, 'maybe', subject_kind, subject_name, before, after,"
        " previous_mac, mac FROM audit_event"
    ),
    "a number that is none": "UPDATE employee SET version = 'first'",
}

ALLOWED = {
    "a permission granted anew after it was revoked": (
        "INSERT INTO permission_grant (account_id, realm, module, permission, level, valid_from, revoked_at)"
        " SELECT account_id, realm, module, permission, level, valid_from, '2016-07-25T08:05:00.000000+00:00'"
        " FROM permission_grant"
    ),
    "the same username in the other realm": (
        "UPDATE account SET username = 'homola' WHERE username = 'gollova' AND realm = 'oknouze'"
    ),
    "an office that moves to another region takes its people along": (
        "UPDATE workplace SET region = 'Zlínský kraj' WHERE name = 'Jihomoravský kraj – referát SS'"
    ),
}


def let_through(statement: str) -> bool:
    """Whether the database does it."""
    try:
        with undone():
            execute(database.obj, statement)
    except (peewee.IntegrityError, peewee.DataError):
        return False
    return True


def test_what_must_never_be_is_refused(cast: Cast) -> None:
    """R2.1-1, R2.3-6, R2.3-7, X-23, X-24: one statement each, past all the program's own checks."""
    cast.sign_in("homola")
    assert [name for name, statement in NEVER.items() if let_through(statement)] == []


def test_what_may_be_is_let_through(cast: Cast) -> None:
    """R1.3-1, R2.3-10, F11: the constraints ask no more than they should."""
    cast.sign_in("homola")
    assert [name for name, statement in ALLOWED.items() if not let_through(statement)] == []


@pytest.mark.usefixtures("cast")
def test_an_employee_follows_their_workplace_to_its_new_region() -> None:
    """R2.1-1, F11: who may manage them is never a matter of two columns that differ."""
    with transaction():
        execute(database.obj, ALLOWED["an office that moves to another region takes its people along"])
        regions = database.execute_sql("SELECT region FROM employee WHERE surname IN ('Klicpera', 'Dlouhý')").fetchall()
    assert regions == [("Zlínský kraj",)] * 2


@pytest.mark.usefixtures("open_databases")
def test_a_deleted_number_is_not_given_to_somebody_else() -> None:
    """X-19: what the audit says of number 5 is about one employee only."""
    numbers = []
    with transaction():
        for name in ("first", "second"):
            place = workplaces.insert(Workplace(NOT_STORED, OfficeKind.KU, name, Region.VYSOCINA, date(2016, 1, 1)))
            numbers.append(place.id)
            execute(database.obj, "DELETE FROM workplace")
    assert numbers == [1, 2]
