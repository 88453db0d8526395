"""Správa systému waits for a second administrator, where the installation wants one (R2.1-1, R2.3-10, X-19)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from oktui import demo
from oktui.domain.accounts import Account, Grant, GrantChange
from oktui.domain.audit import EventKind
from oktui.domain.authority import Denial, Forbidden
from oktui.domain.changes import Change, Extend, Give, Move, Revoke
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.offices import Region
from oktui.domain.people import WorkplaceInUse
from oktui.domain.proposals import ListedProposal, OwnProposal, ProposalGone
from oktui.domain.sessions import Actor, MachineOwner, SessionEnd, SessionOver
from oktui.services.audit.verify_audit import verify_audit
from oktui.services.employees.change_many import ChangeMany, change_many
from oktui.services.employees.confirm_administration import (
    confirm_administration,
    list_proposals,
    reject_administration,
)
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from oktui.services.employees.edit_employee import AccountEdit, EditEmployee, edit_employee
from oktui.services.employees.import_employees import ImportEmployees, import_employees
from oktui.services.employees.preview_change import PreviewChange, preview_change
from oktui.services.employees.undo_change import preview_undo, undo_change
from oktui.services.new_accounts import NewAccount
from oktui.services.workplaces.save_workplace import SaveWorkplace, save_workplace
from storage import krk, sessions
from storage.database import transaction
from tests.support.cast import JIHOMORAVSKY, VYSOCINA, Cast, granted
from tests.support.journal import new_events
from tests.support.newcomers import newcomers
from tests.support.use_cases import EDITED, ENTRY, SINCE, edit_of

ADMINISTRATION = GrantChange(Permission.SYSTEM_ADMINISTRATION, Level.UPDATE, SINCE)
RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
UNTIL = date(2016, 12, 31)
OWNER = MachineOwner(module=Module.REGISTR, name="root")
CERNY = (
    "IK MPSV;pracoviště;platnost od;email;funkce/služební číslo;oprávnění\n"
    f"{demo.CERNY.ik};{VYSOCINA};1.1.2016;cerny@kr-vysocina.example;referent;Správa systému (aktualizace)\n"
)
"""A file with an administrator in it."""


@pytest.fixture(autouse=True)
def two_administrators(cast: Cast) -> None:
    """Somebody without Správa systému, and an office with two administrators, where two are wanted."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, second_person=True))
    novy, druhy = newcomers(2)
    krk.store_persons([novy, druhy])
    cast.employ(novy, "novy", RECORDS)
    cast.employ(druhy, "druhy", granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION))


def administration(account: Account) -> list[Grant]:
    """What of Správa systému an account holds."""
    held = [grant for grant in account.grants if grant.revoked_at is None]
    return [grant for grant in held if grant.permission is Permission.SYSTEM_ADMINISTRATION]


def waiting(cast: Cast, by: str = "druhy") -> list[ListedProposal]:
    """What waits, as an administrator sees it."""
    return list_proposals(cast.actor(by), effects=cast.effects)


def grant_it(cast: Cast, actor: Actor, account: Account) -> None:
    """F6: grant Správa systému."""
    edit_employee(actor, edit_of(account, ADMINISTRATION), effects=cast.effects)


def give_it(cast: Cast, actor: Actor, account: Account) -> None:
    """F3: grant it to many."""
    change(cast, actor, account, Give(Permission.SYSTEM_ADMINISTRATION, Level.UPDATE, SINCE))


def change(cast: Cast, actor: Actor, account: Account, wanted: Change) -> None:
    """Make a change of many to one."""
    rows = preview_change(actor, PreviewChange(wanted, (account.employee.id,), confirmed=True), effects=cast.effects)
    assert all(row.refusal is None for row in rows)
    request = ChangeMany(cast.effects.number_request(), wanted, tuple(rows), confirmed=True)
    [made] = change_many(actor, request, effects=cast.effects)
    assert made.refusal is None


def regrant_it(cast: Cast, actor: Actor, account: Account) -> None:
    """Have it, lose it, and have the loss taken back."""
    grant_it(cast, cast.actor("homola"), account)
    [row] = waiting(cast)
    confirm_administration(cast.actor("druhy"), row.key, effects=cast.effects)
    actor = cast.actor("homola")
    change(cast, actor, account, Revoke(Permission.SYSTEM_ADMINISTRATION))
    undo_change(actor, preview_undo(actor, effects=cast.effects), "1", effects=cast.effects)


