"""A change of many: previewed, then made row by row by the rules of one (R2.1-1, R2.5-1, R2.8-1, X-10, X-21, X-32)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from oktui import demo
from oktui.domain.accounts import Account, AlreadyGranted, NothingGranted, PermissionNotGrantable
from oktui.domain.administrators import LastAdministrator
from oktui.domain.audit import AuditCriteria, EditConflict, EventKind
from oktui.domain.authority import Denial, Forbidden, NotFound
from oktui.domain.changes import (
    AT_ONCE,
    Change,
    End,
    Extend,
    Give,
    GiveNewPassword,
    Move,
    NoAccount,
    NobodyMarked,
    Planned,
    Restore,
    Retire,
    Revoke,
    TooManyMarked,
    Unlock,
)
from oktui.domain.dates import DatesOutOfOrder
from oktui.domain.files import Stopped
from oktui.domain.kept_files import Format
from oktui.domain.listing import Criteria
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.outages import OutcomeUnknown
from oktui.domain.people import EmployeeExists
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor, SessionEnd, SessionOver
from oktui.domain.text import Required
from oktui.services import row_by_row as module_under_test
from oktui.services.answering import Attempt, once
from oktui.services.audit.list_events import list_events
from oktui.services.audit.verify_audit import verify_audit
from oktui.services.employees.change_many import ChangeMany, change_many
from oktui.services.employees.export_outcome import export_outcome
from oktui.services.employees.find_employees import list_matching
from oktui.services.employees.preview_change import PreviewChange, preview_change
from oktui.services.employees.retire_employee import restore_employee, retire_employee
from oktui.services.exporting import Target
from oktui.services.helpdesk.unlock_account import unlock_account
from oktui.services.outcomes import Ending, Made
from oktui.services.sign_in.get_own_account import get_own_account
from storage import accounts
from storage.database import transaction
from tests.support.cast import DETAILS, JIHOMORAVSKY, Cast, granted
from tests.support.journal import everything_audited, new_events, stored
from tests.support.newcomers import newcomers

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
SOON, LATER = date(2016, 12, 31), date(2017, 1, 31)


def hire(cast: Cast, count: int = 3, *, until: date | None = SOON) -> list[Account]:
    """So many officials of homola's office, whose validity ends on that day."""
    details = replace(DETAILS, valid_to=until)
    return [
        cast.employ(person, f"nova{place}", RECORDS, details=details) for place, person in enumerate(newcomers(count))
    ]


def ids_of(people: list[Account]) -> tuple[int, ...]:
    """Their employees."""
    return tuple(account.employee.id for account in people)


def plan(cast: Cast, actor: Actor, change: Change, ids: tuple[int, ...], *, confirmed: bool = False) -> list[Planned]:
    """The preview."""
    return preview_change(actor, PreviewChange(change, ids, confirmed), effects=cast.effects)


def make(cast: Cast, actor: Actor, change: Change, rows: list[Planned], *, confirmed: bool = False) -> list[Made]:
    """Do what was previewed."""
    request = ChangeMany(cast.effects.number_request(), change, tuple(rows), confirmed)
    return list(change_many(actor, request, effects=cast.effects))


def do(cast: Cast, change: Change, people: list[Account], *, confirmed: bool = False) -> list[Made]:
    """Preview and do it as homola."""
    actor = cast.actor("homola")
    return make(
        cast, actor, change, plan(cast, actor, change, ids_of(people), confirmed=confirmed), confirmed=confirmed
    )


def endings(made: list[Made]) -> Counter[Ending]:
    """How many ended how."""
    return Counter(row.ending for row in made)


def test_the_preview_says_of_each_what_changes_and_changes_nothing(cast: Cast) -> None:
    """R2.1-1, X-21: who is changed, who is so already, and who cannot be, each with the reason."""
    first, second, third = hire(cast)
    with transaction():
        accounts.delete(third.id)
    homola = cast.account("homola").employee.id
    actor, before = cast.actor("homola"), None
    before = stored()
    ids = (first.employee.id, second.employee.id, third.employee.id, homola, 999_999)
    rows = {row.employee_id: row for row in plan(cast, actor, Unlock(), ids)}
    assert [rows[first.employee.id].changes, rows[first.employee.id].refusal] == [(), None]
    assert isinstance(rows[third.employee.id].refusal, NoAccount)
    assert isinstance(rows[999_999].refusal, NotFound)
    own = rows[homola].refusal
    assert isinstance(own, Forbidden)
    assert own.denial is Denial.OWN_ACCOUNT
    [row] = plan(cast, actor, Extend(LATER), (first.employee.id,))
    assert (row.changes, row.version) == ((("valid_to", str(SOON), str(LATER)),), first.employee.version)
    assert stored() == before


