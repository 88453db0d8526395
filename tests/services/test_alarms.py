"""What somebody should look at is on record, once, for those whose region it is of (X-31)."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from oktui import demo
from oktui.domain.accounts import GrantChange
from oktui.domain.alarms import WITHIN, Alarm
from oktui.domain.audit import AuditCriteria, AuditEvent, EventKind
from oktui.domain.errors import DomainError
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.offices import Region
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.services.audit.count_alarms import count_alarms
from oktui.services.audit.list_events import list_events
from oktui.services.employees.edit_employee import edit_employee
from oktui.services.sign_in.change_password import ChangePassword, change_password
from oktui.services.sign_in.sign_in import SignIn, sign_in
from tests.support import use_cases
from tests.support.cast import JIHOMORAVSKY, PASSWORD, Cast, granted
from tests.support.use_cases import ENTRY, SINCE

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
ADMINISTRATION = GrantChange(Permission.SYSTEM_ADMINISTRATION, Level.UPDATE, SINCE)


def at(cast: Cast, source: str, username: str, password: str = PASSWORD) -> Actor | None:
    """Sign in from a source; None where that is refused."""
    request = SignIn(Module.REGISTR, username, password, end_other=True)
    try:
        return sign_in(request, effects=replace(cast.effects, source=source)).actor
    except DomainError:
        return None


def alarms(cast: Cast, seen_by: str = "mpsv_radek") -> list[AuditEvent]:
    """What the administrator reads of, oldest first."""
    criteria = AuditCriteria(kind=EventKind.ALARM)
    rows = list_events(cast.actor(seen_by), criteria, Rows(100), effects=cast.effects)
    return [row.event for row in reversed(rows)]


def kinds(cast: Cast, seen_by: str = "mpsv_radek") -> list[Alarm]:
    """What was seen."""
    return [Alarm(event.after["alarm"]) for event in alarms(cast, seen_by)]


def new_administrator(cast: Cast, maker: Actor) -> None:
    """Make Martinka an administrator of Vysočina."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    change_grants(cast, maker, "martinka", ADMINISTRATION)


def in_charge(cast: Cast, username: str) -> Actor:
    """The new administrator at a place of their own, with a password that is theirs (X-15)."""
    actor = at(cast, f"{username}'s", username)
    assert actor is not None
    change_password(actor, ChangePassword(PASSWORD, ENTRY), effects=cast.effects)
    return actor


def change_grants(cast: Cast, actor: Actor, username: str, *changes: GrantChange) -> None:
    """Edit somebody's grants."""
    edit = use_cases.edit_of(cast.account(username), *changes)
    edit_employee(actor, edit, effects=cast.effects)