@pytest.mark.parametrize("route", [grant_it, give_it, regrant_it])
def test_it_waits_on_whichever_way_it_is_granted(cast: Cast, route: Callable[[Cast, Actor, Account], None]) -> None:
    """R2.1-1: nobody holds it, and all that was edited besides is stored."""
    route(cast, cast.actor("homola"), cast.account("novy"))
    assert administration(cast.account("novy")) == []
    [row] = waiting(cast)
    assert (row.username, row.proposal.grant.level, row.proposal.by.ik) == ("novy", Level.UPDATE, demo.HOMOLA.ik)


def test_it_waits_with_a_new_account(cast: Cast) -> None:
    """R2.3-10: F5; its password is one for administrators already, and the event says what waits (X-15, X-19)."""
    place = cast.account("homola").employee.workplace.id
    request = CreateEmployee(demo.CERNY.ik, place, EDITED, NewAccount("cerny", ENTRY, (ADMINISTRATION,)))
    with new_events() as added:
        create_employee(cast.actor("homola"), request, effects=cast.effects)
    event = next(event for event in added() if event.kind is EventKind.EMPLOYEE_CREATED)
    assert "proposed:registr/system_administration" in event.after
    assert "grant:registr/system_administration" not in event.after
    assert administration(cast.account("cerny")) == []
    assert [row.username for row in waiting(cast)] == ["cerny"]


def test_it_waits_when_it_is_imported(cast: Cast) -> None:
    """R2.1-1: by a file, were it the owner's of the machine; who confirms is somebody with an account."""
    import_employees(OWNER, ImportEmployees(CERNY.encode(), "1"), effects=cast.effects)
    [row] = waiting(cast)
    assert administration(cast.account(row.username)) == []
    with pytest.raises(OwnProposal):
        confirm_administration(OWNER, row.key, effects=cast.effects)
    confirm_administration(cast.actor("homola"), row.key, effects=cast.effects)
    assert len(administration(cast.account(row.username))) == 1


def test_a_second_administrator_confirms_it(cast: Cast) -> None:
    """R2.3-10: then it is in force as it was granted; the audit has who granted and who confirmed it (X-19)."""
    grant_it(cast, cast.actor("homola"), cast.account("novy"))
    [row] = waiting(cast)
    with new_events() as added:
        confirm_administration(cast.actor("druhy"), row.key, effects=cast.effects)
    account = cast.account("novy")
    [held] = administration(account)
    assert (held.level, held.valid_from, account.must_change) == (Level.UPDATE, SINCE, True)
    event = added()[-1]
    assert event.kind is EventKind.ADMINISTRATION_CONFIRMED
    assert event.who.name.startswith("druhy")
    assert str(event.after["proposed_by"]).startswith("homola")
    assert "grant:registr/system_administration" in event.after
    assert waiting(cast) == []
    assert verify_audit(OWNER, effects=cast.effects).finding is None
    with pytest.raises(ProposalGone):
        confirm_administration(cast.actor("druhy"), row.key, effects=cast.effects)


def test_who_granted_it_cannot_confirm_it(cast: Cast) -> None:
    """R2.1-1: nor by another account of theirs."""
    ministry = cast.account("mpsv_radek").employee.workplace.name
    both = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION)
    cast.employ(demo.HOMOLA, "homola2", both, workplace=ministry)
    grant_it(cast, cast.actor("homola"), cast.account("novy"))
    [row] = waiting(cast)
    for by in ("homola", "homola2"):
        with pytest.raises(OwnProposal):
            confirm_administration(cast.actor(by), row.key, effects=cast.effects)
    assert administration(cast.account("novy")) == []


