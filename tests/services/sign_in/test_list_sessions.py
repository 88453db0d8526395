"""Who is signed in, and ending somebody's session (F10)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from oktui import demo
from oktui.domain.audit import EventKind
from oktui.domain.authority import Denial, Forbidden, NotFound
from oktui.domain.ik import next_ik
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.people import Details
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor, ListedSession, SessionCursor, SessionEnd, SessionOver
from oktui.services.employees.find_employees import list_workplace_choices
from oktui.services.sign_in.attend_session import attend_session
from oktui.services.sign_in.end_session import end_session
from oktui.services.sign_in.get_own_account import get_own_account
from oktui.services.sign_in.list_sessions import list_sessions
from oktui.services.sign_in.sign_out import sign_out
from storage import accounts, employees
from storage.database import transaction
from tests.support.cast import Cast, granted, namesake
from tests.support.journal import new_events, stored

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
ALL = Rows[SessionCursor](100)
HOUR = timedelta(hours=1)


def listed(cast: Cast, actor: Actor) -> list[ListedSession]:
    """All that the actor sees."""
    return list_sessions(actor, ALL, effects=cast.effects)


def usernames(cast: Cast, actor: Actor) -> list[str]:
    """Whom the actor sees."""
    return [row.username for row in listed(cast, actor)]


def signed_in(cast: Cast) -> tuple[Actor, Actor]:
    """Two officials of Kraj Vysočina and two from elsewhere sign in to registr, one to poskytovatel."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    martinka = cast.actor("martinka")
    cast.actor("dlouhy")
    cast.actor("klicpera", Module.POSKYTOVATEL)
    cast.actor("gollova", Module.OKNOUZE)
    return cast.actor("homola"), martinka


def test_an_administrator_sees_the_module_and_the_region_alone(cast: Cast) -> None:
    """F10, R2.1-1, R2.1-2: MPSV's see every region; nobody sees who is signed in to another module."""
    homola, _ = signed_in(cast)
    assert usernames(cast, homola) == ["homola", "martinka"]
    radek = cast.actor("mpsv_radek")
    assert usernames(cast, radek) == ["dlouhy", "homola", "mpsv_radek", "martinka"]
    assert usernames(cast, homola) == ["homola", "martinka"]
    assert usernames(cast, cast.actor("mpsv_radek", Module.POSKYTOVATEL)) == ["klicpera", "mpsv_radek"]


def test_a_row_says_who_since_when_and_where_from(cast: Cast) -> None:
    """F10: Osoba, Uživatelské jméno, Pracoviště, Přihlášen od, Poslední činnost, Odkud."""
    start = cast.clock()
    homola = cast.actor("homola")
    cast.clock.forward(HOUR / 12)
    attend_session(homola, cast.clock(), effects=cast.effects)
    row = listed(cast, homola)[0]
    assert (row.ik, row.name, row.username) == (demo.HOMOLA.ik, "Jiří Homola", "homola")
    assert (row.workplace, row.origin) == ("Kraj Vysočina – referát SS", "test terminal")
    assert (row.started_at, row.last_active_at, row.locked_at) == (start, start + HOUR / 12, None)


def test_a_session_under_its_lock_screen_is_shown_as_locked(cast: Cast) -> None:
    """F10, X-27: its owner is away, but it goes on."""
    homola, martinka = signed_in(cast)
    start = cast.clock()
    cast.clock.forward(HOUR)
    attend_session(martinka, start, effects=cast.effects)
    assert [row.locked_at for row in listed(cast, homola)] == [None, cast.clock()]


def retire(cast: Cast, martinka: Actor) -> None:
    """Retire the owner."""
    employee = get_own_account(martinka, effects=cast.effects).employee
    with transaction():
        employees.set_retired(employee.id, cast.clock())


def lock(cast: Cast, martinka: Actor) -> None:
    """Lock the account, as three failures do."""
    with transaction():
        accounts.lock(get_own_account(martinka, effects=cast.effects).id, cast.clock())


def leave(cast: Cast, martinka: Actor) -> None:
    """Sign out."""
    sign_out(martinka, effects=cast.effects)


@pytest.mark.parametrize("what", [retire, lock, leave])
def test_a_session_that_is_over_is_not_listed(cast: Cast, what: Callable[[Cast, Actor], None]) -> None:
    """F10, X-9: whether it has been ended or ends at its owner's next action."""
    homola, martinka = signed_in(cast)
    what(cast, martinka)
    assert usernames(cast, homola) == ["homola"]


def test_a_session_past_its_time_or_its_owners_validity_is_not_listed(cast: Cast) -> None:
    """F10, X-9, X-27: nothing has to run for that, so no program that was killed leaves an eternal session."""
    until_today = Details(date(2016, 1, 1), date(2016, 7, 25), email="urad@kr-vysocina.example", position="referent")
    cast.employ(demo.MARTINKA, "martinka", RECORDS, details=until_today)
    cast.actor("martinka")
    assert usernames(cast, cast.actor("homola")) == ["homola", "martinka"]
    cast.clock.forward(8 * HOUR)
    assert usernames(cast, cast.actor("homola")) == ["homola"]
    cast.clock.forward(3 * HOUR)
    cast.employ(demo.CERNY, "cerny", RECORDS, details=replace(until_today, valid_to=date(2016, 7, 25)))
    cast.actor("cerny")
    cast.clock.forward(3 * HOUR)
    assert usernames(cast, cast.actor("homola")) == ["homola"]


