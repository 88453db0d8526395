"""Every use case refuses what the table of chapter 2.1 refuses, whoever calls it and without any screen (X-3)."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from oktui import demo
from oktui.domain.accounts import Account
from oktui.domain.authority import Action, Denial, Forbidden, Subject, denial
from oktui.domain.ik import next_ik
from oktui.domain.listing import Criteria
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.register import PersonEntry
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.services.employees.edit_employee import edit_employee
from oktui.services.employees.find_employees import count_employees, find_employees, list_workplace_choices
from oktui.services.register.change_person import ChangePerson, change_person, get_person
from oktui.services.register.find_person import ByIk, find_person, find_registered
from oktui.services.register.import_persons import ImportPersons, import_persons
from oktui.services.register.register_person import RegisterPerson, register_person
from oktui.services.sign_in.list_sessions import list_sessions
from oktui.services.sign_in.sign_in import SignedIn
from oktui.services.sync.get_sync import get_sync, list_runs, list_waiting
from tests.support import use_cases
from tests.support.cast import JIHOMORAVSKY, VYSOCINA, Cast, granted, namesake
from tests.support.journal import stored, undone
from tests.support.use_cases import UseCase, edit_of

NOBODY = PersonEntry("Robert", "Dlouhý", birth_surname="Dlouhý", birth_number="900806/5121")
_LINES = "rodné číslo;jméno;příjmení;rodné příjmení;kategorie\n900806/5121;Robert;Dlouhý;Dlouhý;HN"
SMALL_FILE = ImportPersons("osoby.csv", _LINES.encode(), check=True)

ON_SOMEBODY: dict[UseCase, Action] = {
    use_cases.see: Action.SEE_EMPLOYEE,
    use_cases.edit: Action.EDIT_EMPLOYEE,
    use_cases.retire: Action.RETIRE,
    use_cases.restore: Action.RETIRE,
    use_cases.unlock: Action.UNLOCK,
    use_cases.reset: Action.RESET_PASSWORD,
}
ON_NOBODY: dict[Callable[[Cast, Actor], object], Action] = {
    lambda cast, actor: find_employees(actor, Criteria(), Rows(10), effects=cast.effects): Action.FIND_EMPLOYEES,
    lambda cast, actor: count_employees(actor, Criteria(), effects=cast.effects): Action.FIND_EMPLOYEES,
    lambda cast, actor: list_workplace_choices(actor, effects=cast.effects): Action.FIND_EMPLOYEES,
    lambda cast, actor: list_sessions(actor, Rows(10), effects=cast.effects): Action.SEE_SESSIONS,
    lambda cast, actor: get_sync(actor, effects=cast.effects): Action.SEE_SYNC,
    lambda cast, actor: list_waiting(actor, Rows(10), effects=cast.effects): Action.SEE_SYNC,
    lambda cast, actor: list_runs(actor, Rows(10), effects=cast.effects): Action.SEE_SYNC,
    lambda cast, actor: find_person(actor, ByIk(demo.CERNY.ik), effects=cast.effects): Action.FIND_PERSON,
    lambda cast, actor: find_registered(actor, ByIk(demo.CERNY.ik), effects=cast.effects): Action.WRITE_KRK,
    lambda cast, actor: get_person(actor, demo.CERNY.ik, effects=cast.effects): Action.WRITE_KRK,
    lambda cast, actor: change_person(actor, ChangePerson(demo.CERNY.ik), effects=cast.effects): Action.WRITE_KRK,
    lambda cast, actor: import_persons(actor, SMALL_FILE, effects=cast.effects): Action.WRITE_KRK,
    lambda cast, actor: register_person(actor, RegisterPerson(NOBODY), effects=cast.effects): Action.REGISTER_PERSON,
}

_HERE = Module.REGISTR
ACTORS = {
    "homola": None,
    "mpsv_radek": None,
    "dlouhy": None,
    "view": granted(_HERE, Permission.SYSTEM_ADMINISTRATION, Level.VIEW),
    "helpdesk": granted(_HERE, Permission.USER_SUPPORT),
}


def outcome(run: Callable[[], object]) -> Denial | None:
    """Whether it is refused, and why; if not, it is undone for the next one to try."""
    try:
        with undone():
            run()
    except Forbidden as refused:
        return refused.denial
    return None


def people(cast: Cast) -> tuple[dict[str, SignedIn], list[Account]]:
    """One actor of each role, and everybody it can be tried on: near, far, of MPSV, powerful, of the other realm."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, user_support=True))
    ik = demo.MARTINKA.ik
    for username, grant in ACTORS.items():
        if grant is not None:
            ik = next_ik(ik)
            cast.employ(namesake(demo.MARTINKA, ik), username, grant)
    records = granted(_HERE, Permission.SOCIAL_SERVICES_RECORDS)
    cast.employ(demo.MARTINKA, "near", records)
    cast.employ(demo.GOLLOVA, "other_realm", realm=Realm.OKNOUZE)
    signed_in = {username: cast.sign_in(username) for username in ACTORS}
    usernames = [*ACTORS, "near", "klicpera"]
    targets = [cast.account(username) for username in usernames]
    return signed_in, [*targets, cast.account("other_realm", Realm.OKNOUZE)]