def test_whom_it_is_of_cannot_confirm_it(cast: Cast) -> None:
    """X-3: an administrator who is to be one for longer."""
    druhy = cast.account("druhy")
    [held] = administration(druhy)
    shorter = GrantChange(held.permission, Level.UPDATE, held.valid_from, UNTIL, id=held.id)
    edit_employee(cast.actor("homola"), edit_of(druhy, shorter), effects=cast.effects)
    longer = replace(shorter, valid_to=None)
    edit_employee(cast.actor("homola"), edit_of(cast.account("druhy"), longer), effects=cast.effects)
    [row] = waiting(cast)
    with pytest.raises(Forbidden) as refused:
        confirm_administration(cast.actor("druhy"), row.key, effects=cast.effects)
    assert refused.value.denial is Denial.OWN_ACCOUNT


def test_less_of_it_stands_at_once(cast: Cast) -> None:
    """R2.3-10: an end that comes sooner, or looking only; what goes further than today's waits."""
    druhy = cast.account("druhy")
    [held] = administration(druhy)
    wanted = GrantChange(held.permission, Level.VIEW, held.valid_from, UNTIL, id=held.id)
    edit_employee(cast.actor("homola"), edit_of(druhy, wanted), effects=cast.effects)
    [stands] = administration(cast.account("druhy"))
    assert (stands.level, stands.valid_to, waiting(cast, "homola")) == (Level.VIEW, UNTIL, [])
    wider = replace(wanted, level=Level.UPDATE, valid_to=date(2016, 9, 30))
    edit_employee(cast.actor("homola"), edit_of(cast.account("druhy"), wider), effects=cast.effects)
    [stands] = administration(cast.account("druhy"))
    assert (stands.level, stands.valid_to) == (Level.VIEW, date(2016, 9, 30))
    [row] = waiting(cast, "homola")
    assert (row.proposal.grant.level, row.proposal.grant.id) == (Level.UPDATE, held.id)
    confirm_administration(cast.actor("mpsv_radek"), row.key, effects=cast.effects)
    [stands] = administration(cast.account("druhy"))
    assert (stands.id, stands.level) == (held.id, Level.UPDATE)


def test_an_administrator_who_moves_to_the_ministry_holds_it_there_once_it_is_confirmed(cast: Cast) -> None:
    """R2.1-2: there it reaches every region."""
    ministry = cast.account("mpsv_radek").employee.workplace
    change(cast, cast.actor("mpsv_radek"), cast.account("druhy"), Move(ministry.id))
    moved = cast.account("druhy")
    assert (moved.employee.workplace, administration(moved)) == (ministry, [])
    [row] = waiting(cast, "mpsv_radek")
    assert (row.username, row.proposal.grant.id) == ("druhy", None)


def test_an_edit_of_the_workplace_alone_is_no_way_round(cast: Cast) -> None:
    """R2.1-2: an edit that says nothing of the account moves it all the same."""
    employee = cast.account("druhy").employee
    ministry = cast.account("mpsv_radek").employee.workplace
    request = EditEmployee(employee.id, employee.version, ministry.id, EDITED, confirmed=True)
    edit_employee(cast.actor("mpsv_radek"), request, effects=cast.effects)
    assert administration(cast.account("druhy")) == []
    assert len(waiting(cast, "mpsv_radek")) == 1


def test_who_is_moved_within_the_region_keeps_it(cast: Cast) -> None:
    """R2.1-1: an edit that grants nothing has nothing wait."""
    druhy = cast.account("druhy")
    edit_employee(cast.actor("homola"), edit_of(druhy), effects=cast.effects)
    change(cast, cast.actor("homola"), cast.account("druhy"), Extend(UNTIL))
    assert len(administration(cast.account("druhy"))) == 1
    assert waiting(cast) == []


def test_it_is_rejected_by_a_second_person_or_taken_back_by_the_first(cast: Cast) -> None:
    """X-19: with an event of its own; the account is as it was."""
    for by in ("druhy", "homola"):
        grant_it(cast, cast.actor("homola"), cast.account("novy"))
        [row] = waiting(cast)
        with new_events() as added:
            reject_administration(cast.actor(by), row.key, effects=cast.effects)
        event = added()[-1]
        assert (event.kind, waiting(cast)) == (EventKind.ADMINISTRATION_REJECTED, [])
        assert event.who.name.startswith(by)
        assert administration(cast.account("novy")) == []
        with pytest.raises(ProposalGone):
            reject_administration(cast.actor(by), row.key, effects=cast.effects)