def test_many_names_tried_from_one_source_are_one_alarm(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """X-31: from the fourth name on, once an hour, in the log as well; for the region that the source is of."""
    caplog.set_level(logging.WARNING, logger="oktui")
    assert at(cast, "office", "homola")
    for number in range(3):
        at(cast, "office", f"nikdo{number}")
    assert alarms(cast) == []
    at(cast, "office", "nikdo3")
    at(cast, "office", "nikdo4")
    (alarm,) = alarms(cast, "homola")
    assert (alarm.after, alarm.subject_name, alarm.region) == ({"alarm": "spraying"}, "office", Region.VYSOCINA)
    assert [record.getMessage() for record in caplog.records] == [
        f"alarm: spraying, {Region.VYSOCINA.value}, from test terminal"
    ]
    cast.clock.forward(24 * WITHIN)
    for number in range(5):
        at(cast, "office", f"jiny{number}")
    assert kinds(cast) == [Alarm.SPRAYING] * 2


def test_ones_own_slips_are_no_alarm(cast: Cast) -> None:
    """X-31: whoever gets in after all was no attacker."""
    for name in ("homola", "klicpera", "dlouhy", "mpsv_radek"):
        at(cast, "office", name, "spatne heslo")
        assert at(cast, "office", name)
    assert alarms(cast) == []


def test_a_wave_of_locks_is_one_alarm_wherever_it_comes_from(cast: Cast) -> None:
    """X-31, R2.6-1: three accounts of a region within an hour, each locked from elsewhere."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS, workplace=JIHOMORAVSKY)
    cast.employ(demo.CERNY, "cerny", RECORDS, workplace=JIHOMORAVSKY)
    for name in ("klicpera", "dlouhy", "martinka", "cerny"):
        before = kinds(cast)
        for number in range(3):
            at(cast, f"source {name} {number}", name, "spatne heslo")
        assert cast.account(name).locked_at is not None
        assert before == ([] if name != "cerny" else [Alarm.LOCK_WAVE])
    (alarm,) = alarms(cast)
    assert (alarm.after["alarm"], alarm.region) == ("lock_wave", Region.JIHOMORAVSKY)
    assert alarms(cast, "homola") == [], "another region's"


def test_a_new_administrator_at_the_makers_place_is_an_alarm_the_first_time(cast: Cast) -> None:
    """X-31: the two may be one person; from a place of their own they are not."""
    homola = at(cast, "homola's", "homola")
    assert homola is not None
    new_administrator(cast, homola)
    assert at(cast, "martinka's", "martinka")
    assert alarms(cast) == []
    for _ in range(2):
        assert at(cast, "homola's", "martinka")
    (alarm,) = alarms(cast)
    assert alarm.after == {"alarm": "one_place", "maker": "homola (Jiří Homola)", "source": "homola's"}
    assert alarm.subject_name == "1284384629: Radomír Martinka"


CHANGES: dict[str, Callable[[Cast, Actor], object]] = {
    "reset": lambda cast, actor: use_cases.reset(cast, actor, cast.account("homola")),
    "edit": lambda cast, actor: change_grants(cast, actor, "homola"),
    "retire": lambda cast, actor: use_cases.retire(cast, actor, cast.account("homola")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_was_made_administrator_and_changes_their_maker_is_an_alarm(cast: Cast, change: str) -> None:
    """X-31: by whatever way; an invented person cannot be used to reset one's own password unseen."""
    homola = at(cast, "homola's", "homola")
    assert homola is not None
    new_administrator(cast, homola)
    martinka = in_charge(cast, "martinka")
    CHANGES[change](cast, martinka)
    (alarm,) = alarms(cast)
    assert alarm.after["alarm"] == "made_by_subject"
    assert str(alarm.after["changed_by"]).startswith("martinka (")
    assert alarm.subject_name == "1273434965: Jiří Homola"


def test_somebody_between_the_two_hides_nothing(cast: Cast) -> None:
    """X-31: made administrator by somebody whom they made one."""
    homola = at(cast, "homola's", "homola")
    assert homola is not None
    new_administrator(cast, homola)
    martinka = in_charge(cast, "martinka")
    cast.employ(demo.CERNY, "cerny", RECORDS)
    change_grants(cast, martinka, "cerny", ADMINISTRATION)
    cerny = in_charge(cast, "cerny")
    use_cases.reset(cast, cerny, cast.account("homola"))
    assert kinds(cast) == [Alarm.MADE_BY_SUBJECT]


def test_administrators_who_made_each_other_nothing_are_no_alarm(cast: Cast) -> None:
    """X-31: what everybody's work is."""
    radek = cast.actor("mpsv_radek")
    use_cases.reset(cast, radek, cast.account("homola"))
    assert alarms(cast) == []


def test_the_menu_counts_those_of_the_last_days(cast: Cast) -> None:
    """X-31, F2: an alarm is told of for thirty days; in the audit it stays."""
    for number in range(5):
        at(cast, "somewhere", f"nikdo{number}")
    assert count_alarms(cast.actor("mpsv_radek"), effects=cast.effects) == 1
    assert count_alarms(cast.actor("homola"), effects=cast.effects) == 0
    cast.clock.forward(timedelta(days=32))
    assert count_alarms(cast.actor("mpsv_radek"), effects=cast.effects) == 0
    assert kinds(cast) == [Alarm.SPRAYING]