def test_of_somebody_in_another_region_not_even_the_name_is_told(cast: Cast) -> None:
    """R2.1-1, X-3: an id is no key to what lies outside one's power."""
    stranger = cast.employ(demo.CERNY, "cernyrr", workplace=JIHOMORAVSKY)
    [row] = plan(cast, cast.actor("homola"), Retire(), ids_of([stranger]))
    assert (row.name, row.username) == ("", "")
    assert isinstance(row.refusal, Forbidden)


def test_all_of_one_change_has_one_number_in_the_audit(cast: Cast) -> None:
    """X-19, F15: an event for each, sealed with the number of the whole, by which all are found again."""
    people, actor = hire(cast), cast.actor("homola")
    with new_events() as added:
        made = do(cast, Extend(LATER), people)
    assert endings(made) == {Ending.DONE: 3}
    changes = [event for event in added() if event.kind is EventKind.EMPLOYEE_CHANGED]
    [number] = {event.part_of for event in changes}
    assert [event.subject_id for event in changes] == [row.key for row in made]
    actor = cast.actor("homola")
    found = list_events(actor, AuditCriteria(part_of=number), Rows(10), effects=cast.effects)
    assert len(found) == 3
    assert list_events(cast.actor("mpsv_radek"), AuditCriteria(part_of="0"), Rows(10), effects=cast.effects) == []
    assert verify_audit(actor, effects=cast.effects).finding is None


def test_extending_shortens_nobody_and_ending_lengthens_nobody(cast: Cast) -> None:
    """R2.5-1: whose validity is longer, or has no end, is left alone; whoever ends in the past is signed out."""
    [short] = hire(cast, 1)
    endless = cast.employ(demo.MARTINKA, "martinka", RECORDS)
    assert endings(do(cast, Extend(LATER), [short, endless])) == {Ending.DONE: 1, Ending.UNCHANGED: 1}
    assert cast.account("nova0").employee.details.valid_to == LATER
    assert cast.account("martinka").employee.details.valid_to is None
    session = cast.actor("martinka")
    yesterday = cast.clock().date() - timedelta(days=1)
    assert endings(do(cast, End(yesterday), [short, endless])) == {Ending.DONE: 2}
    with pytest.raises(SessionOver) as over:
        get_own_account(session, effects=cast.effects)
    assert over.value.reason is SessionEnd.NOT_VALID
    assert endings(do(cast, End(LATER), [short])) == {Ending.UNCHANGED: 1}
    [row] = do(cast, End(date(2014, 1, 1)), [short])
    assert isinstance(row.refusal, DatesOutOfOrder)


def test_retiring_and_restoring_are_what_they_are_for_one(cast: Cast) -> None:
    """R2.5-1, X-9: with the same events, and the sessions ended."""
    people = hire(cast, 2)
    session = cast.actor("nova0")
    with new_events() as added:
        do(cast, Retire(), people)
        do(cast, Restore(), people)
    kinds = Counter(event.kind for event in added() if event.part_of)
    assert kinds == {EventKind.RETIRED: 2, EventKind.RESTORED: 2}
    with pytest.raises(SessionOver):
        get_own_account(session, effects=cast.effects)
    assert cast.account("nova0").employee.retired_at is None


