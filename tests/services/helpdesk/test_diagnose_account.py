"""Why somebody cannot sign in, found without their password (F13)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from oktui import demo
from oktui.domain.accounts import Grant, GrantChange
from oktui.domain.authority import Action, Denial, Forbidden
from oktui.domain.errors import DomainError
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.people import Details
from oktui.domain.sign_in import BadCredentials, Cause, Condition, SignInRefused
from oktui.domain.sync import SyncState
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from oktui.services.employees.edit_employee import edit_employee
from oktui.services.employees.retire_employee import restore_employee, retire_employee
from oktui.services.helpdesk.diagnose_account import Diagnose, Diagnosis, diagnose_account
from oktui.services.helpdesk.unlock_account import unlock_account
from oktui.services.helpdesk.whom_to_ask import whom_to_ask
from storage import accounts
from storage.database import transaction
from tests.support import use_cases
from tests.support.cast import DETAILS, PASSWORD, VYSOCINA, Cast, granted
from tests.support.journal import new_events, stored
from tests.support.use_cases import NEW_PASSWORD, edit_of

DAY = timedelta(days=1)
TODAY = date(2016, 7, 25)
RECORDS = Permission.SOCIAL_SERVICES_RECORDS
REGISTR, POSKYTOVATEL, OKNOUZE = Module

Trouble = Callable[[Cast], None]


def employ(cast: Cast, *grants: Grant, state: SyncState = SyncState.ACTIVE, details: Details = DETAILS) -> None:
    """Martinka of Kraj Vysočina with an account."""
    cast.employ(demo.MARTINKA, "martinka", *grants, state=state, details=details)


def employ_as_usual(cast: Cast) -> None:
    """An account that nothing hinders in registr."""
    employ(cast, granted(REGISTR, RECORDS))


def fail_to_sign_in(cast: Cast, times: int, module: Module = REGISTR) -> None:
    """Type a wrong password."""
    for _ in range(times):
        with pytest.raises(SignInRefused):
            cast.sign_in("martinka", module, "nespravne heslo")


def locked(cast: Cast) -> None:
    """The third wrong password."""
    employ_as_usual(cast)
    fail_to_sign_in(cast, 3)


def slowed(cast: Cast) -> None:
    """The third wrong password where that does not lock."""
    employ(cast, granted(POSKYTOVATEL, Permission.REPORTS))
    fail_to_sign_in(cast, 3, POSKYTOVATEL)


def used(cast: Cast) -> None:
    """A temporary password, a quarter of an hour after its first use."""
    employ_as_usual(cast)
    use_cases.reset(cast, cast.actor("homola"), cast.account("martinka"))
    cast.sign_in("martinka", password=NEW_PASSWORD)
    cast.clock.forward(timedelta(minutes=15))


def expired(cast: Cast) -> None:
    """A temporary password, too late."""
    employ_as_usual(cast)
    use_cases.reset(cast, cast.actor("homola"), cast.account("martinka"))
    cast.clock.forward(timedelta(minutes=60))


def waiting(state: SyncState) -> Trouble:
    """An account that the sync has brought so far."""
    return lambda cast: employ(cast, granted(REGISTR, RECORDS), state=state)


def krk_failed(cast: Cast) -> None:
    """A sync that KRK did not answer."""
    employ(cast, granted(REGISTR, RECORDS), state=SyncState.NEW)
    with transaction():
        accounts.mark_sync_failed(cast.account("martinka").id, SyncState.NEW, failed=True, now=cast.clock())


def no_permission(cast: Cast) -> None:
    """An account with nothing granted."""
    employ(cast)


def wrong_module(cast: Cast) -> None:
    """A permission of the realm's other module."""
    employ(cast, granted(POSKYTOVATEL, Permission.REPORTS))


def not_yet_permitted(cast: Cast) -> None:
    """A permission from tomorrow on."""
    employ(cast, granted(REGISTR, RECORDS, since=TODAY + DAY))


def no_longer_permitted(cast: Cast) -> None:
    """A permission until yesterday."""
    employ(cast, replace(granted(REGISTR, RECORDS), valid_to=TODAY - DAY))


def revoked(cast: Cast) -> None:
    """A permission taken away by homola."""
    employ_as_usual(cast)
    martinka = cast.account("martinka")
    change = GrantChange(RECORDS, Level.UPDATE, TODAY, id=martinka.grants[0].id, revoke=True)
    edit = replace(edit_of(martinka, change), useless_confirmed=True)
    edit_employee(cast.actor("homola"), edit, effects=cast.effects)


def not_begun(cast: Cast) -> None:
    """An employee from tomorrow on."""
    employ(cast, granted(REGISTR, RECORDS), details=replace(DETAILS, valid_from=TODAY + DAY))


