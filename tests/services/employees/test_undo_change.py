"""Taking back the last change of the one who made it, of one or of many (R2.1-1, X-10, X-19, X-21, X-26)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from oktui.domain.accounts import Account, EverSignedIn, GrantChange
from oktui.domain.administrators import LastAdministrator
from oktui.domain.audit import EventKind
from oktui.domain.changes import Change, Extend, Move, Retire
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.people import Person
from oktui.domain.sessions import Actor
from oktui.domain.undoing import UNDOES, WITHIN, NothingToUndo, NotUndoable, TouchedSince
from oktui.services.audit.verify_audit import verify_audit
from oktui.services.employees.change_many import ChangeMany, change_many
from oktui.services.employees.edit_employee import AccountEdit, edit_employee
from oktui.services.employees.import_employees import ImportEmployees, import_employees
from oktui.services.employees.preview_change import PreviewChange, preview_change
from oktui.services.employees.retire_employee import retire_employee
from oktui.services.employees.undo_change import preview_undo, undo_change
from oktui.services.new_passwords import PasswordEntry
from oktui.services.outcomes import Ending, Made
from storage import accounts, krk
from storage.database import transaction
from tests.support import use_cases
from tests.support.cast import DETAILS, JIHOMORAVSKY, VYSOCINA, Cast, granted
from tests.support.journal import new_events
from tests.support.newcomers import newcomers
from tests.support.use_cases import edit_of

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
SOON = date(2016, 12, 31)


@pytest.fixture
def people(cast: Cast) -> list[Account]:
    """Three officials whose validity ends with the year."""
    details = replace(DETAILS, valid_to=SOON)
    return [cast.employ(each, f"nova{place}", RECORDS, details=details) for place, each in enumerate(newcomers(3))]


def undo(cast: Cast, actor: Actor) -> list[Made]:
    """Look at what would be taken back, and take it back."""
    undoing = preview_undo(actor, effects=cast.effects)
    return list(undo_change(actor, undoing, cast.effects.number_request(), effects=cast.effects))


def change(cast: Cast, actor: Actor, wanted: Change, people: list[Account]) -> None:
    """Do it to all of them."""
    ids = tuple(account.employee.id for account in people)
    rows = preview_change(actor, PreviewChange(wanted, ids), effects=cast.effects)
    change_many(actor, ChangeMany(cast.effects.number_request(), wanted, tuple(rows)), effects=cast.effects)


def like(account: Account) -> object:
    """What of an account and its employee is as it was: all but what counts edits and numbers grants."""
    held = [replace(grant, id=None) for grant in account.grants if grant.revoked_at is None]
    return account.employee.workplace, account.employee.details, account.employee.retired_at, account.username, held


def test_an_edit_is_taken_back_with_all_of_it(cast: Cast, people: list[Account]) -> None:
    """X-19: details, username and grants; said first, audited as such, with the number of what it takes back."""
    before, actor = cast.account("nova0"), cast.actor("homola")
    [grant] = before.grants
    milder = GrantChange(grant.permission, Level.VIEW, grant.valid_from, SOON, id=grant.id)
    more = GrantChange(Permission.SYSTEM_ADMINISTRATION, Level.VIEW, SOON)
    edit_employee(actor, edit_of(before, milder, more, username="jinak"), effects=cast.effects)
    assert len(cast.account("jinak").grants) == 2
    undoing = preview_undo(actor, effects=cast.effects)
    [row] = undoing.rows
    assert ("username", "jinak", "nova0") in row.changes
    assert ("valid_to", "", str(SOON)) in row.changes
    with new_events() as added:
        [made] = undo_change(actor, undoing, "1", effects=cast.effects)
    assert made.ending is Ending.DONE
    assert like(cast.account("nova0")) == like(before)
    [event] = added()
    assert (event.kind, event.after[UNDOES], event.part_of) == (EventKind.CHANGE_UNDONE, undoing.last.number, "")
    assert verify_audit(actor, effects=cast.effects).finding is None


def test_a_change_of_many_is_taken_back_as_a_whole(cast: Cast, people: list[Account]) -> None:
    """X-19: under one number of its own; whom somebody has touched since stays and is told."""
    actor = cast.actor("homola")
    change(cast, actor, Extend(date(2017, 1, 31)), people)
    retire_employee(cast.actor("mpsv_radek"), people[1].employee.id, effects=cast.effects)
    undoing = preview_undo(cast.actor("homola"), effects=cast.effects)
    assert undoing.many
    assert [type(row.refusal) for row in undoing.rows].count(TouchedSince) == 1
    with new_events() as added:
        made = undo_change(cast.actor("homola"), undoing, "7", effects=cast.effects)
    assert sorted(row.ending.value for row in made) == ["done", "done", "refused"]
    assert {event.part_of for event in added() if event.kind is EventKind.CHANGE_UNDONE} == {"7"}
    ends = [cast.account(f"nova{place}").employee.details.valid_to for place in range(3)]
    assert ends == [SOON, date(2017, 1, 31), SOON]


def test_moving_and_retiring_are_taken_back(cast: Cast, people: list[Account]) -> None:
    """R2.1-1, R2.5-1: to the office where they were; what was retired is not any more."""
    radek, before = cast.actor("mpsv_radek"), cast.account("nova2")
    change(cast, radek, Move(cast.workplace_id(JIHOMORAVSKY)), people[2:])
    assert cast.account("nova2").employee.workplace.name == JIHOMORAVSKY
    undo(cast, radek)
    assert like(cast.account("nova2")) == like(before)
    change(cast, radek, Retire(), people[2:])
    undo(cast, radek)
    assert cast.account("nova2").employee.retired_at is None


def test_only_ones_own_last_change_and_only_for_ten_minutes(cast: Cast, people: list[Account]) -> None:
    """X-21: not a colleague's, not an older one, and not twice."""
    homola = cast.actor("homola")
    with pytest.raises(NothingToUndo):
        preview_undo(homola, effects=cast.effects)
    retire_employee(homola, people[0].employee.id, effects=cast.effects)
    with pytest.raises(NothingToUndo):
        preview_undo(cast.actor("mpsv_radek"), effects=cast.effects)
    cast.clock.forward(WITHIN)
    homola = cast.actor("homola")
    undoing = preview_undo(homola, effects=cast.effects)
    cast.clock.forward(timedelta(seconds=1))
    with pytest.raises(NothingToUndo):
        undo_change(homola, undoing, "1", effects=cast.effects)
    retire_employee(homola, people[1].employee.id, effects=cast.effects)
    undo(cast, homola)
    with pytest.raises(NothingToUndo):
        preview_undo(homola, effects=cast.effects)
    assert cast.account("nova0").employee.retired_at is not None