def test_the_last_wish_counts(cast: Cast) -> None:
    """R2.3-10: granted again it waits as it is wanted now, once; the first cannot be confirmed any more."""
    grant_it(cast, cast.actor("homola"), cast.account("novy"))
    [first] = waiting(cast)
    milder = replace(ADMINISTRATION, level=Level.VIEW)
    edit_employee(cast.actor("druhy"), edit_of(cast.account("novy"), milder), effects=cast.effects)
    [row] = waiting(cast)
    assert (row.proposal.grant.level, row.proposal.by.name[:5]) == (Level.VIEW, "druhy")
    with pytest.raises(ProposalGone):
        confirm_administration(cast.actor("mpsv_radek"), first.key, effects=cast.effects)


def test_what_waits_goes_with_the_grant_that_it_would_change(cast: Cast) -> None:
    """R2.3-10: revoking is for one alone, and at once."""
    druhy = cast.account("druhy")
    [held] = administration(druhy)
    change(cast, cast.actor("homola"), druhy, Revoke(Permission.SYSTEM_ADMINISTRATION))
    grant_it(cast, cast.actor("homola"), cast.account("druhy"))
    assert len(waiting(cast, "homola")) == 1
    assert administration(cast.account("druhy")) == []
    assert held.id not in [each.id for each in administration(cast.account("druhy"))]


def test_an_edit_that_was_to_wait_is_taken_back_whole(cast: Cast) -> None:
    """X-19: what waits since then waits no more."""
    homola = cast.actor("homola")
    before = cast.account("novy")
    grant_it(cast, homola, before)
    undoing = preview_undo(homola, effects=cast.effects)
    assert "proposed:registr/system_administration" in [name for name, _, _ in undoing.rows[0].changes]
    undo_change(homola, undoing, "1", effects=cast.effects)
    assert (waiting(cast), cast.account("novy").employee.details) == ([], before.employee.details)


def test_other_regions_and_modules_are_not_asked(cast: Cast) -> None:
    """R2.1-1, R2.1-3: who confirms has the power to grant it themselves."""
    [jinde] = newcomers(1, 2)
    there = [granted(module, Permission.SYSTEM_ADMINISTRATION) for module in (Module.REGISTR, Module.POSKYTOVATEL)]
    cast.employ(jinde, "jinde", there[0], workplace=JIHOMORAVSKY)
    cast.employ(demo.CERNY, "cerny", there[1])
    grant_it(cast, cast.actor("homola"), cast.account("novy"))
    [row] = waiting(cast)
    others = (("jinde", Module.REGISTR, Denial.OTHER_REGION), ("cerny", Module.POSKYTOVATEL, Denial.OTHER_MODULE))
    for username, module, denial in others:
        actor = cast.actor(username, module)
        assert list_proposals(actor, effects=cast.effects) == []
        for decide in (confirm_administration, reject_administration):
            with pytest.raises(Forbidden) as refused:
                decide(actor, row.key, effects=cast.effects)
            assert refused.value.denial is denial
    assert len(waiting(cast)) == 1


def test_without_the_switch_nothing_waits(cast: Cast) -> None:
    """R2.3-10: it is off unless somebody turns it on; what has waited can still be confirmed."""
    grant_it(cast, cast.actor("homola"), cast.account("novy"))
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, second_person=False))
    [row] = waiting(cast)
    confirm_administration(cast.actor("druhy"), row.key, effects=cast.effects)
    [held] = administration(cast.account("novy"))
    edit = AccountEdit("novy", (GrantChange(held.permission, Level.VIEW, SINCE, id=held.id),))
    employee = cast.account("novy").employee
    request = EditEmployee(employee.id, employee.version, employee.workplace.id, EDITED, edit)
    edit_employee(cast.actor("homola"), request, effects=cast.effects)
    assert administration(cast.account("novy"))[0].level is Level.VIEW
    wider = AccountEdit("novy", (GrantChange(held.permission, Level.UPDATE, SINCE, id=held.id),))
    request = replace(request, version=request.version + 1, account=wider)
    edit_employee(cast.actor("homola"), request, effects=cast.effects)
    assert administration(cast.account("novy"))[0].level is Level.UPDATE
    assert waiting(cast) == []