def test_it_is_read_by_key_in_either_direction(cast: Cast) -> None:
    """F10: pages next to one another hold every session once, also of people with the same name."""
    ik = demo.MARTINKA.ik
    for number in range(7):
        ik = next_ik(ik)
        cast.employ(namesake(demo.MARTINKA, ik), f"martinka{number}", RECORDS)
        cast.actor(f"martinka{number}")
    homola = cast.actor("homola")
    everybody = listed(cast, homola)
    assert len(everybody) == 8

    down = list_sessions(homola, Rows(3), effects=cast.effects)
    while page := list_sessions(homola, Rows(3, after=down[-1].key), effects=cast.effects):
        down += page
    up = list_sessions(homola, Rows(3, backwards=True), effects=cast.effects)
    while page := list_sessions(homola, Rows(3, before=up[0].key), effects=cast.effects):
        up = page + up
    assert down == up == everybody


def test_a_session_that_an_administrator_ends_is_over_at_its_next_action(cast: Cast) -> None:
    """F10, X-9, X-19: <Odhlásit>, on record; done twice it is done once."""
    homola, martinka = signed_in(cast)
    with new_events() as added:
        for _ in range(2):
            end_session(homola, martinka.session_id, effects=cast.effects)
    event = added()[0]
    assert (len(added()), event.kind, event.subject_name) == (
        1,
        EventKind.SESSION_ENDED,
        "1284384629: Radomír Martinka",
    )
    assert event.after == {"session": martinka.session_id, "reason": "ended_by_administrator"}
    assert usernames(cast, homola) == ["homola"]
    with pytest.raises(SessionOver) as over:
        get_own_account(martinka, effects=cast.effects)
    assert over.value.reason is SessionEnd.ENDED_BY_ADMINISTRATOR


def test_ones_own_session_is_not_ended_there(cast: Cast) -> None:
    """F10, R2.1-1: that is signing out."""
    homola = cast.actor("homola")
    with pytest.raises(Forbidden) as refused:
        end_session(homola, homola.session_id, effects=cast.effects)
    assert refused.value.denial is Denial.OWN_ACCOUNT


def test_the_table_decides_whose_session_is_ended(cast: Cast) -> None:
    """F10, R2.1-1, R2.1-2, R2.1-3, X-1, X-2, X-3: nothing else, whoever asks."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, user_support=True))
    view = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION, Level.VIEW)
    cast.employ(namesake(demo.MARTINKA, next_ik(demo.MARTINKA.ik)), "view", view)
    helpdesk = granted(Module.REGISTR, Permission.USER_SUPPORT)
    cast.employ(namesake(demo.CERNY, next_ik(demo.CERNY.ik)), "helpdesk", helpdesk)
    homola, martinka = signed_in(cast)
    dlouhy = cast.actor("dlouhy")
    klicpera, gollova = cast.actor("klicpera", Module.POSKYTOVATEL), cast.actor("gollova", Module.OKNOUZE)
    asked: list[tuple[Actor, Actor, Denial]] = [
        (homola, dlouhy, Denial.OTHER_REGION),
        (homola, klicpera, Denial.OTHER_REGION),
        (homola, gollova, Denial.OTHER_REALM),
        (cast.actor("view"), martinka, Denial.VIEW_ONLY),
        (cast.actor("helpdesk"), martinka, Denial.NO_PERMISSION),
        (dlouhy, martinka, Denial.NO_PERMISSION),
    ]
    before = stored()
    for actor, target, denial in asked:
        with pytest.raises(Forbidden) as refused:
            end_session(actor, target.session_id, effects=cast.effects)
        assert refused.value.denial is denial
    radek = cast.actor("mpsv_radek")
    with pytest.raises(NotFound):
        end_session(radek, klicpera.session_id, effects=cast.effects)
    assert before["session"] == [row for row in stored()["session"] if row[0] != radek.session_id]
    end_session(radek, dlouhy.session_id, effects=cast.effects)
    with pytest.raises(SessionOver):
        list_workplace_choices(dlouhy, effects=cast.effects)


def test_only_those_who_have_sprava_systemu_see_who_is_signed_in(cast: Cast) -> None:
    """F10, X-1, X-2: at the level prohlížení too; the helpdesk may do nothing but what X-2 says."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, user_support=True))
    cast.employ(demo.MARTINKA, "view", granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION, Level.VIEW))
    cast.employ(demo.CERNY, "helpdesk", granted(Module.REGISTR, Permission.USER_SUPPORT))
    assert usernames(cast, cast.actor("view")) == ["view"]
    for username in ("helpdesk", "dlouhy"):
        with pytest.raises(Forbidden):
            listed(cast, cast.actor(username))