def ended(cast: Cast) -> None:
    """An employee until yesterday."""
    employ(cast, granted(REGISTR, RECORDS), details=replace(DETAILS, valid_to=TODAY - DAY))


def retired(cast: Cast) -> None:
    """Zrušení – vyřazení účtu."""
    employ_as_usual(cast)
    retire_employee(cast.actor("homola"), cast.account("martinka").employee.id, effects=cast.effects)


def locked_and_retired(cast: Cast) -> None:
    """Two at once: F1 tells of the lock only."""
    retired(cast)
    with transaction():
        accounts.lock(cast.account("martinka").id, cast.clock())


def waiting_without_permission(cast: Cast) -> None:
    """Two at once: the sync would wait for ever."""
    employ(cast, state=SyncState.PERSON_LOADED)


C = Condition
TROUBLES: dict[str, tuple[Trouble, Module, list[tuple[Condition, Cause | None]]]] = {
    "nothing": (employ_as_usual, REGISTR, []),
    "locked": (locked, REGISTR, [(C.UNLOCKED, None)]),
    "slowed down": (slowed, POSKYTOVATEL, [(C.NOT_SLOWED, None)]),
    "temporary password used": (used, REGISTR, [(C.PASSWORD_ALIVE, Cause.USED)]),
    "temporary password expired": (expired, REGISTR, [(C.PASSWORD_ALIVE, Cause.EXPIRED)]),
    "no IK yet": (waiting(SyncState.NEW), REGISTR, [(C.SYNCHRONISED, None)]),
    "no person yet": (waiting(SyncState.IK_CONFIRMED), REGISTR, [(C.SYNCHRONISED, None)]),
    "no permissions yet": (waiting(SyncState.PERSON_LOADED), REGISTR, [(C.SYNCHRONISED, None)]),
    "KRK failed": (krk_failed, REGISTR, [(C.SYNCHRONISED, Cause.KRK_FAILED)]),
    "no permission": (no_permission, REGISTR, [(C.PERMITTED, Cause.NOT_GRANTED)]),
    "wrong module": (wrong_module, REGISTR, [(C.PERMITTED, Cause.NOT_GRANTED)]),
    "permission from tomorrow": (not_yet_permitted, REGISTR, [(C.PERMITTED, Cause.NOT_YET)]),
    "permission until yesterday": (no_longer_permitted, REGISTR, [(C.PERMITTED, Cause.NO_LONGER)]),
    "permission revoked": (revoked, REGISTR, [(C.PERMITTED, Cause.REVOKED)]),
    "not begun": (not_begun, REGISTR, [(C.BEGUN, None)]),
    "ended": (ended, REGISTR, [(C.NOT_ENDED, None)]),
    "retired": (retired, REGISTR, [(C.NOT_RETIRED, None)]),
    "locked and retired": (locked_and_retired, REGISTR, [(C.UNLOCKED, None), (C.NOT_RETIRED, None)]),
    "waiting without permission": (
        waiting_without_permission,
        REGISTR,
        [(C.SYNCHRONISED, Cause.NOTHING_TO_LOAD), (C.PERMITTED, Cause.NOT_GRANTED)],
    ),
}


def diagnosed(cast: Cast, username: str = "martinka", module: Module | None = None, by: str = "homola") -> Diagnosis:
    """What F13 shows of the account."""
    request = Diagnose(cast.account(username).employee.id, module)
    return diagnose_account(cast.actor(by), request, effects=cast.effects)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_exactly_what_hinders_is_named_and_sign_in_agrees(cast: Cast, trouble: str) -> None:
    """F13, R1.1-2, R1.3-3, R2.3-14, R2.5-1, R2.6-1, X-11, X-16: each cause alone and two at once, in order."""
    bring_about, module, causes = TROUBLES[trouble]
    bring_about(cast)
    diagnosis = diagnosed(cast, module=module)
    assert [(each.finding.condition, each.finding.cause) for each in diagnosis.hindrances] == causes
    assert [each.finding.condition for each in diagnosis.conditions] == list(Condition)
    password = NEW_PASSWORD if trouble.startswith("temporary") else PASSWORD
    try:
        cast.sign_in("martinka", module, password)
    except DomainError:
        assert causes, "sign-in refuses what F13 finds nothing about"
    else:
        assert not causes, "sign-in lets in whom F13 says it does not"