def test_granting_and_revoking_obey_the_rules_of_one_grant(cast: Cast) -> None:
    """R2.3-10, R1.1-2: what is held is not given twice, and the last permission goes only when confirmed."""
    people = hire(cast, 2)
    give = Give(Permission.SYSTEM_ADMINISTRATION, Level.VIEW, date(2016, 8, 1), LATER)
    assert endings(do(cast, give, people)) == {Ending.DONE: 2}
    held = {grant.permission for grant in cast.account("nova1").grants if grant.revoked_at is None}
    assert held == {Permission.SOCIAL_SERVICES_RECORDS, Permission.SYSTEM_ADMINISTRATION}
    assert cast.account("nova1").must_change  # an administrator's password is to be a stricter one
    assert isinstance(do(cast, give, people)[0].refusal, AlreadyGranted)
    assert endings(do(cast, Revoke(Permission.SYSTEM_ADMINISTRATION), people)) == {Ending.DONE: 2}
    assert isinstance(do(cast, Revoke(Permission.SOCIAL_SERVICES_RECORDS), people)[0].refusal, NothingGranted)
    assert endings(do(cast, Revoke(Permission.SOCIAL_SERVICES_RECORDS), people, confirmed=True)) == {Ending.DONE: 2}
    wrong = Give(Permission.APPEALS, Level.VIEW, date(2016, 8, 1))
    assert isinstance(do(cast, wrong, people)[0].refusal, PermissionNotGrantable)


def test_moving_asks_where_to_and_whether_they_are_there_already(cast: Cast) -> None:
    """R2.1-1: within the region, to an office that the person is not at yet."""
    [person, other] = hire(cast, 2)
    place = cast.workplace_id(JIHOMORAVSKY)
    [refused] = do(cast, Move(place), [person])
    assert isinstance(refused.refusal, Forbidden)
    radek = cast.actor("mpsv_radek")
    rows = plan(cast, radek, Move(place), ids_of([person]))
    assert endings(make(cast, radek, Move(place), rows)) == {Ending.DONE: 1}
    assert cast.account("nova0").employee.workplace.name == JIHOMORAVSKY
    known = newcomers(2)[1]
    cast.employ(known, "dvakrat", workplace=JIHOMORAVSKY)
    [row] = plan(cast, radek, Move(place), ids_of([other]))
    assert isinstance(row.refusal, EmployeeExists)
    with pytest.raises(Required):
        plan(cast, radek, Move(None), ids_of([other]))


def test_the_last_two_administrators_are_not_both_retired(cast: Cast) -> None:
    """X-10: the preview counts those before, and warns of the second; confirmed, both go."""
    administration = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION)
    people = [cast.account("homola"), cast.employ(newcomers(1)[0], "druhy", administration)]
    radek = cast.actor("mpsv_radek")
    rows = plan(cast, radek, Retire(), ids_of(people))
    assert [type(row.refusal) for row in rows] in ([type(None), LastAdministrator], [LastAdministrator, type(None)])
    made = make(
        cast, radek, Retire(), [replace(row, refusal=None, changes=(("retired", False, True),)) for row in rows]
    )
    assert endings(made) == {Ending.DONE: 1, Ending.REFUSED: 1}
    rows = plan(cast, radek, Retire(), ids_of(people), confirmed=True)
    assert endings(make(cast, radek, Retire(), rows, confirmed=True)) == {Ending.DONE: 1, Ending.UNCHANGED: 1}


def test_whoever_was_changed_since_the_preview_is_left_alone(cast: Cast) -> None:
    """X-21: the others are done all the same."""
    people, actor = hire(cast), cast.actor("homola")
    rows = plan(cast, actor, Extend(LATER), ids_of(people))
    retire_employee(cast.actor("mpsv_radek"), people[1].employee.id, effects=cast.effects)
    made = {row.key: row for row in make(cast, cast.actor("homola"), Extend(LATER), rows)}
    assert isinstance(made[people[1].employee.id].refusal, EditConflict)
    assert endings(list(made.values())) == {Ending.DONE: 2, Ending.REFUSED: 1}
    assert cast.account("nova1").employee.details.valid_to == SOON


def test_single_changes_take_a_version_too(cast: Cast) -> None:
    """X-21: retiring, restoring and unlocking what somebody else has saved meanwhile."""
    [person] = hire(cast, 1)
    homola, version = cast.actor("homola"), person.employee.version
    retire_employee(homola, person.employee.id, version=version, effects=cast.effects)
    for case, number in ((retire_employee, person.employee.id), (restore_employee, person.employee.id)):
        with pytest.raises(EditConflict):
            case(homola, number, version=version, effects=cast.effects)
    with pytest.raises(EditConflict):
        unlock_account(homola, person.id, version=version, effects=cast.effects)