def test_whoever_calls_a_use_case_on_whomever_the_table_decides(cast: Cast) -> None:
    """R2.1-1, R2.1-2, R2.1-3, X-1, X-2, X-3: the table itself is proven in the tests of the domain."""
    signed_in, targets = people(cast)
    seen = set()
    for role, actor in signed_in.items():
        for target in targets:
            subject = Subject.of(target.employee, target, cast.clock())
            for use_case, action in ON_SOMEBODY.items():
                expected = denial(actor.principal, action, subject)
                answer = outcome(partial(use_case, cast, actor.actor, target))
                assert answer is expected, (role, use_case.__name__, target.username)
                seen.add(answer)
    elsewhere = {Denial.MPSV_ONLY, Denial.OWNER_ONLY, Denial.OTHER_MODULE, Denial.ENTERED_BY_OTHERS, Denial.ACTIVATED}
    assert seen == set(Denial) - elsewhere | {None}


def test_whoever_calls_a_use_case_on_nobody_the_table_decides(cast: Cast) -> None:
    """R2.1-1, X-1, X-2, X-3: lists and searches."""
    signed_in, _ = people(cast)
    for role, actor in signed_in.items():
        for use_case, action in ON_NOBODY.items():
            answer = outcome(partial(use_case, cast, actor.actor))
            assert answer is denial(actor.principal, action), (role, action)


def test_an_employee_is_created_only_where_the_actor_may(cast: Cast) -> None:
    """R2.1-1, R2.1-2, X-3: the workplace decides, and nobody employs themselves a second time."""
    signed_in, targets = people(cast)
    places = {target.employee.workplace.name: target for target in targets}
    for role, actor in signed_in.items():
        for target in places.values():
            for ik in (demo.CERNY.ik, actor.principal.ik):
                place = target.employee.workplace
                subject = Subject(Realm.OKSLUZBY, place.office_kind, place.region, ik)
                expected = denial(actor.principal, Action.CREATE_EMPLOYEE, subject)
                answer = outcome(partial(use_cases.create, cast, actor.actor, target, ik))
                assert answer is expected, (role, place.name, ik)


@pytest.mark.parametrize("module", [Module.REGISTR, Module.POSKYTOVATEL])
def test_homola_cannot_touch_anybody_of_another_region(cast: Cast, module: Module) -> None:
    """R2.1-1: the document's example; an administrator of Kraj Vysočina and an employee of Jihomoravský kraj."""
    homola = cast.actor("homola", module)
    klicpera = cast.account("klicpera")
    before = stored()
    for use_case in (*ON_SOMEBODY, use_cases.create):
        with pytest.raises(Forbidden) as refused:
            use_case(cast, homola, klicpera)
        assert refused.value.denial is Denial.OTHER_REGION
    found = find_employees(homola, Criteria(with_invalid=True), Rows(100), effects=cast.effects)
    assert [row.username for row in found] == ["homola"]
    assert JIHOMORAVSKY not in {place.name for place in list_workplace_choices(homola, effects=cast.effects)}
    assert stored() == before


def test_nobody_is_moved_out_of_or_into_another_region(cast: Cast) -> None:
    """R2.1-1: a move is two powers, over where from and over where to."""
    homola, near = cast.actor("homola"), cast.employ(demo.MARTINKA, "near")
    klicpera = cast.account("klicpera")
    away = replace(edit_of(near), workplace_id=cast.workplace_id(JIHOMORAVSKY))
    here = replace(edit_of(klicpera), workplace_id=cast.workplace_id(VYSOCINA))
    for move in (away, here):
        with pytest.raises(Forbidden) as refused:
            edit_employee(homola, move, effects=cast.effects)
        assert refused.value.denial is Denial.OTHER_REGION
    edit_employee(cast.actor("mpsv_radek"), here, effects=cast.effects)
    assert cast.account("klicpera").employee.workplace.name == VYSOCINA


def test_the_helpdesk_has_no_power_while_it_is_switched_off(cast: Cast) -> None:
    """X-2: a permission granted while it was on opens nothing any more."""
    both = (ACTORS["helpdesk"], granted(_HERE, Permission.SOCIAL_SERVICES_RECORDS))
    cast.employ(demo.MARTINKA, "helpdesk", *(grant for grant in both if grant))
    near = cast.employ(demo.CERNY, "near")
    actor = cast.sign_in("helpdesk")
    assert Permission.USER_SUPPORT not in actor.principal.permissions
    assert outcome(partial(use_cases.unlock, cast, actor.actor, near)) is Denial.NO_PERMISSION