def test_looking_changes_nothing_and_asks_for_no_password(cast: Cast) -> None:
    """F13: it may be looked at as often as one likes, and nothing is verified."""
    locked(cast)
    actor, martinka = cast.actor("homola"), cast.account("martinka")
    before, verified = stored(), list(cast.hashing.verified)
    with new_events() as added:
        diagnose_account(actor, Diagnose(martinka.employee.id, POSKYTOVATEL), effects=cast.effects)
    assert (added(), stored(), cast.hashing.verified) == ([], before, verified)


def by_whom(diagnosis: Diagnosis, condition: Condition) -> str | None:
    """Who made the condition what it is."""
    event = next(each.event for each in diagnosis.conditions if each.finding.condition is condition)
    return event.who.name if event else None


def test_each_condition_tells_who_made_it_so(cast: Cast) -> None:
    """F13, X-19: from the audit; the attempt that locked the account, not those after it."""
    cast.let_fail()
    locked(cast)
    fail_to_sign_in(cast, 30)
    lock = next(each for each in diagnosed(cast).conditions if each.finding.condition is Condition.UNLOCKED)
    assert lock.event is not None
    assert (lock.event.at, lock.event.who.origin) == (cast.account("martinka").locked_at, "test terminal")
    unlock_account(cast.actor("homola"), cast.account("martinka").id, effects=cast.effects)
    assert by_whom(diagnosed(cast), Condition.UNLOCKED) == "homola (Jiří Homola)"


def test_a_permission_and_a_retirement_tell_who_took_and_who_gave_back(cast: Cast) -> None:
    """F13, X-19: the latest event that made it so, whoever did others since."""
    revoked(cast)
    employee_id = cast.account("martinka").employee.id
    retire_employee(cast.actor("mpsv_radek"), employee_id, effects=cast.effects)
    assert by_whom(diagnosed(cast), Condition.NOT_RETIRED) == "mpsv_radek (Radomír Marinka)"
    assert by_whom(diagnosed(cast), Condition.PERMITTED) == "homola (Jiří Homola)"
    restore_employee(cast.actor("homola"), employee_id, effects=cast.effects)
    assert by_whom(diagnosed(cast), Condition.NOT_RETIRED) == "homola (Jiří Homola)"
    assert by_whom(diagnosed(cast), Condition.PASSWORD_ALIVE) is None


def test_dates_and_the_other_module_are_told(cast: Cast) -> None:
    """F13: since when, until when, and where the caller should go instead."""
    wrong_module(cast)
    (hindrance,) = diagnosed(cast).hindrances
    assert hindrance.finding.elsewhere == (POSKYTOVATEL,)
    assert diagnosed(cast, module=POSKYTOVATEL).hindrances == ()
    assert diagnosed(cast).next_sync == cast.clock() + timedelta(minutes=115)


def test_an_old_permission_opens_nothing(cast: Cast) -> None:
    """R1.3-3: Řešení odvolání, and nothing else."""
    old = granted(OKNOUZE, Permission.APPEALS)
    account = cast.employ(demo.SMITKO, "stary", old, realm=Realm.OKNOUZE)
    request = Diagnose(account.employee.id)
    diagnosis = diagnose_account(cast.actor("mpsv_radek", OKNOUZE), request, effects=cast.effects)
    assert [each.finding.cause for each in diagnosis.hindrances] == [Cause.OPENS_NOTHING]


def test_somebody_without_an_account_is_told_so(cast: Cast) -> None:
    """F13, R2.3-6: there is nothing else to ask about; the detail is where one is added."""
    place = cast.workplace_id(VYSOCINA)
    actor = cast.actor("homola")
    employee_id = create_employee(actor, CreateEmployee(demo.MARTINKA.ik, place, DETAILS, None), effects=cast.effects)
    diagnosis = diagnose_account(actor, Diagnose(employee_id), effects=cast.effects)
    (hindrance,) = diagnosis.conditions
    assert (hindrance.finding.condition, hindrance.finding.met) == (Condition.EXISTS, False)
    assert (hindrance.remedy, hindrance.denial) == (Action.EDIT_EMPLOYEE, None)


def test_the_last_attempt_is_told(cast: Cast) -> None:
    """F13: when all is well it is the password, and one sees it."""
    employ_as_usual(cast)
    assert diagnosed(cast).last_attempt is None
    fail_to_sign_in(cast, 2)
    attempt = diagnosed(cast).last_attempt
    assert attempt is not None
    assert attempt.after["reason"] == "wrong_password"