def test_new_passwords_are_told_once_and_nowhere_else(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """X-16, X-19: each can be signed in with and must be changed; neither audit nor log has any."""
    made = do(cast, GiveNewPassword(), hire(cast, 2))
    assert endings(made) == {Ending.DONE: 2}
    assert len({row.password for row in made}) == 2
    cast.sign_in("nova0", password=next(row.password for row in made if row.planned.username == "nova0"))
    assert cast.account("nova1").must_change
    for row in made:
        assert row.password not in everything_audited() + caplog.text + repr(made)


def test_the_outcome_is_kept_with_the_passwords_and_the_number(cast: Cast) -> None:
    """X-16, X-30: for whoever made it to fetch."""
    made, actor = do(cast, GiveNewPassword(), hire(cast, 2)), cast.actor("homola")
    target = Target[Made](Format.CSV, [("Kdo", lambda row: row.planned.username), ("Heslo", lambda row: row.password)])
    with new_events() as added:
        file = export_outcome(actor, "0123", made, target, effects=cast.effects)
    with cast.effects.files.open(file.name) as opened:
        lines = opened.read().decode().splitlines()
    assert lines == ["Kdo,Heslo", *(f"{row.planned.username},{row.password}" for row in made)]
    [event] = added()
    assert (event.after["part_of"], event.after["rows"]) == ("0123", 2)
    assert made[0].password not in everything_audited()


def test_stopping_leaves_the_rest_as_it_was(cast: Cast) -> None:
    """What is done stays done, and is told."""
    people, actor = hire(cast), cast.actor("homola")
    rows = plan(cast, actor, Extend(LATER), ids_of(people))

    def stop(done: int) -> None:
        if done == 2:
            raise Stopped

    request = ChangeMany("7", Extend(LATER), tuple(rows))
    made = change_many(actor, request, effects=cast.effects, progress=stop)
    assert [row.ending for row in made] == [Ending.DONE, Ending.DONE, Ending.LEFT]
    again = change_many(actor, request, effects=cast.effects)
    assert [row.ending for row in again] == [Ending.REFUSED, Ending.REFUSED, Ending.DONE]
    assert {type(row.refusal) for row in again[:2]} == {EditConflict}


def test_a_row_whose_answer_was_lost_is_found_to_be_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-32: each row has a number of its own, and is asked for once more under it."""
    people, actor = hire(cast), cast.actor("homola")
    rows = plan(cast, actor, Extend(LATER), ids_of(people))
    lost: list[Attempt] = []

    def losing(attempt: Attempt, case: Callable[[], Made]) -> Made:
        answer = once(attempt, case)
        if not lost:
            lost.append(attempt)
            raise OutcomeUnknown
        return answer

    monkeypatch.setattr(module_under_test, "once", losing)
    with new_events() as added:
        made = make(cast, actor, Extend(LATER), rows)
    assert len(lost) == 1
    assert endings(made) == {Ending.DONE: 3}
    assert len([event for event in added() if event.part_of]) == 3


def test_a_session_that_ends_in_the_midst_leaves_the_rest(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-9: none of those that follow is tried."""
    people, actor = hire(cast), cast.actor("homola")
    rows = plan(cast, actor, Extend(LATER), ids_of(people))

    def leave(done: int) -> None:
        if done == 1:
            cast.clock.forward(timedelta(days=1))

    request = ChangeMany("8", Extend(LATER), tuple(rows))
    made = change_many(actor, request, effects=cast.effects, progress=leave)
    assert [row.ending for row in made] == [Ending.DONE, Ending.REFUSED, Ending.LEFT]
    assert isinstance(made[1].refusal, SessionOver)


def test_nobody_and_too_many_are_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """At most so many at once, be they marked one by one or by what matches."""
    actor = cast.actor("homola")
    with pytest.raises(NobodyMarked):
        plan(cast, actor, Retire(), ())
    with pytest.raises(TooManyMarked):
        plan(cast, actor, Retire(), tuple(range(AT_ONCE + 1)))
    people = hire(cast, 2)
    matching = list_matching(actor, Criteria(surname="dlouhy"), effects=cast.effects)
    assert set(ids_of(people)) == set(matching)
    monkeypatch.setattr("oktui.services.employees.find_employees.AT_ONCE", 1)
    with pytest.raises(TooManyMarked):
        list_matching(actor, Criteria(surname="dlouhy"), effects=cast.effects)
