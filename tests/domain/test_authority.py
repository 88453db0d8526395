"""Who may do what to whom: the whole table of chapter 2.1, drawn."""

from dataclasses import replace

import pytest

from oktui.domain.authority import Action, Denial, Forbidden, Principal, Scope, Subject, denial, reaches, require
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import Workplace
from tests.support.roles import ACCOUNT, ADMINISTRATION, EMPLOYEE, JIHOMORAVSKY, MPSV, NOW, VYSOCINA

TABLE = """
                            near  far  mpsv  self  administrator  realm
reading  region   update     yes   R    R    yes        yes         L
reading  region   view       yes   R    R    yes        yes         L
reading  region   helpdesk   yes   R    R    yes        yes         L
reading  region   both       yes   R    R    yes        yes         L
reading  region   ordinary    P    P    P     P          P          P
reading  ministry update     yes  yes  yes   yes        yes         L
reading  ministry view       yes  yes  yes   yes        yes         L
reading  ministry helpdesk   yes  yes  yes   yes        yes         L
reading  ministry both       yes  yes  yes   yes        yes         L
reading  ministry ordinary    P    P    P     P          P          P
helping  region   update     yes   R    R     S         yes         L
helping  region   view        V    V    V     V          V          V
helping  region   helpdesk   yes   R    R     S          A          L
helping  region   both       yes   R    R     S          A          L
helping  region   ordinary    P    P    P     P          P          P
helping  ministry update     yes  yes  yes    S         yes         L
helping  ministry view        V    V    V     V          V          V
helping  ministry helpdesk   yes  yes  yes    S          A          L
helping  ministry both       yes  yes  yes    S          A          L
helping  ministry ordinary    P    P    P     P          P          P
overseeing region   update   yes   R    R    yes        yes         L
overseeing region   view     yes   R    R    yes        yes         L
overseeing region   helpdesk  P    P    P     P          P          P
overseeing region   both     yes   R    R    yes        yes         L
overseeing region   ordinary  P    P    P     P          P          P
overseeing ministry update   yes  yes  yes   yes        yes         L
overseeing ministry view     yes  yes  yes   yes        yes         L
overseeing ministry helpdesk  P    P    P     P          P          P
overseeing ministry both     yes  yes  yes   yes        yes         L
overseeing ministry ordinary  P    P    P     P          P          P
managing region   update     yes   R    R     S         yes         L
managing region   view        V    V    V     V          V          V
managing region   helpdesk    P    P    P     P          P          P
managing region   both        V    V    V     V          V          V
managing region   ordinary    P    P    P     P          P          P
managing ministry update     yes  yes  yes    S         yes         L
managing ministry view        V    V    V     V          V          V
managing ministry helpdesk    P    P    P     P          P          P
managing ministry both        V    V    V     V          V          V
managing ministry ordinary    P    P    P     P          P          P
ruling   region   update     M    M    M     M          M          M
ruling   region   view       V    V    V     V          V          V
ruling   region   helpdesk   P    P    P     P          P          P
ruling   region   both       V    V    V     V          V          V
ruling   region   ordinary   P    P    P     P          P          P
ruling   ministry update     yes  yes  yes   S          yes        L
ruling   ministry view       V    V    V     V          V          V
ruling   ministry helpdesk   P    P    P     P          P          P
ruling   ministry both       V    V    V     V          V          V
ruling   ministry ordinary   P    P    P     P          P          P
commanding region   update    W  W  W  W  W  W
commanding region   view      V  V  V  V  V  V
commanding region   helpdesk  P  P  P  P  P  P
commanding region   both      V  V  V  V  V  V
commanding region   ordinary  P  P  P  P  P  P
commanding ministry update    W  W  W  W  W  W
commanding ministry view      V  V  V  V  V  V
commanding ministry helpdesk  P  P  P  P  P  P
commanding ministry both      V  V  V  V  V  V
commanding ministry ordinary  P  P  P  P  P  P
entering region   update     O    O    O     O          O          O
entering region   view       V    V    V     V          V          V
entering region   helpdesk   P    P    P     P          P          P
entering region   both       V    V    V     V          V          V
entering region   ordinary   P    P    P     P          P          P
entering ministry update     O    O    O     O          O          O
entering ministry view       V    V    V     V          V          V
entering ministry helpdesk   P    P    P     P          P          P
entering ministry both       V    V    V     V          V          V
entering ministry ordinary   P    P    P     P          P          P
correcting region   update   O    O    O     O          O          O
correcting region   view     V    V    V     V          V          V
correcting region   helpdesk P    P    P     P          P          P
correcting region   both     V    V    V     V          V          V
correcting region   ordinary P    P    P     P          P          P
correcting ministry update  yes  yes  yes    S         yes         L
correcting ministry view     V    V    V     V          V          V
correcting ministry helpdesk P    P    P     P          P          P
correcting ministry both     V    V    V     V          V          V
correcting ministry ordinary P    P    P     P          P          P
"""
"""`both` is a helpdesk operator who may look at Správa systému; `administrator` is somebody else who has it."""