def test_what_mends_it_is_offered_to_those_who_may(cast: Cast) -> None:
    """X-1, X-2, X-3: to an administrator all of it, to one who only looks nothing, to the helpdesk its two."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, user_support=True))
    cast.employ(demo.CERNY, "podpora", granted(REGISTR, Permission.USER_SUPPORT))
    cast.employ(demo.DLOUHY, "divak", granted(REGISTR, Permission.SYSTEM_ADMINISTRATION, Level.VIEW))
    locked_and_retired(cast)
    everything = {Action.UNLOCK, Action.RESET_PASSWORD, Action.RETIRE, Action.EDIT_EMPLOYEE}
    assert diagnosed(cast).may == everything
    assert diagnosed(cast, by="podpora").may == {Action.UNLOCK, Action.RESET_PASSWORD}
    assert diagnosed(cast, by="divak").may == set()
    assert [each.denial for each in diagnosed(cast, by="podpora").hindrances] == [None, Denial.NO_PERMISSION]
    assert diagnosed(cast, "homola", by="podpora").may == set()


def test_what_lies_out_of_reach_is_not_diagnosed(cast: Cast) -> None:
    """R2.1-1, R2.1-3, X-3: another region, another realm's module, and for whom it is nobody's business."""
    employ_as_usual(cast)
    reasons = []
    for username, module, by in (
        ("klicpera", None, "homola"),
        ("martinka", OKNOUZE, "homola"),
        ("martinka", None, "klicpera"),
    ):
        with pytest.raises(Forbidden) as refused:
            diagnosed(cast, username, module, by)
        reasons.append(refused.value.denial)
    assert reasons == [Denial.OTHER_REGION, Denial.OTHER_REALM, Denial.NO_PERMISSION]


def test_a_wait_is_over_when_it_is_over(cast: Cast) -> None:
    """X-11: after the third failure five seconds."""
    slowed(cast)
    (hindrance,) = diagnosed(cast, module=POSKYTOVATEL).hindrances
    assert hindrance.finding.until == cast.clock() + timedelta(seconds=5)
    assert hindrance.remedy is Action.RESET_PASSWORD
    cast.clock.forward(timedelta(seconds=5))
    assert diagnosed(cast, module=POSKYTOVATEL).hindrances == ()
    with pytest.raises(BadCredentials):
        cast.sign_in("martinka", POSKYTOVATEL, "nespravne heslo")


def turned_to(diagnosis: Diagnosis) -> list[tuple[str, str]]:
    """Whom the actor is told to turn to, and how near they are."""
    return [(each.nearness.value, each.name) for each in diagnosis.administrators]


def test_whoever_may_mend_it_is_named_to_those_who_may_not(cast: Cast) -> None:
    """F13, R2.1-1, R2.1-2: the office's administrators, the region's, MPSV's, with telephone and e-mail as stored."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, user_support=True))
    cast.employ(demo.CERNY, "podpora", granted(REGISTR, Permission.USER_SUPPORT))
    retired(cast)
    assert turned_to(diagnosed(cast)) == []
    diagnosis = diagnosed(cast, by="podpora")
    assert turned_to(diagnosis) == [("office", "Jiří Homola"), ("mpsv", "Radomír Marinka")]
    homola = cast.account("homola").employee
    named = diagnosis.administrators[0]
    assert (named.workplace, named.phone, named.email) == (
        homola.workplace.name,
        homola.details.phone,
        homola.details.email,
    )


def test_of_ones_own_account_others_are_named(cast: Cast) -> None:
    """F13, R2.1-1: also where nothing hinders but a forgotten password."""
    assert turned_to(diagnosed(cast, "homola")) == [("mpsv", "Radomír Marinka")]


def test_only_who_can_sign_in_and_may_change_something_is_named(cast: Cast) -> None:
    """F13, X-1: not who only looks, is locked, retired, waiting or ended, nor of another region; from either module."""
    system, viewer = Permission.SYSTEM_ADMINISTRATION, Level.VIEW
    cast.employ(demo.DLOUHY, "divak", granted(REGISTR, system, viewer))
    cast.employ(demo.CERNY, "zamceny", granted(REGISTR, system))
    with transaction():
        accounts.lock(cast.account("zamceny").id, cast.clock())
    retired(cast)
    assert turned_to(diagnosed(cast, by="divak")) == [("office", "Jiří Homola"), ("mpsv", "Radomír Marinka")]
    in_poskytovatel = diagnosed(cast, by="divak", module=POSKYTOVATEL)
    assert turned_to(in_poskytovatel) == [("office", "Jiří Homola"), ("mpsv", "Radomír Marinka")]


def test_elsewhere_mpsv_is_asked(cast: Cast) -> None:
    """F13, R2.1-2: nothing is said of another region's people; MPSV's own have nobody above them."""
    asked = whom_to_ask(cast.actor("homola"), effects=cast.effects)
    assert [each.name for each in asked] == ["Radomír Marinka"]
    assert whom_to_ask(cast.actor("mpsv_radek"), effects=cast.effects) == ()