def test_what_was_previewed_is_taken_back_and_nothing_else(cast: Cast, people: list[Account]) -> None:
    """X-21: the actor has changed something else since, or somebody the same."""
    homola = cast.actor("homola")
    retire_employee(homola, people[0].employee.id, effects=cast.effects)
    undoing = preview_undo(homola, effects=cast.effects)
    retire_employee(homola, people[1].employee.id, effects=cast.effects)
    with pytest.raises(NothingToUndo):
        undo_change(homola, undoing, "1", effects=cast.effects)


def test_a_password_a_lock_and_a_deletion_stay(cast: Cast, people: list[Account]) -> None:
    """X-16, X-26: never a password, a sign-in, or somebody who is gone."""
    homola = cast.actor("homola")
    use_cases.reset(cast, homola, people[0])
    with pytest.raises(NotUndoable):
        preview_undo(homola, effects=cast.effects)
    with transaction():
        accounts.lock(people[1].id, cast.clock())
    use_cases.unlock(cast, homola, people[1])
    with pytest.raises(NotUndoable):
        preview_undo(homola, effects=cast.effects)


def test_of_an_edit_with_a_password_the_password_stays(cast: Cast, people: list[Account]) -> None:
    """X-16: the rest is taken back, and that is said."""
    homola, before = cast.actor("homola"), cast.account("nova0")
    edit = edit_of(before)
    assert isinstance(edit.account, AccountEdit)
    entry = PasswordEntry("Drapak-Kostelec-Vidle-41", "Drapak-Kostelec-Vidle-41")
    request = replace(
        edit, details=replace(DETAILS, phone="566 123 456"), account=replace(edit.account, password=entry)
    )
    edit_employee(homola, request, effects=cast.effects)
    undoing = preview_undo(homola, effects=cast.effects)
    assert undoing.keeps_password
    undo_change(homola, undoing, "1", effects=cast.effects)
    assert cast.account("nova0").employee.details == before.employee.details
    cast.sign_in("nova0", password="Drapak-Kostelec-Vidle-41")


def test_imported_people_are_gone_again_unless_they_signed_in(cast: Cast) -> None:
    """X-26: a whole file is taken back; the database stays as it must be."""
    persons: list[Person] = newcomers(3)
    krk.store_persons(persons)
    rows = [
        f"{each.ik};{VYSOCINA};1.1.2016;a@b.cz;referent;Evidence sociálních služeb (aktualizace)" for each in persons
    ]
    content = "\n".join(["IK MPSV;pracoviště;platnost od;email;funkce/služební číslo;oprávnění", *rows]).encode()
    homola = cast.actor("homola")
    new = import_employees(homola, ImportEmployees(content, "0123"), effects=cast.effects)
    with transaction():
        accounts.mark_signed_in(accounts.load(cast.account(new[1].username).id), cast.clock())
    made = undo(cast, homola)
    assert [type(row.refusal) for row in made] == [type(None), EverSignedIn, type(None)]
    with transaction():
        left = [
            each.ik
            for each in persons
            if any(accounts.of_employee(new_.employee_id) for new_ in new if new_.ik == each.ik)
        ]
    assert left == [persons[1].ik]


def test_the_last_administrator_does_not_go_that_way(cast: Cast) -> None:
    """X-10: whoever was made administrator, and meanwhile is the only one, stays."""
    radek = cast.actor("mpsv_radek")
    administration = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION)
    second = cast.employ(newcomers(1)[0], "druhy", administration)
    use_cases.retire(cast, radek, second)
    use_cases.restore(cast, radek, second)
    use_cases.retire(cast, cast.actor("druhy"), cast.account("homola"))
    [made] = undo(cast, cast.actor("mpsv_radek"))
    assert isinstance(made.refusal, LastAdministrator)