ANSWERS = {
    "yes": None,
    "P": Denial.NO_PERMISSION,
    "V": Denial.VIEW_ONLY,
    "R": Denial.OTHER_REGION,
    "M": Denial.MPSV_ONLY,
    "W": Denial.OWNER_ONLY,
    "O": Denial.OTHER_MODULE,
    "L": Denial.OTHER_REALM,
    "S": Denial.OWN_ACCOUNT,
    "A": Denial.ADMINISTRATORS_ACCOUNT,
}

KINDS = {
    "reading": {
        Action.FIND_EMPLOYEES,
        Action.SEE_EMPLOYEE,
        Action.DIAGNOSE,
        Action.SEE_INCIDENTS,
    },
    "helping": {Action.UNLOCK, Action.RESET_PASSWORD},
    "overseeing": {
        Action.SEE_WORKPLACES,
        Action.SEE_SYNC,
        Action.SEE_SESSIONS,
        Action.SEE_AUDIT,
        Action.EXPORT,
        Action.REQUEST_ADMINISTRATOR,
        Action.SEE_PROPOSALS,
    },
    "managing": {
        Action.FIND_PERSON,
        Action.CREATE_EMPLOYEE,
        Action.EDIT_EMPLOYEE,
        Action.REFRESH_PERSON,
        Action.RETIRE,
        Action.DELETE_EMPLOYEE,
        Action.END_SESSION,
        Action.CONFIRM_ADMINISTRATION,
    },
    "ruling": {Action.CHANGE_WORKPLACES, Action.WRITE_KRK},
    "commanding": {Action.COMMAND_MACHINE},
    "entering": {Action.REGISTER_PERSON},
    "correcting": {Action.CORRECT_PERSON},
}

ROLES = {
    "update": {Permission.SYSTEM_ADMINISTRATION: Level.UPDATE},
    "view": {Permission.SYSTEM_ADMINISTRATION: Level.VIEW},
    "helpdesk": {Permission.USER_SUPPORT: Level.UPDATE},
    "both": {Permission.USER_SUPPORT: Level.UPDATE, Permission.SYSTEM_ADMINISTRATION: Level.VIEW},
    "ordinary": {Permission.SOCIAL_SERVICES_RECORDS: Level.UPDATE},
}

HOMOLA = "1273434965"


def principal(permissions: dict[Permission, Level], workplace: Workplace = VYSOCINA) -> Principal:
    """An actor signed in to registr."""
    return Principal(
        session_id=1,
        account_id=7,
        ik=HOMOLA,
        name="Jiří Homola",
        username="homola",
        module=Module.REGISTR,
        workplace=workplace,
        permissions=permissions,
        origin="test terminal",
        at=NOW,
    )