def test_what_waits_does_not_move_to_the_ministry(cast: Cast) -> None:
    """R2.1-2: a region's administrator has granted it for the region."""
    grant_it(cast, cast.actor("homola"), cast.account("novy"))
    ministry = cast.account("mpsv_radek").employee.workplace
    with new_events() as added:
        change(cast, cast.actor("mpsv_radek"), cast.account("novy"), Move(ministry.id))
    assert "proposed:registr/system_administration" in added()[-1].before
    assert waiting(cast, "mpsv_radek") == []


def test_whoever_is_moved_has_no_session_left_that_reaches_further(cast: Cast) -> None:
    """R2.3-13, X-9: a session keeps its permissions, and goes where its owner goes."""
    ministry = cast.account("mpsv_radek").employee.workplace
    druhy = cast.actor("druhy")
    change(cast, cast.actor("mpsv_radek"), cast.account("druhy"), Move(ministry.id))
    with pytest.raises(SessionOver):
        list_proposals(druhy, effects=cast.effects)
    with transaction():
        assert sessions.load(druhy.session_id).end_reason is SessionEnd.ENDED_BY_ADMINISTRATOR


def test_an_office_with_people_is_not_moved_to_another_region(cast: Cast) -> None:
    """R2.1-1: its administrators would go with it, unconfirmed."""
    place = cast.account("druhy").employee.workplace
    request = SaveWorkplace(
        name=place.name,
        office_kind=place.office_kind,
        region=Region.ZLINSKY,
        valid_from=place.valid_from,
        valid_to=place.valid_to,
        data_box=place.data_box,
        id=place.id,
        version=place.version,
    )
    with pytest.raises(WorkplaceInUse):
        save_workplace(cast.actor("mpsv_radek"), request, effects=cast.effects)


def test_all_owners_of_the_machine_are_one_person(cast: Cast) -> None:
    """R2.1-1: whoever has the machine may call themselves as they like."""
    import_employees(OWNER, ImportEmployees(CERNY.encode(), "1"), effects=cast.effects)
    [row] = waiting(cast)
    with pytest.raises(OwnProposal):
        confirm_administration(replace(OWNER, name="root (sudo)"), row.key, effects=cast.effects)


def test_other_days_than_those_held_wait_whole(cast: Cast) -> None:
    """R2.3-10: what is held and not wanted any more does not stand until somebody confirms less of it."""
    druhy = cast.account("druhy")
    [held] = administration(druhy)
    other = GrantChange(held.permission, Level.VIEW, date(2010, 1, 1), date(2010, 2, 1), id=held.id)
    request = replace(edit_of(druhy, other), confirmed=True, useless_confirmed=True)
    edit_employee(cast.actor("homola"), request, effects=cast.effects)
    assert administration(cast.account("druhy")) == []
    [row] = waiting(cast, "homola")
    assert (row.proposal.grant.id, row.proposal.grant.level) == (None, Level.VIEW)


def test_whose_wish_is_replaced_is_on_record(cast: Cast) -> None:
    """X-19: what waited stands before, what waits now after."""
    grant_it(cast, cast.actor("druhy"), cast.account("novy"))
    with new_events() as added:
        change(
            cast, cast.actor("homola"), cast.account("novy"), Give(Permission.SYSTEM_ADMINISTRATION, Level.VIEW, SINCE)
        )
    name = "proposed:registr/system_administration"
    event = added()[-1]
    levels = [detail[name]["level"] for detail in (event.before, event.after)]  # type: ignore[index]
    assert levels == ["update", "view"]


def test_whoever_administers_no_more_confirms_nothing(cast: Cast) -> None:
    """R2.1-1: a session keeps its permissions, but the second person has to be an administrator now."""
    druhy = cast.actor("druhy")
    change(cast, cast.actor("homola"), cast.account("druhy"), Revoke(Permission.SYSTEM_ADMINISTRATION))
    grant_it(cast, cast.actor("homola"), cast.account("novy"))
    [row] = waiting(cast, "homola")
    with pytest.raises(Forbidden) as refused:
        confirm_administration(druhy, row.key, effects=cast.effects)
    assert refused.value.denial is Denial.NO_PERMISSION