def subjects_for(workplace: Workplace) -> dict[str, Subject]:
    """Whom the columns of the table stand for, seen from somebody at the workplace."""
    near = Subject(Realm.OKSLUZBY, OfficeKind.KU, Region.VYSOCINA, "1284384629")
    return {
        "near": near,
        "far": Subject(Realm.OKSLUZBY, OfficeKind.KU, Region.JIHOMORAVSKY, "1273434910"),
        "mpsv": Subject(Realm.OKSLUZBY, OfficeKind.MPSV, None, "1273434932"),
        "self": Subject(Realm.OKSLUZBY, workplace.office_kind, workplace.region, HOMOLA, administrator=True),
        "administrator": replace(near, administrator=True),
        "realm": replace(near, realm=Realm.OKNOUZE),
    }


def drawn() -> list[tuple[str, str, str, str, Denial | None]]:
    """The table as (kind, place, role, subject, answer)."""
    header, *rows = [line.split() for line in TABLE.strip().splitlines()]
    return [
        (kind, place, role, subject, ANSWERS[answer])
        for kind, place, role, *answers in rows
        for subject, answer in zip(header, answers, strict=True)
    ]


@pytest.mark.parametrize(("kind", "place", "role", "subject", "answer"), drawn())
def test_the_table_decides(kind: str, place: str, role: str, subject: str, answer: Denial | None) -> None:
    """R2.1-1, R2.1-2, R2.1-3, X-1, X-2, X-3: every action, by everybody, on everybody."""
    workplace = VYSOCINA if place == "region" else MPSV
    actor = principal(ROLES[role], workplace)
    target = subjects_for(workplace)[subject]
    assert {action: denial(actor, action, target) for action in KINDS[kind]} == dict.fromkeys(KINDS[kind], answer)


@pytest.mark.parametrize("action", Action)
def test_every_action_stands_in_the_table(action: Action) -> None:
    """X-3: a new action is decided here before it is used."""
    assert sum(action in actions for actions in KINDS.values()) == 1


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", Action)
def test_what_is_refused_on_everybody_is_refused_before_anybody_is_named(action: Action, role: str) -> None:
    """X-3: a screen hides what would be refused on whomever it were done to."""
    actor = principal(ROLES[role])
    refused = {denial(actor, action, subject) for subject in subjects_for(VYSOCINA).values()}
    expected = None if None in refused else refused.pop()
    assert denial(actor, action) is expected


@pytest.mark.parametrize("workplace", [VYSOCINA, MPSV])
@pytest.mark.parametrize("module", Module)
def test_a_person_unknown_to_krk_is_entered_by_hand_in_one_module_only(module: Module, workplace: Workplace) -> None:
    """R2.4-1, R2.2-2: in the other two that button does not exist, not even for MPSV, who have a form of their own."""
    actor = replace(principal(ROLES["update"], workplace), module=module)
    expected = None if module is Module.OKNOUZE else Denial.OTHER_MODULE
    assert denial(actor, Action.REGISTER_PERSON) is expected
    assert denial(replace(actor, permissions=ROLES["view"]), Action.REGISTER_PERSON) is Denial.VIEW_ONLY


def test_the_machine_is_commanded_by_its_owner_and_by_no_session() -> None:
    """X-3: a backup holds every account, a restored one brings old passwords back."""
    ministry = principal(ROLES["update"], MPSV)
    assert denial(ministry, Action.COMMAND_MACHINE) is Denial.OWNER_ONLY
    assert denial(replace(ministry, account_id=None), Action.COMMAND_MACHINE) is None


def test_a_helpdesk_that_may_only_look_changes_nothing() -> None:
    """X-1, X-2: the level prohlížení is the same for Podpora uživatelů."""
    actor = principal({Permission.USER_SUPPORT: Level.VIEW})
    near = subjects_for(VYSOCINA)["near"]
    assert denial(actor, Action.UNLOCK, near) is Denial.VIEW_ONLY
    assert denial(actor, Action.SEE_EMPLOYEE, near) is None


def test_an_administrator_who_is_also_helpdesk_loses_nothing_by_it() -> None:
    """R2.1-1, X-2: the limits of the helpdesk are not an administrator's."""
    actor = principal(ROLES["update"] | ROLES["helpdesk"])
    assert denial(actor, Action.RESET_PASSWORD, subjects_for(VYSOCINA)["administrator"]) is None


def test_other_permissions_at_whatever_level_make_no_administrator() -> None:
    """R2.1-1: only Správa systému does."""
    others = set(Permission) - {Permission.SYSTEM_ADMINISTRATION, Permission.USER_SUPPORT}
    actor = principal(dict.fromkeys(others, Level.UPDATE))
    assert {denial(actor, action) for action in Action} == {Denial.NO_PERMISSION}


@pytest.mark.parametrize("region", Region)
def test_a_region_is_reached_from_itself_and_from_the_ministry_only(region: Region) -> None:
    """R2.1-1, R2.1-2: MPSV's administrators manage every region, MPSV's own people included."""
    assert reaches(principal({}, MPSV), OfficeKind.OU_HN, region)
    assert reaches(principal({}), OfficeKind.OU_HN, region) == (region is Region.VYSOCINA)
    assert reaches(principal({}, MPSV), OfficeKind.MPSV, None)
    assert not reaches(principal({}), OfficeKind.MPSV, None)


def test_a_refusal_says_what_was_asked_and_why_not() -> None:
    """X-3: for the sentence on the screen."""
    with pytest.raises(Forbidden) as refused:
        require(principal(ROLES["view"]), Action.RETIRE)
    assert (refused.value.action, refused.value.denial) == (Action.RETIRE, Denial.VIEW_ONLY)


def test_a_subject_is_an_employee_where_they_work_with_what_their_account_holds() -> None:
    """R2.1-1, X-2: an employee without an account is nobody's administrator."""
    subject = Subject(Realm.OKSLUZBY, OfficeKind.KU, Region.VYSOCINA, EMPLOYEE.ik)
    assert Subject.of(EMPLOYEE, None, NOW) == subject == Subject.of(EMPLOYEE, ACCOUNT, NOW)
    administrator = replace(ACCOUNT, grants=(ADMINISTRATION,))
    assert Subject.of(EMPLOYEE, administrator, NOW) == replace(subject, administrator=True)
    moved = replace(EMPLOYEE, workplace=JIHOMORAVSKY)
    assert Subject.of(moved, ACCOUNT, NOW) == replace(subject, region=Region.JIHOMORAVSKY)


@pytest.mark.parametrize("workplace", [VYSOCINA, MPSV])
def test_somebody_in_ones_own_list_is_within_reach_and_oneself_is_known_by_the_ik(workplace: Workplace) -> None:
    """R2.1-1, X-1: what a list offers of each row, where only the IK is at hand."""
    actor = principal({Permission.SYSTEM_ADMINISTRATION: Level.UPDATE}, workplace)
    assert denial(actor, Action.RETIRE, Subject.listed(actor, EMPLOYEE.ik)) is None
    assert denial(actor, Action.RETIRE, Subject.listed(actor, actor.ik)) is Denial.OWN_ACCOUNT


def test_oneself_is_known_by_the_number_itself() -> None:
    """X-1: it comes from the database once for the actor and once for the subject."""
    actor = principal(ROLES["update"])
    oneself = Subject(Realm.OKSLUZBY, OfficeKind.KU, Region.VYSOCINA, "".join(list(HOMOLA)))
    assert oneself.ik is not actor.ik
    assert denial(actor, Action.RETIRE, oneself) is Denial.OWN_ACCOUNT


def test_lists_are_of_ones_region_and_of_all_for_the_ministry() -> None:
    """R2.1-1, R2.1-2: within the realm of the application that one is in."""
    assert principal(ROLES["update"]).scope == Scope(Realm.OKSLUZBY, Region.VYSOCINA)
    assert principal(ROLES["update"], MPSV).scope == Scope(Realm.OKSLUZBY, None)
